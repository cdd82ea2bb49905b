//! Text in, event out: what a reader of the output topic finds.

use std::collections::BTreeMap;
use std::io::Write;

use crate::support::articles::{Article, mark};
use crate::support::client::Input;
use crate::support::contract::{check_event, foreign_headers, java_partition, murmur2, origin, uuid5};
use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, scratch};
use crate::support::passage::pass;

/// 2019-09-16 07:03:00 UTC.
const THEN: i64 = 1_568_617_380_000;

fn article(sequence: u64) -> Article {
    Article::new(&mut Dice::new(sequence), "events", sequence, 3)
}

#[test]
fn text_comes_out_as_an_event_with_every_header() {
    let article = article(1);
    let traceparent = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let mut input = Input::of(article.text()).key("bài-1").partition(1).timestamp(THEN);
    for (name, value) in [
        ("traceparent", traceparent.as_slice()),
        ("tracestate", b"shop=1"),
        ("content-type", b"text/plain"),
        ("ce_id", b"A-17"),
        ("ce_source", b"/crawler/7"),
        ("ce_type", b"crawler.page"),
        ("dlq.code", b"old"),
        ("__connect.errors.stage", b"old"),
        ("twice", b"1"),
        ("twice", b"2"),
        ("bytes", b"\x00\xff"),
        ("empty", b""),
    ] {
        input = input.header(name, value);
    }
    input.headers.push(("null".to_owned(), None));

    let passage = pass(3, &[input], |settings| settings);
    let topic = &passage.topics.input;
    let [found] = passage.output.as_slice() else {
        panic!("one record, not {}", passage.output.len());
    };
    let event = check_event(found, topic, 3);
    assert_eq!(passage.dead_letters, []);

    assert_eq!(found.key.as_deref(), Some("bài-1".as_bytes()));
    assert_eq!(found.timestamp, Some(THEN));
    let pair = |name: &str, value: &[u8]| (name.to_owned(), Some(value.to_vec()));
    let passed_on = vec![
        pair("traceparent", traceparent),
        pair("tracestate", b"shop=1"),
        pair("twice", b"1"),
        pair("twice", b"2"),
        pair("bytes", b"\x00\xff"),
        pair("empty", b""),
        ("null".to_owned(), None),
    ];
    assert_eq!(foreign_headers(found), passed_on);
    let leftover = found
        .headers
        .iter()
        .find(|(n, _)| n.starts_with("dlq.") || n.starts_with("__connect.errors."));
    assert_eq!(leftover, None);

    assert_eq!(event["id"], uuid5(&format!("{topic}/1/0")));
    assert_eq!(event["source"]["key"], "bài-1");
    assert_eq!(event["source"]["id"], "A-17");
    assert_eq!(event["source"]["producer"], "/crawler/7");
    assert_eq!(event["title"], article.title.as_str());
    assert_eq!(event["lead"], article.lead.as_str());
    let body: Vec<_> = event["body"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["text"].as_str().unwrap())
        .collect();
    assert_eq!(body, article.paragraphs);
    assert_eq!(event["authors"][0]["name"], article.author.as_str());
    assert_eq!(event["published_at"], "2019-09-14T08:15:00+07:00");
    assert_eq!(event["retrieved_at"], "2019-09-16T09:05:00+07:00");
    assert_eq!(event["language"]["code"], "vi");
    assert_eq!(event["pipeline"]["name"], "bantin");
}

#[test]
fn an_envelope_gives_its_url_to_the_article_id_and_its_key_to_the_record() {
    let mut envelope = article(2).envelope();
    envelope["url"] = "HTTPS://Bao-Thu.example:443/e/2.html?utm_source=x&trang=2#cuoi".into();
    envelope["id"] = "P-2".into();
    let without_key = Input::of(envelope.to_string()).timestamp(THEN);
    let passage = pass(3, &[without_key], |settings| settings);
    assert_eq!(passage.output.len(), 1);
    let event = check_event(&passage.output[0], &passage.topics.input, 3);
    assert_eq!(event["canonical_url"], "https://bao-thu.example/e/2.html?trang=2");
    assert_eq!(event["article_id"], uuid5("https://bao-thu.example/e/2.html?trang=2"));
    assert_eq!(
        passage.output[0].key.as_deref(),
        event["article_id"].as_str().map(str::as_bytes)
    );
    assert_eq!(event["source"]["id"], "P-2");
    assert_eq!(event["source"].get("key"), None);
}

