//! The alerts, by promtool: each fires when it should and keeps still when it should.

use std::collections::BTreeSet;
use std::process::Command;

use crate::tools::{objects, project, prometheus, succeed};

const RULES: &str = "deploy/prometheus/bantin.rules.yml";

#[test]
fn alerts_fire_when_they_should_and_only_then() {
    let tests = project("deploy/prometheus/tests/bantin.test.yml").display().to_string();
    succeed(&prometheus().join("promtool"), &["test", "rules", &tests], b"");
}

#[test]
fn each_alert_is_seen_to_fire_in_a_test_and_says_what_to_do() {
    let rules = objects(&std::fs::read(project(RULES)).unwrap(), &[]).unwrap();
    let tests = objects(
        &std::fs::read(project("deploy/prometheus/tests/bantin.test.yml")).unwrap(),
        &[],
    )
    .unwrap();
    let tests = tests[0].to_string();
    let mut names = BTreeSet::new();
    for rule in rules[0]["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["rules"].as_array().unwrap())
    {
        let name = rule["alert"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{name} twice");
        assert!(
            tests.contains(&format!("alertname=\\\"{name}\\\"")),
            "no test in which {name} fires"
        );
        for field in ["summary", "description", "runbook"] {
            assert!(rule["annotations"][field].is_string(), "{name} has no {field}");
        }
        assert!(
            ["critical", "warning"].contains(&rule["labels"]["severity"].as_str().unwrap()),
            "{name}"
        );
        let readme = std::fs::read_to_string(project("deploy/README.md")).unwrap();
        assert!(
            readme.contains(&format!("`{name}`")),
            "deploy/README.md does not tell of {name}"
        );
    }
}

#[test]
fn the_prometheus_operator_takes_the_alerts() {
    let output = Command::new("sh")
        .arg(project("deploy/prometheus/prometheus-rule.sh"))
        .output()
        .unwrap();
    let object = objects(&output.stdout, &["1.37"]).unwrap();
    assert_eq!(object[0]["kind"], "PrometheusRule");
}
