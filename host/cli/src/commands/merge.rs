//! `aludel merge`.

use aludel_engine::MergeRequest;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::path;
use crate::shell::Shell;

/// Join heads with a new migration
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to join; `heads` for all
    #[arg(required = true)]
    revisions: Vec<String>,
    /// What it does, in a few words
    #[arg(short, long)]
    message: Option<String>,
    /// A label for the branch that it begins
    #[arg(long, value_name = "LABEL")]
    branch_label: Vec<String>,
    /// Its id, in place of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let request = MergeRequest {
        revisions: args.revisions,
        message: args.message,
        branch_labels: args.branch_label,
        revision_id: args.rev_id,
    };
    let written = shell.migrator()?.merge(request).await?;
    shell.answer(&written, |written| format!("wrote {}\n", path(&written.path)))?;
    Ok(Exit::Done)
}
