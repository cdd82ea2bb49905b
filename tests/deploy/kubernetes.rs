//! The manifests: built by kustomize, taken by Kubernetes' own schemas, and at one with what the worker does.

use bantin::commands::{CommandLine, Exit};
use bantin::settings::{Delivery, Settings, Sources, load};
use clap::Parser;
use serde_json::Value;

use crate::tools::{checkers, objects, project, succeed};

/// Versions of Kubernetes: an old one that is still run, and newer ones.
const VERSIONS: [&str; 3] = ["1.29", "1.33", "1.37"];
const WAYS: [&str; 2] = ["base", "overlays/production"];

/// What kustomize makes of a folder, validated.
fn built(way: &str) -> Vec<Value> {
    let folder = project(&format!("deploy/kubernetes/{way}")).display().to_string();
    let yaml = succeed(&checkers().join("kustomize"), &["build", &folder], b"");
    objects(&yaml, &VERSIONS).unwrap_or_else(|wrong| panic!("{way}:\n{wrong}"))
}

fn of_kind<'o>(objects: &'o [Value], kind: &str) -> &'o Value {
    let mut found = objects.iter().filter(|object| object["kind"] == kind);
    let first = found.next().unwrap_or_else(|| panic!("there is no {kind}"));
    assert!(found.next().is_none(), "two of {kind}");
    first
}

#[test]
fn kubernetes_takes_what_kustomize_builds() {
    for (way, kinds) in [
        (
            WAYS[0],
            &["StatefulSet", "Service", "ConfigMap", "PodDisruptionBudget"][..],
        ),
        (
            WAYS[1],
            &[
                "StatefulSet",
                "Service",
                "ConfigMap",
                "PodDisruptionBudget",
                "ScaledObject",
                "TriggerAuthentication",
                "PodMonitor",
            ],
        ),
    ] {
        let objects = built(way);
        for kind in kinds {
            of_kind(&objects, kind);
        }
        assert_eq!(objects.len(), kinds.len(), "{way}");
    }
}

#[test]
fn the_check_finds_what_kubernetes_would_not_take() {
    for wrong in [
        "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {serviceName: a, replicaz: 3}}",
        "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: many}]}}",
        "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a}, spec: {scaleTargetRef: {name: a}, triggerz: []}}",
        "{apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: a}, spec: {selector: {}, endpoints: []}}",
    ] {
        assert!(objects(wrong.as_bytes(), &VERSIONS).is_err(), "{wrong}");
    }
}

#[test]
fn the_worker_knows_every_setting_that_is_given_to_it() {
    for way in WAYS {
        let objects = built(way);
        let toml = of_kind(&objects, "ConfigMap")["data"]["bantin.toml"]
            .as_str()
            .unwrap()
            .to_owned();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bantin.toml");
        std::fs::write(&file, toml).unwrap();
        let settings = Settings::load(&Sources {
            files: vec![file],
            ..Sources::default()
        });
        let settings = settings.unwrap_or_else(|problems| panic!("{way}: {problems}"));

        let set = of_kind(&objects, "StatefulSet");
        let pod = &set["spec"]["template"]["spec"];
        let container = &pod["containers"][0];
        for variable in container["env"].as_array().unwrap() {
            let name = variable["name"].as_str().unwrap();
            let value = variable["value"].as_str().unwrap_or("a-name");
            let alone = Sources {
                environment: vec![(name.into(), value.into())],
                ..Sources::default()
            };
            // Alone it may want company, and its file is not there; but it must be a name that is known.
            if let Err(problems) = load(&alone) {
                for problem in problems.iter() {
                    assert!(!problem.what.contains("unknown"), "{way}: {problem}");
                }
            }
        }

        // Static membership and a transactional id that outlives the pod: both go by the name.
        assert_eq!(settings.delivery, Delivery::ExactlyOnce, "{way}");
        let mut variables = container["env"].as_array().unwrap().iter();
        let name = variables.find(|v| v["name"] == "BANTIN_WORKER__NAME").unwrap();
        assert_eq!(name["valueFrom"]["fieldRef"]["fieldPath"], "metadata.name", "{way}");

        // Stopping in good order takes up to `shutdown_timeout`; after the grace period the worker is killed.
        let grace = pod["terminationGracePeriodSeconds"].as_u64().unwrap();
        assert!(grace > settings.shutdown_timeout.0.as_secs(), "{way}: {grace} s");
        let port = &container["ports"][0];
        let listen = container["env"]
            .as_array()
            .unwrap()
            .iter()
            .find(|v| v["name"] == "BANTIN_OPERATE__LISTEN");
        let listen = listen.unwrap()["value"].as_str().unwrap();
        assert_eq!(listen, format!("0.0.0.0:{}", port["containerPort"]), "{way}");
        for (probe, path) in [
            ("startupProbe", "/livez"),
            ("livenessProbe", "/livez"),
            ("readinessProbe", "/readyz"),
        ] {
            let get = &container[probe]["httpGet"];
            assert_eq!(
                (&get["path"], &get["port"]),
                (&Value::from(path), &port["name"]),
                "{way}: {probe}"
            );
        }
    }
}

