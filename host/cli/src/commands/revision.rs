//! `aludel revision`.

use std::path::PathBuf;

use aludel_engine::{ParentRule, RevisionRequest};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::path;
use crate::shell::Shell;

/// Write a new migration file
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What it does, in a few words
    #[arg(short, long, default_value = "")]
    message: String,
    /// What it is written in: sql or rust
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// The revision that it follows [default: head]; `base` begins a new root
    #[arg(long, value_name = "REV")]
    head: Vec<String>,
    /// Let it follow a revision that is no head
    #[arg(long)]
    splice: bool,
    /// A label for the branch that it begins
    #[arg(long, value_name = "LABEL")]
    branch_label: Vec<String>,
    /// The folder for it, of those in the configuration
    #[arg(long, value_name = "DIR")]
    version_path: Option<PathBuf>,
    /// Its id, in place of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// A revision or label that it has to run after
    #[arg(long, value_name = "REV")]
    depends_on: Vec<String>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let request = RevisionRequest {
        message: args.message,
        language: args.lang,
        heads: args.head,
        parent: if args.splice { ParentRule::Splice } else { ParentRule::OnlyHeads },
        branch_labels: args.branch_label,
        version_path: args.version_path,
        revision_id: args.rev_id,
        depends_on: args.depends_on,
    };
    let written = shell.migrator()?.revision(request).await?;
    shell.answer(&written, |written| format!("wrote {}\n", path(&written.path)))?;
    Ok(Exit::Done)
}
