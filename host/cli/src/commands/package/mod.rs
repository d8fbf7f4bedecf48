//! `aludel package`: one verb, one file.

mod inspect;
mod install;
mod key;
mod list;
mod pack;
mod pull;
mod push;
mod remove;
mod sign;
mod unsigned;
mod update;
mod verify;
mod versions;

use clap::Subcommand;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// Migrations that travel with what needs them: pack, sign and share them, and look at them
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Pack(pack::Args),
    Push(push::Args),
    Pull(pull::Args),
    Versions(versions::Args),
    Inspect(inspect::Args),
    Install(install::Args),
    List(list::Args),
    Update(update::Args),
    Remove(remove::Args),
    Sign(sign::Args),
    Verify(verify::Args),
    Key(key::Args),
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    match args.verb {
        Verb::Pack(args) => pack::run(args, shell).await,
        Verb::Push(args) => push::run(args, shell).await,
        Verb::Pull(args) => pull::run(args, shell).await,
        Verb::Versions(args) => versions::run(args, shell).await,
        Verb::Inspect(args) => inspect::run(args, shell).await,
        Verb::Install(args) => install::run(args, shell).await,
        Verb::List(args) => list::run(args, shell).await,
        Verb::Update(args) => update::run(args, shell).await,
        Verb::Remove(args) => remove::run(args, shell).await,
        Verb::Sign(args) => sign::run(args, shell).await,
        Verb::Verify(args) => verify::run(args, shell).await,
        Verb::Key(args) => key::run(args, shell),
    }
}