#[test]
fn an_array_gives_an_event_for_each_article_and_one_dead_letter_for_those_that_fail() {
    let element = |sequence| article(sequence).envelope();
    let sound = serde_json::json!([element(0), element(1), element(2)]).to_string();
    let single = serde_json::json!([element(3)]).to_string();
    let nested = serde_json::json!([element(4), [element(5)], element(6), [[]]]).to_string();
    let inputs = [sound, single, nested.clone()].map(|value| Input::of(value).key("khóa").timestamp(THEN));
    let passage = pass(2, &inputs, |settings| settings.raw("dead_letter.max_ratio", "1.0"));

    let mut found: Vec<_> = passage
        .output
        .iter()
        .map(|f| check_event(f, &passage.topics.input, 2))
        .collect();
    found.sort_by_key(origin);
    let came: Vec<_> = found
        .iter()
        .map(|event| (origin(event), mark(event["text"].as_str().unwrap())))
        .collect();
    let expected = |offset, index, sequence| ((0, offset, Some(index)), Some(("events".to_owned(), sequence)));
    assert_eq!(
        came,
        [
            expected(0, 0, 0),
            expected(0, 1, 1),
            expected(0, 2, 2),
            expected(1, 0, 3),
            expected(2, 0, 4),
            expected(2, 2, 6),
        ]
    );

    let [dead] = passage.dead_letters.as_slice() else {
        panic!("one dead letter, not {}", passage.dead_letters.len());
    };
    assert_eq!(dead.value.as_deref(), Some(nested.as_bytes()));
    assert_eq!(dead.key.as_deref(), Some("khóa".as_bytes()));
    assert_eq!(dead.header("dlq.index").as_deref(), Some("1,3"));
    assert_eq!(dead.header("dlq.code").as_deref(), Some("nested_array"));
}

