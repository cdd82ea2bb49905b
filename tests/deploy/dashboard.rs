//! The dashboard: Grafana's own types take it, and a real Prometheus that has scraped a real worker answers each of its
//! queries, and evaluates each alert.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, free_ports, scratch};
use crate::support::leash::Leashed;
use crate::support::wait::wait_for;
use crate::support::worker::{Settings, Topics, Worker};
use crate::tools::{checkers, project, prometheus, run, succeed};

fn text() -> Vec<u8> {
    fs::read(project("deploy/grafana/bantin.json")).unwrap()
}

fn board() -> Value {
    serde_json::from_slice(&text()).unwrap()
}

fn panels(board: &Value) -> &Vec<Value> {
    board["panels"].as_array().unwrap()
}

#[test]
fn grafana_s_own_types_take_it() {
    succeed(&checkers().join("dashboard"), &[], &text());
}

#[test]
fn the_check_finds_what_grafana_would_not_take() {
    let text = String::from_utf8(text()).unwrap();
    for (right, wrong) in [
        ("\"gridPos\": {", "\"gridPoz\": {"),
        ("\"fillOpacity\": 10", "\"fillOpacity\": \"much\""),
        ("\"legendFormat\"", "\"legendFormatt\""),
    ] {
        assert!(text.contains(right), "{right}");
        let output = run(
            &checkers().join("dashboard"),
            &[],
            text.replace(right, wrong).as_bytes(),
        );
        assert_eq!(output.status.code(), Some(1), "{wrong}");
        assert!(!output.stdout.trim_ascii().is_empty(), "{wrong}");
    }
}

#[test]
fn panels_have_ids_of_their_own_and_do_not_overlap() {
    let board = board();
    let (mut ids, mut cells) = (BTreeSet::new(), BTreeSet::new());
    for panel in panels(&board) {
        let title = &panel["title"];
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{title}");
        let place = |name: &str| panel["gridPos"][name].as_u64().unwrap();
        assert!(place("x") + place("w") <= 24, "{title}");
        for x in place("x")..place("x") + place("w") {
            for y in place("y")..place("y") + place("h") {
                assert!(cells.insert((x, y)), "{title} lies over another at {x}, {y}");
            }
        }
    }
}

/// A Prometheus that scrapes one worker every second, with the project's alerts.
struct Prometheus {
    address: String,
    log: PathBuf,
    process: Leashed,
}

impl Prometheus {
    fn start(target: &str) -> Self {
        let folder = scratch(&Cluster::unique("prometheus"));
        let rules = project("deploy/prometheus/bantin.rules.yml");
        let configuration = format!(
            "global: {{scrape_interval: 1s, evaluation_interval: 1s}}\n\
             rule_files: [{}]\n\
             scrape_configs: [{{job_name: bantin, static_configs: [{{targets: ['{target}']}}]}}]\n",
            rules.display()
        );
        let file = folder.join("prometheus.yml");
        fs::write(&file, configuration).unwrap();
        let address = format!("127.0.0.1:{}", free_ports(1)[0]);
        let (data, log) = (folder.join("data"), folder.join("log"));
        let arguments = [
            format!("--config.file={}", file.display()),
            format!("--storage.tsdb.path={}", data.display()),
            format!("--web.listen-address={address}"),
        ];
        let program = prometheus().join("prometheus").display().to_string();
        let process = Leashed::start(&program, &arguments, &log, Some(&data));
        Prometheus { address, log, process }
    }

    /// Asks its API; `None` while it does not answer.
    fn ask(&mut self, path: &str, parameters: &[(&str, &str)]) -> Option<Value> {
        if let Some(code) = self.process.exit_code() {
            panic!("prometheus ended with {code}: {}", self.log.display());
        }
        let mut request = ureq::get(format!("http://{}/api/v1/{path}", self.address))
            .config()
            .http_status_as_error(false)
            .build();
        for (name, value) in parameters {
            request = request.query(name, value);
        }
        let answer = request.call().ok()?.body_mut().read_to_string().ok()?;
        let answer: Value = serde_json::from_str(&answer).ok()?;
        assert_eq!(answer["status"], "success", "{path} {parameters:?}: {answer}");
        Some(answer["data"].clone())
    }

    /// The values that a query has now.
    fn values(&mut self, query: &str) -> Vec<f64> {
        let Some(answer) = self.ask("query", &[("query", query)]) else {
            return Vec::new();
        };
        let result = answer["result"].as_array().unwrap();
        result
            .iter()
            .map(|sample| sample["value"][1].as_str().unwrap().parse().unwrap())
            .collect()
    }
}

#[test]
fn a_real_prometheus_answers_every_query_and_evaluates_every_alert() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 2);
    let mut worker = Worker::start(&Settings::new(cluster, &topics).raw("dead_letter.max_ratio", 1));
    let target = wait_for("the worker's address", || worker.address());
    let mut prometheus = Prometheus::start(&target);

    let mut dice = Dice::new(1);
    let mut number = 0;
    // Some of every outcome, in both partitions; called again until every query has something to show.
    let mut traffic = || {
        let mut inputs = Vec::new();
        for partition in [0, 1] {
            for _ in 0..20 {
                number += 1;
                inputs.push(Input::of(Article::new(&mut dice, "board", number, 3).text()).partition(partition));
            }
            inputs.push(Input::of("{\"url\":").partition(partition));
            inputs.push(Input::of("  ").partition(partition));
        }
        cluster.produce(&topics.input, &inputs);
    };

    let board = board();
    let mut queries = Vec::new();
    for panel in panels(&board) {
        for target in panel["targets"].as_array().unwrap() {
            let mut query = target["expr"].as_str().unwrap().replace("$__rate_interval", "20s");
            for variable in ["job", "instance", "topic"] {
                query = query.replace(&format!("${variable}"), ".*");
            }
            assert!(!query.contains('$'), "a variable that the test does not know: {query}");
            queries.push((panel["title"].as_str().unwrap(), query));
        }
    }
    assert!(queries.len() > 20);
    for (title, query) in &queries {
        wait_for(&format!("an answer for {title:?}: {query}"), || {
            let values = prometheus.values(query);
            let told = values.iter().any(|value| value.is_finite());
            if !told {
                traffic();
            }
            told.then_some(())
        });
    }
    for variable in board["templating"]["list"].as_array().unwrap().iter().skip(1) {
        let query = variable["query"]["query"].as_str().unwrap().replace("$job", ".*");
        let (series, label) = query
            .strip_prefix("label_values(")
            .and_then(|rest| rest.strip_suffix(')')?.rsplit_once(", "))
            .unwrap();
        let found = prometheus.ask("series", &[("match[]", series)]).unwrap();
        assert!(!found[0][label].is_null(), "{query}: {found}");
    }

    // A worker that does its work raises none of them; four in a hundred messages here are broken, on purpose. What was
    // sent a moment ago is lag that has not moved yet, so an alert may be on its way for an evaluation or two.
    let rules = wait_for("every alert to be evaluated and none to be on its way", || {
        let answer = prometheus.ask("rules", &[])?;
        let rules = answer["groups"][0]["rules"].as_array()?.clone();
        let quiet = |rule: &Value| rule["state"] == "inactive" || rule["name"] == "BantinDeadLetters";
        rules
            .iter()
            .all(|rule| rule["health"] != "unknown" && quiet(rule))
            .then_some(rules)
    });
    assert!(rules.len() >= 8);
    for rule in rules {
        assert_eq!(rule["health"], "ok", "{rule}");
    }
    worker.drain();
}
