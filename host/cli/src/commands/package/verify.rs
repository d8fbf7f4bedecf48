//! `aludel package verify`.

use std::path::PathBuf;

use aludel_engine::{Admission, VerifyReport, verify_package_by_key};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::printable::one_line;
use crate::shell::Shell;

/// Show who signed a package, and whether the project takes it from them
///
/// Every digest in the package is checked first. Exits with 13 unless somebody signed it who may.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The package: a tar file, a folder with an OCI layout, or REGISTRY/NAMESPACE/NAME:VERSION
    #[arg(value_name = "PACKAGE")]
    package: String,
    /// Ask only whether this public key signed it, whatever the project says
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let report = match args.key {
        Some(key) => verify_package_by_key(&shell.open_options(), &args.package, &shell.directory().join(key)).await?,
        None => shell.migrator()?.verify_package(&args.package).await?,
    };
    shell.answer(&report, verified)?;
    Ok(match report.admission {
        Admission::Signed { .. } => Exit::Done,
        Admission::Ask | Admission::ScratchOnly => Exit::Integrity,
    })
}

fn verified(report: &VerifyReport) -> String {
    let standing = match &report.admission {
        Admission::Signed { signer, key_id } => {
            let key = report.key.as_deref().map(one_line).unwrap_or_default();
            format!("signed by {} with {key} ({key_id})", one_line(signer))
        }
        Admission::Ask => "nobody signed it: you are asked before it is installed".to_owned(),
        Admission::ScratchOnly => "nobody signed it: it runs on scratch databases only".to_owned(),
    };
    format!("{} ({})\n{standing}\n", one_line(&report.package), report.manifest_digest)
}
