//! `aludel test`.

use std::path::PathBuf;
use std::time::Duration;

use aludel_engine::{Check, Crashes, Outcome, TestRequest, junit};
use clap::ValueEnum;

use crate::commands::run_options::parse_duration;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::test;
use crate::shell::{Shell, write_out};

/// Test the migrations on scratch databases; exit with 3 if a check fails
///
/// Nothing has to be set up: the migrations run up and down on databases that are made for it and dropped, with rows in
/// their tables that fit, and the rows of tests/seeds. The project's own tests are the SQL files in tests, and code with
/// a header there. What a migration fails with on an empty database ends the test as it would end an upgrade.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The revisions to look at one by one: targets, and ranges A:B [default: all]
    #[arg(value_name = "RANGE|REVISION", allow_negative_numbers = true)]
    revisions: Vec<String>,
    /// Run these checks and no others
    #[arg(long, value_name = "CHECK", value_delimiter = ',', value_parser = parse_check)]
    only: Vec<Check>,
    /// Leave these checks out
    #[arg(long, value_name = "CHECK", value_delimiter = ',', value_parser = parse_check)]
    skip: Vec<Check>,
    /// What rows and samples are made from: the same number makes the same ones
    #[arg(long, value_name = "NUMBER", default_value_t = TestRequest::default().seed)]
    seed: u64,
    /// How many rows a table gets that has none
    #[arg(long, value_name = "COUNT", default_value_t = TestRequest::default().rows)]
    rows: u64,
    /// How many connections are lost for each revision: a number, `every` (before and after each call) or `off`
    #[arg(long, value_name = "COUNT", default_value = "8", value_parser = parse_crashes)]
    crash: Crashes,
    /// How long each of the project's own tests may take, such as 30s; 0 for no limit [default: what [test] says]
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    timeout: Option<Duration>,
    /// A word for the migrations to read
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// How to tell what came of it
    #[arg(long, value_enum, default_value_t = Format::Human, conflicts_with = "json")]
    format: Format,
    /// Write the XML that build servers read to this file as well
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// How to tell what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line a check
    Human,
    /// The XML that build servers read
    Junit,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let request = TestRequest {
        revisions: args.revisions,
        only: args.only,
        skip: args.skip,
        seed: args.seed,
        rows: args.rows,
        crashes: args.crash,
        timeout: args.timeout,
        arguments: shell.arguments(),
        tag: args.tag,
    };
    let is_read_by_people = args.format == Format::Human && !shell.writes_json();
    let watcher = |outcome: &Outcome| {
        let text = test::outcome(outcome);
        if is_read_by_people { write_out(&text) } else { shell.remark(text.trim_end()) }
    };
    let migrator = shell.migrator()?;
    shell.stop_quietly_on_signals();
    let report = Box::pin(migrator.test(&request, &watcher)).await?;
    if let Some(path) = &args.junit {
        std::fs::write(shell.directory().join(path), junit::document(&report))?;
    }
    if args.format == Format::Junit {
        write_out(&junit::document(&report));
    } else {
        shell.answer(&report, test::summary)?;
    }
    Ok(if report.is_good() { Exit::Done } else { Exit::Drift })
}

fn parse_crashes(text: &str) -> Result<Crashes, String> {
    match text {
        "every" => Ok(Crashes::Every),
        "off" => Ok(Crashes::None),
        _ => match text.parse() {
            Ok(0) => Ok(Crashes::None),
            Ok(count) => Ok(Crashes::Some(count)),
            Err(_) => Err("give a number, `every` or `off`".to_owned()),
        },
    }
}

fn parse_check(name: &str) -> Result<Check, String> {
    let names = || Check::ALL.map(Check::name).join(", ");
    Check::parse(name).ok_or_else(|| format!("there is no check `{name}`; there are {}", names()))
}
