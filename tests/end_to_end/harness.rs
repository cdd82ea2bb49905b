//! The ground the other tests stand on: if one of these fails, theirs mean nothing.

use std::time::Duration;

use crate::support::client::{Input, Reader};
use crate::support::kafka::{Cluster, scratch};
use crate::support::leash::Leashed;
use crate::support::wait::wait_for;

#[test]
fn what_is_written_is_read() {
    let cluster = Cluster::shared();
    let topic = cluster.create_topic("harness", 3, &[]);
    let mut inputs = vec![
        Input::of("một")
            .key("k")
            .header("a", b"1")
            .header("a", b"2")
            .timestamp(1_568_617_380_000),
        Input::of("hai").partition(2).timestamp(1_568_617_380_001),
        Input::default().key("k").timestamp(1_568_617_380_002),
    ];
    inputs[1].headers.push(("null".to_owned(), None));
    assert_eq!(cluster.produce(&topic, &inputs), [0, 0, 1]);

    let mut reader = Reader::open(cluster, &topic);
    reader.read_to_end();
    let mut found = reader.found.clone();
    found.sort_by_key(|f| f.timestamp);
    assert_eq!(found.len(), 3);
    for (found, input) in found.iter().zip(&inputs) {
        assert_eq!(found.partition, input.partition);
        assert_eq!(found.key, input.key);
        assert_eq!(found.value, input.value);
        assert_eq!(found.headers, input.headers);
        assert_eq!(found.timestamp, input.timestamp);
    }

    // A reader that stood at the end, in partitions with and without records, goes on.
    cluster.produce(&topic, &[Input::of("ba").partition(1), Input::of("bốn").partition(2)]);
    reader.read_to_end();
    assert_eq!(reader.found.len(), 5);
    assert_eq!(cluster.read_all(&topic).len(), 5);
}

#[test]
fn control_records_count_in_the_end_and_are_not_read() {
    let cluster = Cluster::shared();
    let topic = cluster.create_topic("harness", 2, &[]);
    cluster.produce_transaction(&topic, &[Input::of("một"), Input::of("hai")], true);
    cluster.produce_transaction(&topic, &[Input::of("ba").partition(1)], false);
    assert_eq!(cluster.read_all(&topic).len(), 2);
    assert_eq!(cluster.end_offsets(&topic), [(0, 3), (1, 2)].into());
}

#[test]
fn a_group_that_never_committed_lags_by_everything() {
    let cluster = Cluster::shared();
    let topic = cluster.create_topic("harness", 2, &[]);
    cluster.produce(&topic, &[Input::of("một"), Input::of("hai").partition(1)]);
    assert_eq!(cluster.committed("nobody", &topic), [].into());
    assert_eq!(cluster.lag("nobody", &topic), 2);
}

#[test]
fn a_leashed_process_ends_with_its_holder() {
    let folder = scratch("leash");
    let arguments = |seconds: &str| [seconds.to_owned()];
    let gone = |id: u32| {
        wait_for("the end of a process", || {
            let alive = std::process::Command::new("sh")
                .args(["-c", &format!("kill -0 {id} 2>/dev/null")])
                .status();
            (!alive.unwrap().success()).then_some(())
        });
    };

    let dropped = Leashed::start("sleep", &arguments("1000"), &folder.join("log"), None);
    let id = dropped.id();
    drop(dropped);
    gone(id);

    // As when the test process is killed: nobody drops anything, the pipe just closes. A stopped process goes, too.
    let log = folder.join("forgotten");
    let program = ["-c".to_owned(), "echo running; exec sleep 1000".to_owned()];
    let mut forgotten = Leashed::start("sh", &program, &log, None);
    let id = forgotten.id();
    // Stopped any earlier it has no watcher yet.
    wait_for("a running program", || {
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        said.contains("running").then_some(())
    });
    forgotten.signal("STOP");
    forgotten.let_go();
    assert_eq!(forgotten.wait_exit(Duration::from_secs(60)), 128 + 9);
    gone(id);

    let mut ended = Leashed::start("sh", &["-c".to_owned(), "exit 7".to_owned()], &folder.join("log"), None);
    assert_eq!(ended.wait_exit(Duration::from_secs(60)), 7);
}

#[test]
fn three_nodes_serve_while_one_is_down() {
    let Some(cluster) = Cluster::own(3, "three_nodes_serve_while_one_is_down") else {
        return;
    };
    let topic = cluster.create_topic("harness", 3, &[]);
    let one_each: Vec<_> = (0..3).map(|p| Input::of("trước").partition(p)).collect();
    cluster.produce(&topic, &one_each);

    cluster.kill(1);
    cluster.produce(&topic, &one_each);
    assert_eq!(cluster.read_all(&topic).len(), 6);

    cluster.restart(1);
    cluster.wait_until_whole();
    cluster.stop(0);
    cluster.produce(&topic, &one_each);
    assert_eq!(cluster.read_all(&topic).len(), 9);
}
