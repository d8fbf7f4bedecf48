//! `aludel lock`.

use std::fmt::Write as _;

use aludel_engine::{BreakReport, LockReport};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::duration;
use crate::render::printable::printable;
use crate::shell::Shell;

/// Show who holds the migration lock, or take it away
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Take the lock away: whoever holds it cannot commit any more, and its session is ended where the server allows it
    #[arg(long = "break", requires = "reason")]
    break_it: bool,
    /// Why; kept in the database, and told to whoever lost the lock
    #[arg(long, value_name = "TEXT", requires = "break_it")]
    reason: Option<String>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let migrator = shell.migrator()?;
    match args.reason {
        Some(reason) => shell.answer(&migrator.break_lock(&reason).await?, broken)?,
        None => shell.answer(&migrator.lock().await?, shown)?,
    }
    Ok(Exit::Done)
}

fn shown(report: &LockReport) -> String {
    let table = printable(&report.version_table);
    let mut text = match (&report.holder, report.is_held) {
        (Some(holder), true) => format!("the lock of `{table}` is held by {}\n", printable(&holder.words)),
        (Some(holder), false) => {
            format!("the lock of `{table}` is free; {} ended without giving it back\n", printable(&holder.words))
        }
        (None, _) => format!("the lock of `{table}` is free\n"),
    };
    if let Some(holder) = &report.holder {
        if let Some(age) = holder.heartbeat_age_ms {
            writeln!(text, "last heard of {} ago", duration(age)).expect("writing to a String cannot fail");
        }
        if let Some(run) = &holder.run_id {
            writeln!(text, "run {}", printable(run)).expect("writing to a String cannot fail");
        }
    }
    if let Some(broken) = &report.broken {
        let (by, reason) = (printable(&broken.by), printable(&broken.reason));
        writeln!(text, "last broken by {by} at {}: {reason}", broken.at).expect("writing to a String cannot fail");
    }
    text
}

fn broken(report: &BreakReport) -> String {
    let mut text = format!(
        "broke the lock of `{}`, which {} held: what that run has not committed yet, it cannot commit\n",
        printable(&report.version_table),
        printable(&report.holder)
    );
    if report.is_session_ended {
        text.push_str("its session was ended\n");
    }
    if let Some(remains) = &report.remains {
        writeln!(text, "{}", printable(remains)).expect("writing to a String cannot fail");
    }
    text
}
