//! `aludel wait`.

use std::time::Duration;

use aludel_engine::{WaitReport, WaitRequest, Waiting};

use crate::commands::run_options::parse_duration;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::{counted, duration, heads};
use crate::render::printable::one_line;
use crate::shell::Shell;

/// Wait until the database is where this program needs it
///
/// For programs that start beside the migration: it takes no lock and writes nothing. A database that cannot be reached
/// yet is asked again; one that is ahead of these files is there when its history says so.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Until it has this: head, heads, a revision, a label, LABEL@head
    #[arg(long, value_name = "TARGET", default_value = "heads")]
    until: String,
    /// How long at most, such as 90s; 0 looks once
    #[arg(long, value_name = "TIME", value_parser = parse_duration, default_value = "5m")]
    timeout: Duration,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let request = WaitRequest { until: args.until, timeout: args.timeout };
    let told = |waiting: &Waiting| shell.remark(&told(waiting));
    let report = shell.migrator()?.wait(&request, &told).await?;
    report.notes.iter().for_each(|note| shell.remark(&one_line(&note.text)));
    shell.answer(&report, shown)?;
    if report.is_there {
        return Ok(Exit::Done);
    }
    let missing: Vec<String> = report.missing.iter().map(|revision| one_line(revision)).collect();
    shell.remark(&format!("it does not have {}; run `aludel upgrade`, or wait longer", missing.join(", ")));
    Ok(Exit::Drift)
}

fn told(waiting: &Waiting) -> String {
    match waiting {
        Waiting::Unreachable { reason } => format!("waiting: {}", one_line(reason)),
        Waiting::Behind { heads: at, missing } => {
            format!("waiting: the database is at {}, {} to go", heads(at), counted(*missing, "revision"))
        }
    }
}

fn shown(report: &WaitReport) -> String {
    let (at, waited) = (heads(&report.heads), duration(report.duration_ms));
    if report.is_there {
        format!("the database is at {at} ({waited})\n")
    } else {
        format!("the database is still at {at} ({waited})\n")
    }
}
