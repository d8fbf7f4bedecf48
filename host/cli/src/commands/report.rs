//! `aludel report`.

use std::path::{Path, PathBuf};

use aludel_engine::{Direction, Outcome, PlanRequest, ReportRequest, TestRequest, junit};
use anyhow::Context as _;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::{human, test};
use crate::shell::{Shell, write_bytes};

/// Write what an upgrade would do as a page, for whoever has to agree to it
///
/// The migrations run on a copy of the schema, as `plan` does it. The page is one file of HTML that loads nothing; the
/// Markdown is for a comment on a change or the summary of a job. It ends as the upgrade would, and the page then tells
/// why.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to: head, heads, a revision, a label, LABEL@head, +2, REV+1; with --down as for downgrade
    #[arg(default_value = "heads", allow_negative_numbers = true)]
    target: String,
    /// Report a downgrade
    #[arg(long, requires = "target")]
    down: bool,
    /// Where the page goes; `-` is stdout
    #[arg(short, long, value_name = "FILE", default_value = "aludel-report.html")]
    out: PathBuf,
    /// Where the Markdown goes; `-` is stdout
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// What it is about [default: the name of the project's folder]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Make the checks of `aludel test` beside, and tell what came of them; exit with 3 if one fails
    #[arg(long)]
    test: bool,
    /// Where they go as XML that build servers read
    #[arg(long, value_name = "FILE", requires = "test")]
    junit: Option<PathBuf>,
    /// A word for the migrations to read
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let direction = if args.down { Direction::Down } else { Direction::Up };
    let (arguments, tag) = (shell.arguments(), args.tag);
    let tests = TestRequest { arguments: arguments.clone(), tag: tag.clone(), ..TestRequest::default() };
    let request = ReportRequest {
        title: args.title.unwrap_or_else(|| name_of(&shell.directory())),
        plan: PlanRequest { target: args.target, direction, arguments, tag, with_data: None },
        tests: args.test.then_some(tests),
    };
    let watcher = |outcome: &Outcome| shell.remark(test::outcome(outcome).trim_end());
    let report = Box::pin(shell.migrator()?.change_report(request, &watcher)).await?;
    let junit = report.tests.as_ref().and_then(|tests| tests.as_ref().ok()).map(junit::document);
    let written = [
        (Some(&args.out), Some(&report.html)),
        (args.markdown.as_ref(), Some(&report.markdown)),
        (args.junit.as_ref(), junit.as_ref()),
    ];
    for (place, text) in written {
        if let (Some(place), Some(text)) = (place, text) {
            write(place, text, shell)?;
        }
    }
    report.plan?;
    let is_good = report.tests.transpose()?.is_none_or(|tests| tests.is_good());
    Ok(if is_good { Exit::Done } else { Exit::Drift })
}

fn name_of(directory: &Path) -> String {
    let whole = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
    whole.file_name().map_or_else(|| "migrations".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn write(place: &Path, text: &str, shell: &Shell) -> Result<(), Failure> {
    if place == Path::new("-") {
        return write_bytes(text.as_bytes());
    }
    let file = shell.directory().join(place);
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", human::path(&file)))?;
    shell.remark(&format!("wrote {}", human::path(&file)));
    Ok(())
}
