//! `aludel package key`.

use std::path::PathBuf;

use aludel_engine::{KeyReport, Protection, RotateRequest, TrustChange, generate_key, show_key};
use clap::Subcommand;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::passphrase;
use crate::render::human::path;
use crate::render::printable::{one_line, printable};
use crate::shell::Shell;

/// The keys that packages are signed with, and who is trusted
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make a pair of keys: NAME.key, which nobody else may read, and NAME.pub, which everybody may
    ///
    /// The passphrase of the private key is read from the variable `ALUDEL_KEY_PASSPHRASE`, or asked for. Its file is the one
    /// that cosign writes, so cosign signs with it, too.
    Generate {
        /// The name of both files, with their folder
        #[arg(value_name = "NAME")]
        stem: PathBuf,
        /// Leave the private key open to whoever reads its file
        #[arg(long)]
        no_passphrase: bool,
    },
    /// Show the public key in a file, and its id
    Show {
        /// A public or a private key
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Write another key of a signer into aludel.toml, and a last day for those before it
    Rotate {
        /// The signer: [trust.signers.NAME]
        #[arg(value_name = "NAME")]
        signer: String,
        /// The new public key
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The first day that the new key is taken on [default: at once]
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// The last day that the older keys are taken on [default: in 30 days]
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// Write into aludel.toml that a key signs no more, whoever has it
    Revoke {
        /// The public key, or its id: sha256:…
        #[arg(value_name = "FILE|ID")]
        key: String,
    },
}

pub(crate) fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let place = |file: PathBuf| shell.directory().join(file);
    match args.verb {
        Verb::Generate { stem, no_passphrase } => {
            let protection = if no_passphrase {
                Some(Protection::FileModeOnly)
            } else {
                passphrase::of_new_key().map(Protection::Passphrase)
            };
            let name = stem.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            shell.answer(&generate_key(&place(stem), protection.as_ref())?, |key| generated(key, &name))?;
        }
        Verb::Show { file } => shell.answer(&show_key(&place(file), &passphrase::of_key)?, shown)?,
        Verb::Rotate { signer, file, from, until } => {
            let request = RotateRequest { signer, file: place(file), from, older_until: until };
            shell.answer(&shell.migrator()?.rotate_key(&request)?, rotated)?;
        }
        Verb::Revoke { key } => shell.answer(&shell.migrator()?.revoke_key(&key)?, revoked)?,
    }
    Ok(Exit::Done)
}

fn generated(key: &KeyReport, name: &str) -> String {
    let file = |file: &Option<PathBuf>| file.as_deref().map(path).unwrap_or_default();
    let (private, public) = (file(&key.private_file), file(&key.public_file));
    let guard = match key.is_encrypted {
        Some(true) => "its passphrase opens it",
        _ => "whoever reads it can sign",
    };
    let name = one_line(name);
    format!(
        "made {private} ({guard}) and {public}\n{} {}\n\nwho trusts it writes into aludel.toml:\n[trust.signers.{name}]\nkey = \"{public}\"\nmay_sign = [\"REGISTRY/NAMESPACE/*\"]\n",
        key.algorithm, key.id
    )
}

fn shown(key: &KeyReport) -> String {
    format!("{} {}\n{}", key.algorithm, key.id, printable(&key.public_key))
}

fn rotated(change: &TrustChange) -> String {
    let signer = change.signer.as_deref().map(one_line).unwrap_or_default();
    let until = change.older_until.as_deref().map(one_line).unwrap_or_default();
    format!("added the key {} of {signer} to {}; the keys before it end on {until}\n", change.id, path(&change.path))
}

fn revoked(change: &TrustChange) -> String {
    let whose = change.signer.as_deref().map(|signer| format!(" of {}", one_line(signer))).unwrap_or_default();
    format!("revoked the key {}{whose} in {}\n", change.id, path(&change.path))
}
