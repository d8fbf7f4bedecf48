//! `aludel revision`.

use std::path::PathBuf;

use aludel_engine::{AutogenerateRequest, EmptyTarget, Origin, ParentRule, RevisionRequest};

use super::compare_options::CompareOptions;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::comparison;
use crate::render::human::path;
use crate::shell::Shell;

/// Write a new migration file
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What it does, in a few words
    #[arg(short, long, default_value = "")]
    message: String,
    /// What it is written in: sql, rust, python, javascript, typescript, c, cpp, zig, go, assemblyscript or wat, or the name of a template
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
    /// Fill it with what leads from the database to the target
    #[arg(long)]
    autogenerate: bool,
    /// Start at what the migrations make on an empty database, and look at no other one
    #[arg(long, requires = "autogenerate")]
    from_migrations: bool,
    /// Drop every table where the target holds none
    #[arg(long, requires = "autogenerate")]
    allow_empty_target: bool,
    #[command(flatten)]
    compare: CompareOptions,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    if args.autogenerate {
        return generate(args, shell).await;
    }
    let written = shell.migrator()?.revision(args.into_request()).await?;
    shell.answer(&written, |written| format!("wrote {}\n", path(&written.path)))?;
    Ok(Exit::Done)
}

async fn generate(mut args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let request = AutogenerateRequest {
        origin: if args.from_migrations { Origin::Migrations } else { Origin::Either },
        empty_target: if args.allow_empty_target { EmptyTarget::Allow } else { EmptyTarget::Ask },
        renames: std::mem::take(&mut args.compare).into_hints(),
        revision: args.into_request(),
    };
    let (migrator, questioner) = (shell.migrator()?, shell.questioner());
    let report = Box::pin(migrator.autogenerate(request, &*questioner)).await?;
    report.notes.iter().for_each(|note| shell.remark(&note.text));
    shell.answer(&report, comparison::generated)?;
    comparison::remark(&report.difference, shell);
    Ok(Exit::Done)
}

impl Args {
    fn into_request(self) -> RevisionRequest {
        RevisionRequest {
            message: self.message,
            language: self.lang,
            heads: self.head,
            parent: if self.splice { ParentRule::Splice } else { ParentRule::OnlyHeads },
            branch_labels: self.branch_label,
            version_path: self.version_path,
            revision_id: self.rev_id,
            depends_on: self.depends_on,
        }
    }
}
