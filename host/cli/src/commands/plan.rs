//! `aludel plan`.

use std::path::PathBuf;

use aludel_engine::{Direction, PlanRequest, write_plan};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::plan;
use crate::shell::Shell;

/// Show what an upgrade would do, seen on a copy of the schema
///
/// The migrations run on a scratch database that has the schema of the live one and none of its rows: the statements,
/// also those of migrations that are code, what they touch, and on PostgreSQL the locks. The live database is only read
/// from. It ends as the upgrade would: what a migration fails with or is refused there comes from the same run.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to: head, heads, a revision, a label, LABEL@head, +2, REV+1; with --down as for downgrade
    #[arg(default_value = "head", allow_negative_numbers = true)]
    target: String,
    /// Plan a downgrade
    #[arg(long, requires = "target")]
    down: bool,
    /// A word for the migrations to read
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Copy up to N rows of each table, so that loops have turns and constraints something to fail for
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    with_data: Option<u64>,
    /// Write the plan into a file, for `aludel upgrade --plan FILE`
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let direction = if args.down { Direction::Down } else { Direction::Up };
    let request = PlanRequest {
        target: args.target,
        direction,
        arguments: shell.arguments(),
        tag: args.tag,
        with_data: args.with_data,
    };
    let report = shell.migrator()?.plan(request).await?;
    if let Some(out) = &args.out {
        write_plan(&report, &shell.path(out))?;
    }
    for remark in plan::remarks(&report) {
        shell.remark(&remark);
    }
    shell.answer(&report, |report| plan::report(report, shell.detail()))?;
    if let Some(out) = &args.out {
        shell.remark(&plan::written(&report, out));
    }
    Ok(Exit::Done)
}
