//! The options that `upgrade` and `downgrade` share.

use std::path::PathBuf;
use std::time::Duration;

use aludel_engine::{Error, RunMode, RunRequest, TransactionMode, read_plan};
use clap::ValueEnum;

use crate::failure::Failure;
use crate::shell::{Shell, text_output};

/// How to run.
#[derive(Debug, clap::Args)]
pub(crate) struct RunOptions {
    /// Write the SQL to stdout instead of running it; no connection is made
    #[arg(long, conflicts_with = "dry_run")]
    sql: bool,
    /// Run in a transaction and roll it back
    #[arg(long)]
    dry_run: bool,
    /// A word for the migrations to read
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// How long to wait for another run to end, such as 30s
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    lock_timeout: Option<Duration>,
    /// One transaction a migration, one around the run, or none
    #[arg(long, value_enum, value_name = "MODE")]
    transaction: Option<Transaction>,
    /// Do exactly what a plan says, or nothing: a file of `aludel plan --out`
    #[arg(long, value_name = "FILE", conflicts_with = "sql")]
    plan: Option<PathBuf>,
}

/// Where transactions begin and end.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Transaction {
    /// One a migration
    Migration,
    /// One around all of them
    Run,
    /// None
    None,
}

impl RunOptions {
    /// What the engine is asked for.
    pub(crate) fn into_request(self, target: String, shell: &Shell) -> Result<RunRequest, Failure> {
        let plan = self.plan.as_ref().map(|path| read_plan(&shell.path(path)));
        Ok(RunRequest {
            target,
            mode: self.output().mode(),
            transaction: self.transaction(),
            lock_timeout: self.lock_timeout,
            arguments: shell.arguments(),
            plan: plan.transpose().map_err(Error::from)?.map(Box::new),
            tag: self.tag,
        })
    }

    fn transaction(&self) -> Option<TransactionMode> {
        self.transaction.map(|transaction| match transaction {
            Transaction::Migration => TransactionMode::Migration,
            Transaction::Run => TransactionMode::Run,
            Transaction::None => TransactionMode::None,
        })
    }

    pub(crate) fn output(&self) -> Output {
        match (self.sql, self.dry_run) {
            (true, _) => Output::Sql,
            (_, true) => Output::Rehearsal,
            _ => Output::Steps,
        }
    }
}

/// What a run writes to stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// A line for each step.
    Steps,
    /// A line for each step that was rolled back again.
    Rehearsal,
    /// The SQL, and nothing else.
    Sql,
}

impl Output {
    pub(crate) fn mode(self) -> RunMode {
        match self {
            Self::Rehearsal => RunMode::DryRun,
            Self::Steps => RunMode::Apply,
            Self::Sql => RunMode::WriteSql(text_output()),
        }
    }
}

/// `500ms`, `5s`, `2m`, `1h`, `0`.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| format!("`{text}` is not a time such as 500ms, 5s or 2m"))?;
    let milliseconds = match &text[digits.len()..] {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        "" if number == 0 => Some(0),
        _ => return Err(format!("`{text}` has no unit that is known: write ms, s, m or h")),
    };
    milliseconds.map(Duration::from_millis).ok_or_else(|| format!("`{text}` is too long"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(parse_duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_duration("2m"), Ok(Duration::from_mins(2)));
        assert_eq!(parse_duration("0"), Ok(Duration::ZERO));
        for wrong in ["5", "", "s", "5 s", "-1s", "5d", "99999999999999999999s", "18446744073709551615h"] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }
}
