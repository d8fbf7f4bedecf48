//! `aludel package push`.

use aludel_engine::{PushReport, push_packed};

use super::pack::What;
use crate::commands::run_options::Output;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::package::summary;
use crate::render::printable::one_line;
use crate::shell::Shell;

/// Pack the migrations and push them to a registry; a version is pushed once, and is then what it is
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to: REGISTRY/NAMESPACE/NAME:VERSION
    #[arg(value_name = "REFERENCE")]
    reference: String,
    /// Push this file or folder, with its signatures, in place of what the project holds now
    #[arg(long, value_name = "FILE", conflicts_with_all = ["branch", "package_name", "package_version", "label"])]
    file: Option<String>,
    #[command(flatten)]
    what: What,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let report = if let Some(file) = args.file {
        push_packed(&shell.open_options(), &file, &args.reference).await?
    } else {
        let reporter = shell.reporter(Output::Steps);
        shell.migrator()?.push_package(&args.what.request(), &args.reference, reporter).await?
    };
    shell.answer(&report, pushed)?;
    Ok(Exit::Done)
}

fn pushed(report: &PushReport) -> String {
    let verb = if report.is_unchanged { "is there already:" } else { "pushed" };
    format!("{verb} {}\n  to {}\n", summary(&report.package), one_line(&report.reference))
}
