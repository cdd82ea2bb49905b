//! F14: clocks that jump. The machine's own clock is everybody's here, so that it is the records that bear times from
//! elsewhere: the far future, the beginning of time, before it, and none at all.

use crate::DELIVERIES;
use crate::outcomes::Outcomes;
use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::wait::PATIENCE;
use crate::support::worker::{Settings, Topics, Worker};

const HOUR: i64 = 3_600_000;
const YEAR: i64 = 365 * 24 * HOUR;

#[test]
fn f14_records_from_any_time_arrive_and_say_so_where_their_time_was_replaced() {
    let cluster = Cluster::shared();
    let forever = i64::MAX.to_string();
    let week = (7 * 24 * HOUR).to_string();
    for delivery in DELIVERIES {
        let mut topics = Topics::create(cluster, 1);
        topics.input = cluster.create_topic("any-time", 1, &[("message.timestamp.after.max.ms", &forever)]);
        topics.output = cluster.create_topic(
            "this-week",
            1,
            &[
                ("message.timestamp.before.max.ms", &week),
                ("message.timestamp.after.max.ms", &HOUR.to_string()),
            ],
        );
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
        // The record's time, and whether the output topic takes it.
        let times = [
            (now, true),
            (now - 24 * HOUR, true),
            (now + HOUR / 2, true),
            (now + 2 * HOUR, false),
            (now + 10 * YEAR, false),
            (253_402_300_800_000, false), // the year 10000, which dates as text do not have
            (i64::MAX, false),
            (now - 8 * 24 * HOUR, false),
            (now - 30 * YEAR, false),
            (1, false),
            // Kafka's word for "no time"; librdkafka's for "now" is 0, so that nobody can send that.
            (-1, true),
            (now + HOUR / 2, true),
        ];
        let mut dice = Dice::new(14);
        let inputs: Vec<_> = (0..)
            .zip(times)
            .map(|(n, (time, _))| Input::of(Article::new(&mut dice, "clock", n, 2).text()).timestamp(time))
            .collect();
        // One after the other: a time in the future must not hold up those behind it.
        let settings = Settings::new(cluster, &topics).text("delivery", delivery.name());
        let mut worker = Worker::start(&settings);
        cluster.produce(&topics.input, &inputs);
        // Dead letters bear the time of their making; what the input's time does to them is in a header.
        let dead = Input::of("{\"title\": \"hỏng").timestamp(now + 10 * YEAR);
        cluster.produce(&topics.input, &[dead]);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
        worker.metrics();
        worker.drain();

        let written = cluster.read_all(&topics.input);
        let outcomes = Outcomes::read(cluster, &topics);
        assert_eq!(outcomes.events.len(), times.len());
        let after = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
        for (n, (time, taken)) in times.iter().enumerate() {
            let event = outcomes.event((0, n as i64));
            assert_eq!(
                written[n].timestamp,
                Some(*time).filter(|time| *time != -1),
                "the input's own time went in as it was meant"
            );
            let replaced = event.header("bantin_timestamp_replaced");
            let at = event.timestamp.unwrap();
            if *taken && *time >= 0 {
                assert_eq!((at, replaced), (*time, None), "time {time}");
            } else {
                assert!((now..=after).contains(&at), "time {time} became {at}");
                let said = (*time >= 0).then(|| time.to_string());
                assert_eq!(replaced, said, "time {time}");
            }
        }
        assert_eq!(outcomes.death((0, times.len() as i64)).1, "invalid_json");
        let letter = &outcomes.dead[&(0, times.len() as i64)][0];
        assert_eq!(letter.header("dlq.timestamp"), Some((now + 10 * YEAR).to_string()));
        assert!((now..=after).contains(&letter.timestamp.unwrap()));
    }
}
