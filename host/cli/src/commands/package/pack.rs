//! `aludel package pack`.

use std::path::PathBuf;

use aludel_engine::{PackReport, PackRequest, PackageLabel, PackageName, PackageVersion};

use crate::commands::run_options::Output;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::path;
use crate::render::package::summary;
use crate::shell::Shell;

/// Build the migrations and put them into one file: an OCI artefact in a tar, the same to the byte each time
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    what: What,
    /// The file to write [default: NAMESPACE-NAME-VERSION.tar]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What is packed, and what it is called.
#[derive(Debug, clap::Args)]
pub(crate) struct What {
    /// Pack one branch, in place of all that the project has
    #[arg(long, value_name = "LABEL")]
    branch: Option<String>,
    /// The name [default: that of [package] in aludel.toml]
    // `--name` chooses the database.
    #[arg(long = "package-name", value_name = "NAMESPACE/NAME")]
    package_name: Option<PackageName>,
    /// The version [default: that of [package] in aludel.toml]
    #[arg(long = "package-version", value_name = "VERSION")]
    package_version: Option<PackageVersion>,
    /// The branch that it becomes where it is installed [default: that of [package], the branch, or the name]
    #[arg(long, value_name = "LABEL")]
    label: Option<PackageLabel>,
}

impl What {
    pub(crate) fn request(self) -> PackRequest {
        PackRequest { branch: self.branch, name: self.package_name, version: self.package_version, label: self.label }
    }
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let reporter = shell.reporter(Output::Steps);
    let report = shell.migrator()?.pack(&args.what.request(), args.out, reporter).await?;
    shell.answer(&report, packed)?;
    Ok(Exit::Done)
}

fn packed(report: &PackReport) -> String {
    format!("packed {}\n  into {}\n", summary(&report.package), path(&report.path))
}
