//! Guests in processes of their own: the same answers as in the sandbox alone, and a host that no such process can harm.
//!
//! The tests of the sandbox run here once more, by the `aludel` binary as the process of each guest. What is in the other
//! modules is about the process: what it has, how it dies, and what the host makes of one that lies.

#![cfg(unix)]

#[path = "../../host/sandbox/tests/sandbox/limits.rs"]
mod limits;
#[path = "../../host/sandbox/tests/sandbox/load.rs"]
mod load;
#[path = "../../host/sandbox/tests/sandbox/places.rs"]
mod places;
#[path = "../../host/sandbox/tests/sandbox/run.rs"]
mod run;
#[path = "../../host/sandbox/tests/sandbox/rust_guest.rs"]
mod rust_guest;
#[path = "../../host/sandbox/tests/sandbox/target.rs"]
mod target;

mod deaths;
mod kept;
mod liars;
mod support;
mod targets;
mod walls;