#[test]
fn a_backfill_is_a_job_that_is_done_when_the_whole_is() {
    let objects = built("overlays/backfill");
    let (job, settings) = (of_kind(&objects, "Job"), of_kind(&objects, "ConfigMap"));
    assert_eq!(objects.len(), 2, "the live workers are left alone");
    let (spec, pod) = (&job["spec"], &job["spec"]["template"]["spec"]);
    // What each pod says is about the job, not about the pod's share of it.
    assert_eq!(spec["completions"], Value::Null);
    assert!(spec["parallelism"].as_u64().unwrap() > 1);
    assert_eq!(pod["restartPolicy"], "Never", "podFailurePolicy wants it");
    let codes = |action: &str| -> Vec<u64> {
        let rules = spec["podFailurePolicy"]["rules"].as_array().unwrap();
        let rules = rules.iter().filter(|rule| rule["action"] == action);
        let codes = rules.filter_map(|rule| rule["onExitCodes"]["values"].as_array());
        codes.flatten().map(|code| code.as_u64().unwrap()).collect()
    };
    let exits = |exits: &[Exit]| exits.iter().map(|exit| u64::from(exit.code())).collect::<Vec<_>>();
    assert_eq!(codes("Ignore"), exits(&[Exit::Unfinished]));
    let for_good = [Exit::Usage, Exit::OffsetLost, Exit::Authorisation, Exit::Configuration];
    assert_eq!(codes("FailJob"), exits(&for_good));

    // The live workers' very settings, in a command that bantin takes; and no name, which several cannot share.
    let container = &pod["containers"][0];
    let live = built("overlays/production");
    assert_eq!(settings, of_kind(&live, "ConfigMap"));
    let volumes = pod["volumes"].as_array().unwrap();
    assert!(
        volumes
            .iter()
            .any(|volume| volume["configMap"]["name"] == settings["metadata"]["name"])
    );
    let arguments = container["args"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap());
    CommandLine::try_parse_from(["bantin"].into_iter().chain(arguments)).unwrap();
    let set = &of_kind(&live, "StatefulSet")["spec"];
    let workers = &set["template"]["spec"]["containers"][0];
    let variables = |container: &Value| -> Vec<Value> { container["env"].as_array().unwrap().clone() };
    let mut expected = variables(workers);
    expected.retain(|variable| variable["name"] != "BANTIN_WORKER__NAME");
    let by_name = |variable: &Value| variable["name"].as_str().unwrap().to_owned();
    let mut ours = variables(container);
    ours.sort_by_key(by_name);
    expected.sort_by_key(by_name);
    assert_eq!(ours, expected);
    for same in ["/terminationGracePeriodSeconds", "/securityContext"] {
        assert_eq!(pod.pointer(same), set["template"]["spec"].pointer(same), "{same}");
    }
    for same in [
        "/image",
        "/livenessProbe",
        "/startupProbe",
        "/resources",
        "/securityContext",
        "/volumeMounts",
    ] {
        assert_eq!(container.pointer(same), workers.pointer(same), "{same}");
    }
    let labels = &spec["template"]["metadata"]["labels"];
    assert_ne!(
        labels["app.kubernetes.io/name"],
        set["selector"]["matchLabels"]["app.kubernetes.io/name"]
    );
}

#[test]
fn the_worker_may_do_as_little_as_it_needs() {
    for way in WAYS {
        let objects = built(way);
        let pod = &of_kind(&objects, "StatefulSet")["spec"]["template"]["spec"];
        for (place, expected) in [
            ("/automountServiceAccountToken", Value::from(false)),
            ("/securityContext/runAsNonRoot", Value::from(true)),
            ("/securityContext/runAsUser", Value::from(65532)),
            ("/securityContext/seccompProfile/type", Value::from("RuntimeDefault")),
            (
                "/containers/0/securityContext/readOnlyRootFilesystem",
                Value::from(true),
            ),
            (
                "/containers/0/securityContext/allowPrivilegeEscalation",
                Value::from(false),
            ),
            ("/containers/0/securityContext/capabilities/drop/0", Value::from("ALL")),
        ] {
            assert_eq!(pod.pointer(place), Some(&expected), "{way}: {place}");
        }
    }
    // The image's user is the one that the manifests name.
    let dockerfile = std::fs::read_to_string(project("Dockerfile")).unwrap();
    assert!(dockerfile.contains("\nUSER 65532:65532\n"));
}
