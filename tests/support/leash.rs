//! Processes that end with the tests, however those end.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use super::wait::wait_within;

/// Becomes the program itself (so that its process id, its signals and its exit code are the program's own) and leaves a
/// watcher behind that reads a pipe held by the tests. A line means: the program was seen to end, nothing to do. The
/// pipe's end without one means: the tests are gone. A killed test process closes its pipes, too, on every Unix;
/// Linux' parent death signal would follow the thread that started the program, and test threads come and go.
const LEASH: &str = r#"
exec 3<&0
( if ! read -r _ <&3; then kill -9 $$ 2>/dev/null; [ -z "$BANTIN_TEST_SCRATCH" ] || rm -rf "$BANTIN_TEST_SCRATCH"; fi ) &
exec "$@" 3<&- </dev/null
"#;

/// A running program.
pub struct Leashed {
    child: Child,
    pipe: Option<ChildStdin>,
    code: Option<i32>,
}

impl Leashed {
    /// Starts `program`, its standard output and error appended to `log`. `scratch` is a folder to remove where the
    /// tests end without having stopped it.
    pub fn start(program: &str, arguments: &[String], log: &Path, scratch: Option<&Path>) -> Self {
        let log_file = File::options().create(true).append(true).open(log).unwrap();
        let mut child = Command::new("sh")
            .args(["-c", LEASH, "leash", program])
            .args(arguments)
            .env("BANTIN_TEST_SCRATCH", scratch.unwrap_or(Path::new("")))
            .stdin(Stdio::piped())
            .stdout(log_file.try_clone().unwrap())
            .stderr(log_file)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {program}: {error}"));
        let pipe = child.stdin.take();
        Leashed {
            child,
            pipe,
            code: None,
        }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name: `TERM`, `STOP`, `CONT`, `KILL`. Nothing where it has ended.
    pub fn signal(&mut self, name: &str) {
        if self.exit_code().is_some() {
            return;
        }
        // Not yet waited for, so the process id is still its own.
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", self.id())])
            .status()
            .unwrap();
        assert!(sent.success(), "kill -{name} of {}", self.id());
    }

    /// Its exit code, as a shell has it (128 and the signal's number where a signal ended it), once it has ended.
    pub fn exit_code(&mut self) -> Option<i32> {
        use std::os::unix::process::ExitStatusExt;
        if self.code.is_none() {
            let status = self.child.try_wait().unwrap()?;
            self.code = Some(status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0)));
            self.release();
        }
        self.code
    }

    /// Waits for its end.
    pub fn wait_exit(&mut self, patience: Duration) -> i32 {
        let what = format!("the end of process {}", self.id());
        wait_within(patience, &what, || self.exit_code())
    }

    /// Kills it and waits for its end.
    pub fn kill(&mut self) -> i32 {
        if self.exit_code().is_none() {
            self.child.kill().unwrap();
        }
        self.wait_exit(Duration::from_secs(30))
    }

    /// Closes the pipe as the system does when the tests are killed.
    pub fn let_go(&mut self) {
        self.pipe = None;
    }

    fn release(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            // The watcher may be gone already (a signal to the whole process group).
            let _ = pipe.write_all(b"\n");
        }
    }
}

impl Drop for Leashed {
    fn drop(&mut self) {
        if self.code.is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
            self.release();
        }
    }
}
