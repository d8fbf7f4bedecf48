//! `test`: the migrations on trial, on scratch databases.

use std::time::Duration;

use aludel_trial::{Check, TestReport};

use crate::error::Error;
use crate::migrator::Migrator;
use crate::trial::{Trial, Watcher};

/// How many rows a table gets.
const ROWS: u64 = 3;
/// The seed of the rows, unless told otherwise: the same on every machine.
const SEED: u64 = 1;

/// How many connections `crash` loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crashes {
    /// None.
    None,
    /// So many for each revision, chosen by the seed.
    Some(usize),
    /// One before and one after every call.
    Every,
}

/// How many connections are lost for each revision, unless told otherwise.
const CRASHES: usize = 8;

/// What to test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRequest {
    /// The revisions that are looked at one by one, as ranges `A:B` and targets; all where it is empty. Those before
    /// them run as well.
    pub revisions: Vec<String>,
    /// The checks to run; all where it is empty.
    pub only: Vec<Check>,
    /// The checks to leave out.
    pub skip: Vec<Check>,
    /// The same seed makes the same rows.
    pub seed: u64,
    /// How many rows a table gets that has none.
    pub rows: u64,
    /// How many connections `crash` loses.
    pub crashes: Crashes,
    /// How long one of the project's own tests may take, with the migrations that lead to it: zero for as long as it likes;
    /// none for what `[test]` says.
    pub timeout: Option<Duration>,
    /// What `-x name=value` gives to the guests.
    pub arguments: Vec<(String, String)>,
    /// What `--tag` gives to the guests.
    pub tag: Option<String>,
}

impl Default for TestRequest {
    fn default() -> Self {
        Self {
            revisions: Vec::new(),
            only: Vec::new(),
            skip: Vec::new(),
            seed: SEED,
            rows: ROWS,
            crashes: Crashes::Some(CRASHES),
            timeout: None,
            arguments: Vec::new(),
            tag: None,
        }
    }
}

impl Migrator {
    /// Runs the migrations up and down on scratch databases and holds what comes of it against what should. `watcher`
    /// hears of every check that ended.
    ///
    /// # Errors
    ///
    /// Those of an upgrade on an empty database, and of everything that keeps the checks from being carried out. What a
    /// check finds is no error: it is in the report.
    pub async fn test(&self, request: &TestRequest, watcher: Watcher<'_>) -> Result<TestReport, Error> {
        Box::pin(Trial::new(self, request, watcher)?.run()).await
    }
}
