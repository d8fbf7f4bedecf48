//! `aludel lint`.

use std::path::{Path, PathBuf};

use aludel_engine::{LintReport, LintRequest, LintSelection, LintSeverity, LintedDirections, lint_rule, lint_rules};
use anyhow::{Context as _, anyhow};
use clap::ValueEnum;

use super::changed_files::changed_since;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::lint::{self, github, junit, sarif};
use crate::shell::{Shell, answer_json, hand_over_text};

/// Hold migrations against the rules; exit with 3 if something is found
///
/// The migrations run on a scratch database, code included, and each statement is held against rules: what loses data,
/// locks tables, breaks running programs or fails on rows that are there. Where there is a database, those that it does
/// not have are looked at, and the sizes of its tables count; it is only read from.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to look at instead: revisions, and ranges A:B, A:, :B; `:` is all
    #[arg(value_name = "REV|A:B", allow_negative_numbers = true)]
    revisions: Vec<String>,
    /// Look at the migrations whose files changed since that commit or branch of Git
    #[arg(long, value_name = "REF", conflicts_with = "revisions")]
    since: Option<String>,
    /// Look at their downgrades too
    #[arg(long)]
    down: bool,
    /// The least severity that fails [default: that of the configuration, else error]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Also write a SARIF 2.1.0 file
    #[arg(long, value_name = "FILE")]
    sarif: Option<PathBuf>,
    /// Also write a `JUnit` file
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// A word for the migrations to read
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Print the page of a rule: why, when it is fine, the safe way
    #[arg(long, value_name = "CODE", conflicts_with_all = ASKED)]
    explain: Option<String>,
    /// List the rules
    #[arg(long, conflicts_with_all = ASKED, conflicts_with = "explain")]
    rules: bool,
}

/// What is asked of migrations.
const ASKED: [&str; 8] = ["revisions", "since", "down", "fail_on", "format", "sarif", "junit", "tag"];

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One document, as with --json
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// `JUnit` XML
    Junit,
}

/// The least severity that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors
    Error,
    /// Warnings too
    Warning,
    /// Anything
    Note,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    if args.rules {
        shell.answer(&lint_rules(), |rules| lint::rules(rules))?;
        return Ok(Exit::Done);
    }
    if let Some(code) = &args.explain {
        return explain(code, shell);
    }
    let request = LintRequest {
        selection: selection(&args, shell)?,
        directions: if args.down { LintedDirections::UpAndDown } else { LintedDirections::Up },
        fail_on: args.fail_on.map(Into::into),
        arguments: shell.arguments(),
        tag: args.tag.clone(),
    };
    let report = shell.migrator()?.lint(request).await?;
    if let Some(path) = &args.sarif {
        write(&shell.directory().join(path), &sarif::document(&report))?;
    }
    if let Some(path) = &args.junit {
        write(&shell.directory().join(path), &junit::document(&report))?;
    }
    print(&report, args.format, shell)?;
    Ok(if report.is_failed { Exit::Drift } else { Exit::Done })
}

fn explain(code: &str, shell: &Shell) -> Result<Exit, Failure> {
    let Some(rule) = lint_rule(code) else {
        return Err(Failure::usage("unknown_rule", format!("there is no rule `{code}`"), "aludel lint --rules"));
    };
    shell.answer(&rule, |rule| rule.page.unwrap_or_default().to_owned())?;
    Ok(Exit::Done)
}

fn selection(args: &Args, shell: &Shell) -> Result<LintSelection, Failure> {
    if let Some(reference) = &args.since {
        return Ok(LintSelection::Files(changed_since(reference, &shell.directory())?));
    }
    if args.revisions.is_empty() {
        return Ok(LintSelection::Pending);
    }
    Ok(LintSelection::Named(args.revisions.clone()))
}

fn print(report: &LintReport, format: Format, shell: &Shell) -> Result<(), Failure> {
    report.notes.iter().for_each(|note| shell.remark(&note.text));
    match format {
        Format::Human => {
            shell.answer(report, |report| lint::report(report, shell.detail()))?;
            for remark in lint::remarks(report) {
                shell.remark(&remark);
            }
        }
        Format::Json => answer_json(report)?,
        Format::Sarif => hand_over_text(&sarif::document(report))?,
        Format::Junit => hand_over_text(&junit::document(report))?,
        Format::Github => hand_over_text(&github::annotations(report))?,
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = std::fs::write(path, text);
    Ok(written.with_context(|| format!("cannot write `{}`", path.display())).map_err(|error| anyhow!(error))?)
}

impl From<FailOn> for LintSeverity {
    fn from(fail_on: FailOn) -> Self {
        match fail_on {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Note => Self::Note,
        }
    }
}
