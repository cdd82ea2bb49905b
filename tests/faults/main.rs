//! What is killed, cut, stopped and moved while messages flow, and what must hold all the same: a file for each fault of
//! the table in `README.md`. The worker and the brokers are processes of their own, what came of it is read by others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod outcomes;
mod trial;

/// What each fault is tried with; where a fault takes long and one of them shows it, the other is left to `make soak`.
const DELIVERIES: [trial::Delivery; 2] = [trial::Delivery::ExactlyOnce, trial::Delivery::AtLeastOnce];

mod f00_the_check;
mod f01_kills;
mod f02_sigterm;
mod f03_zombies;
mod f04_brokers;
mod f05_outage;
mod f06_storm;
mod f07_topics;
mod f08_lost_offsets;
mod f09_connections;
mod f10_poison;
mod f11_oversized;
mod f12_topics_and_rights;
mod f13_transactions;
mod f14_clocks;
mod f15_hot_spots;
mod f16_memory;
mod f17_replay;
