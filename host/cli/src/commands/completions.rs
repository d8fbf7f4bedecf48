//! `aludel completions`.

use clap::CommandFactory as _;
use clap_complete::Shell as Kind;

use crate::args::Arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::write_bytes;

/// Write a completion script for a shell
///
/// For bash: aludel completions bash > ~/.local/share/bash-completion/completions/aludel
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    shell: Kind,
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "aludel", &mut script);
    write_bytes(&script)?;
    Ok(Exit::Done)
}