#[test]
fn a_feed_and_a_packed_archive_give_an_event_for_each_article() {
    let item = |n: u32| {
        format!(
            "<item><title>Bến phà số {n} mở lại sau mùa lũ</title><link>https://lam.example/{n}</link><guid>{n}</guid>\
             <description>Từ sáng nay người dân hai bờ sông Lam lại đi phà như trước.</description></item>"
        )
    };
    let feed = |rest: &str| {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Báo Lam</title>{}{}{rest}",
            item(0),
            item(1)
        )
    };
    let (whole, cut) = (feed("</channel></rss>"), feed("<item><title>Bến ph"));
    let page = "<html lang=vi><body><article><h1>Bến phà mở lại sau mùa lũ</h1><p>Từ sáng nay người dân hai bờ sông Lam lại \
                đi phà như trước, sau hơn hai tháng phải vòng qua cầu cách đó mười hai ki-lô-mét.</p></article></body></html>";
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let record = |n: u32| {
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lam.example/w{n}\r\nWARC-Date: 2019-09-16T07:00:00Z\r\n\
             WARC-Record-ID: <urn:uuid:{n}>\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let mut archive = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    archive.write_all([record(0), record(1)].concat().as_bytes()).unwrap();
    let values = [whole.into_bytes(), cut.clone().into_bytes(), archive.finish().unwrap()];
    let inputs = values.map(|value| Input::of(value).timestamp(THEN));
    let passage = pass(1, &inputs, |settings| settings.raw("dead_letter.max_ratio", "1.0"));

    let mut found: Vec<_> = passage
        .output
        .iter()
        .map(|f| check_event(f, &passage.topics.input, 1))
        .collect();
    found.sort_by_key(origin);
    let came: Vec<_> = found
        .iter()
        .map(|event| {
            (
                origin(event),
                event["url"].as_str().unwrap(),
                event["format"]["kind"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = |offset, index, url, kind| ((0, offset, Some(index)), url, kind);
    assert_eq!(
        came,
        [
            expected(0, 0, "https://lam.example/0", "rss"),
            expected(0, 1, "https://lam.example/1", "rss"),
            expected(1, 0, "https://lam.example/0", "rss"),
            expected(1, 1, "https://lam.example/1", "rss"),
            expected(2, 0, "https://lam.example/w0", "warc"),
            expected(2, 1, "https://lam.example/w1", "warc"),
        ]
    );
    let [dead] = passage.dead_letters.as_slice() else {
        panic!("one dead letter, not {}", passage.dead_letters.len());
    };
    assert_eq!(dead.value.as_deref(), Some(cut.as_bytes()));
    assert_eq!(dead.header("dlq.index").as_deref(), Some("2"));
    assert_eq!(dead.header("dlq.code").as_deref(), Some("invalid_xml"));
}

#[test]
fn a_tombstone_passes_and_a_skip_leaves_nothing() {
    let tombstone = Input::default()
        .key("bài-9")
        .partition(1)
        .timestamp(THEN)
        .header("lý-do", b"x");
    let skips = [" \r\n\t", "", "[]"].map(|value| Input::of(value).key("bài-9"));
    let inputs = [&[tombstone][..], &skips].concat();
    let passage = pass(3, &inputs, |settings| settings);

    let [found] = passage.output.as_slice() else {
        panic!("one record, not {:?}", passage.output);
    };
    assert_eq!((found.key.as_deref(), &found.value), (Some("bài-9".as_bytes()), &None));
    assert_eq!(found.partition, java_partition("bài-9".as_bytes(), 3));
    assert_eq!(found.timestamp, Some(THEN));
    assert_eq!(foreign_headers(found), [("lý-do".to_owned(), Some(b"x".to_vec()))]);
    assert_eq!(passage.dead_letters, []);
    let skips = passage.metrics.sum("bantin_skips_total", &[("reason", "empty")]);
    assert_eq!(skips, Some(3.0));
}

#[test]
fn the_partition_is_the_one_a_java_producer_picks() {
    // From UtilsTest.testMurmur2 of Apache Kafka.
    for (key, hash) in [
        ("21", -973_932_308),
        ("foobar", -790_332_482),
        ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ("abc", 479_470_107),
    ] {
        assert_eq!(murmur2(key.as_bytes()) as i32, hash, "{key}");
    }

    // And from the Java producer itself.
    let cluster = Cluster::shared();
    let keys: Vec<_> = (0..40)
        .map(|n| format!("{}{n}", ["bài ", "Đà Nẵng-", "k", "事"][n % 4]))
        .collect();
    let by_java = cluster.create_topic("java", 7, &[]);
    let lines = scratch("java").join("lines");
    let mut file = std::fs::File::create(&lines).unwrap();
    for key in &keys {
        writeln!(file, "{key}\tx").unwrap();
    }
    let class = "org.apache.kafka.tools.ConsoleProducer";
    let brokers = cluster.brokers();
    let arguments = [
        "--bootstrap-server",
        brokers,
        "--topic",
        &by_java,
        "--reader-property",
        "parse.key=true",
    ];
    cluster.tool(class, &arguments, Some(&lines));
    let partitions = |records: &[crate::support::client::Found]| -> BTreeMap<Vec<u8>, i32> {
        records.iter().map(|f| (f.key.clone().unwrap(), f.partition)).collect()
    };
    let picked_by_java = partitions(&cluster.read_all(&by_java));
    assert_eq!(picked_by_java.len(), keys.len());

    let inputs: Vec<_> = (0..)
        .zip(&keys)
        .map(|(n, key)| Input::of(article(n).text()).key(key.as_str()))
        .collect();
    let passage = pass(7, &inputs, |settings| settings);
    assert_eq!(partitions(&passage.output), picked_by_java);
}

#[test]
fn the_same_input_gives_the_same_bytes_with_any_number_of_threads() {
    let inputs: Vec<_> = (0..50).map(|n| Input::of(article(n).text()).timestamp(THEN)).collect();
    let run = |threads| {
        let passage = pass(1, &inputs, |settings| settings.raw("worker.threads", threads));
        let events = passage.output.into_iter().map(|f| {
            let mut event = f.json();
            // The topics differ, and with them what counts the topic in.
            event.as_object_mut().unwrap().remove("id");
            event["source"].as_object_mut().unwrap().remove("topic");
            event.to_string()
        });
        events.collect::<Vec<_>>()
    };
    let one = run(1);
    assert_eq!(one.len(), 50);
    assert_eq!(one, run(4));
}
