//! What lies in `deploy/`, held against those who will read it: kustomize and Kubernetes' own schemas, Prometheus, Grafana's
//! own types, and the worker itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

mod alerts;
mod dashboard;
mod kubernetes;
mod tools;
