//! The whole program against a real Apache Kafka. One program for all of them, so that one broker serves all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod check;
mod dead_letters;
mod drain;
mod epochs;
mod events;
mod harness;
mod kills;
mod load;
mod logs;
mod metrics;
mod operate;
mod order;
mod outage;
mod redrive;
mod refusals;
mod replay;
mod replay_changes;
mod replay_jobs;
mod replay_rights;
mod rereads;
mod scale;
mod security;
mod seed;
mod tap;
mod volume;
