//! What the end-to-end tests stand on: a real Kafka, the real worker, and clients that are not the worker's own.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod articles;
pub mod certificates;
pub mod client;
pub mod contract;
pub mod dice;
pub mod exposition;
pub mod kafka;
pub mod leash;
pub mod ledger;
pub mod login;
pub mod passage;
pub mod proxy;
pub mod replay;
pub mod say;
pub mod secure;
pub mod strict_schema;
pub mod wait;
pub mod wire;
pub mod worker;
