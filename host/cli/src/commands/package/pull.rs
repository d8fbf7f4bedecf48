//! `aludel package pull`.

use std::path::PathBuf;

use aludel_engine::{PackReport, pull_package};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::path;
use crate::render::package::summary;
use crate::shell::Shell;

/// Fetch a package with its signatures into one file, for places without a registry
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where it is: REGISTRY/NAMESPACE/NAME:VERSION, or @sha256:DIGEST in place of the version
    #[arg(value_name = "REFERENCE")]
    reference: String,
    /// The file to write [default: NAMESPACE-NAME-VERSION.tar]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    shell.answer(&pull_package(&shell.open_options(), &args.reference, args.out).await?, pulled)?;
    Ok(Exit::Done)
}

fn pulled(report: &PackReport) -> String {
    format!("pulled {}\n  into {}\n", summary(&report.package), path(&report.path))
}
