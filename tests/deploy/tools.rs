//! The programs that check, got by the scripts in `tests/support/`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// A path within the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs a script that says on its last line where what it got lies.
fn got_by(script: &str) -> PathBuf {
    let output = Command::new("bash")
        .arg(project(&format!("tests/support/{script}")))
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "tests/support/{script} could not get what it should"
    );
    PathBuf::from(String::from_utf8(output.stdout).unwrap().lines().last().unwrap())
}

/// The folder of kustomize, of the reader of dashboards, and of Python with the schemas.
pub fn checkers() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| got_by("deploy.sh"))
}

/// The folder of prometheus and promtool.
pub fn prometheus() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| got_by("prometheus.sh"))
}

/// Runs a program with this standard input.
pub fn run(program: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // Whoever has seen enough may stop reading; what it then says is looked at by the caller.
    let _ = writer.join().unwrap();
    output
}

/// The same, and it must succeed; gives its standard output.
pub fn succeed(program: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(program, arguments, input);
    assert!(
        output.status.success(),
        "{} {arguments:?}:\n{}\n{}",
        program.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Reads the documents of a YAML text; with `validate` they must be objects that Kubernetes, in these versions, KEDA and
/// the Prometheus operator take.
pub fn objects(yaml: &[u8], validate: &[&str]) -> Result<Vec<Value>, String> {
    let script = project("tests/deploy/tools/objects.py").display().to_string();
    let mut arguments = vec![script.as_str()];
    if !validate.is_empty() {
        arguments.push("--validate");
        arguments.extend(validate);
    }
    let output = run(&checkers().join("venv/bin/python"), &arguments, yaml);
    match output.status.success() {
        true => Ok(serde_json::from_slice(&output.stdout).unwrap()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
