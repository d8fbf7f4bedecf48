//! The command line as a whole: global options and the verb.

use std::io::Write as _;
use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{ArgAction, Parser, ValueEnum};

use crate::commands::Command;
use crate::exit::Exit;

/// Database migrations as sandboxed WebAssembly components.
#[derive(Debug, Parser)]
#[command(
    name = "aludel",
    version,
    propagate_version = false,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "Targets: head, heads, base, a revision (or its first characters), a branch label, LABEL@head, +2, -1, REV+1.\n\
    Exit codes: 0 done, 2 usage, 3 behind, different or something found, 4 graph or target, 5 no database, 6 locked,\n\
    10 failed and rolled back, 11 failed and someone must look, 12 refused by the sandbox, 13 integrity."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

impl Arguments {
    /// Parses the process's command line.
    pub(crate) fn into_parts(self) -> (Global, Command) {
        (self.global, self.command)
    }
}

/// Options of every verb.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Global {
    /// The configuration file [default: aludel.toml here or in a folder above]
    #[arg(short, long, global = true, env = "ALUDEL_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Run as if started in this folder
    #[arg(short = 'C', global = true, value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// The database of the configuration to use: [database.NAME]
    #[arg(short, long, global = true, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The database to use, in place of the configuration's
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// An argument for the migrations; can be given several times
    #[arg(short = 'x', global = true, value_name = "KEY=VALUE", value_parser = parse_argument)]
    pub(crate) argument: Vec<(String, String)>,
    /// End with an error if aludel.lock is not what the project is, and do not write it
    #[arg(long, global = true, env = "ALUDEL_LOCKED", hide_env = true, value_parser = FalseyValueParser::new())]
    pub(crate) locked: bool,
    /// Use no network for packages: only what is in packages/, or a file
    #[arg(long, global = true, env = "ALUDEL_OFFLINE", hide_env = true, value_parser = FalseyValueParser::new())]
    pub(crate) offline: bool,
    /// Say only what was asked for, and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more: what runs where, revisions in full, and what migrations log (twice: all of it)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Write JSON to stdout, one object a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Show no progress bar
    #[arg(long, global = true)]
    pub(crate) no_progress: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn parse_argument(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) => Err("the name before `=` is empty".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(format!("`{text}` has no value; write `{text}=VALUE`")),
    }
}

/// Prints what clap has to say: help and version to stdout, anything else to stderr.
pub(crate) fn explain(error: &clap::Error) -> Exit {
    let text = error.render();
    if error.use_stderr() {
        // With stderr closed there is nobody left to tell.
        let _ = write!(anstream::stderr(), "{}", text.ansi());
        Exit::Usage
    } else {
        let _ = write!(anstream::stdout(), "{}", text.ansi());
        Exit::Done
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn arguments_have_a_name_and_a_value() {
        assert_eq!(parse_argument("tenant=a=b"), Ok(("tenant".to_owned(), "a=b".to_owned())));
        assert_eq!(parse_argument("tenant="), Ok(("tenant".to_owned(), String::new())));
        assert!(parse_argument("tenant").is_err());
        assert!(parse_argument("=a").is_err());
    }

    #[test]
    fn a_relative_downgrade_works_as_typed() {
        for line in [["aludel", "downgrade", "-1"], ["aludel", "upgrade", "+2"], ["aludel", "downgrade", "shop@-2"]] {
            Arguments::try_parse_from(line).expect("relative targets need no `--`");
        }
    }
}
