//! `aludel package sign`.

use std::path::PathBuf;

use aludel_engine::{SignReport, SignRequest, SignatureForm, sign_package};
use clap::ValueEnum;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::passphrase;
use crate::render::printable::one_line;
use crate::shell::Shell;

/// Sign a package: its ids, parents and components, and where it belongs
///
/// The signature is put beside the package, where cosign looks for it; in a registry, too.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The package: a tar file, a folder with an OCI layout, or REGISTRY/NAMESPACE/NAME:VERSION
    #[arg(value_name = "PACKAGE")]
    package: String,
    /// The private key; its passphrase is read from the variable `ALUDEL_KEY_PASSPHRASE`, or asked for
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Where the package belongs: registry/namespace/name, without a version [default: the registry that it is in]
    #[arg(long = "as", value_name = "REFERENCE")]
    reference: Option<String>,
    /// How the signature is written
    #[arg(long, value_enum, default_value_t = Form::Simple, value_name = "FORM")]
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// cosign's simple signing, which covers where the package belongs
    Simple,
    /// A Sigstore bundle, as newer versions of cosign write them
    Bundle,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let form = match args.form {
        Form::Simple => SignatureForm::Simple,
        Form::Bundle => SignatureForm::Bundle,
    };
    let request = SignRequest { key: shell.directory().join(args.key), reference: args.reference, form };
    let report = sign_package(&shell.open_options(), &args.package, &request, &passphrase::of_key).await?;
    shell.answer(&report, signed)?;
    Ok(Exit::Done)
}

fn signed(report: &SignReport) -> String {
    format!(
        "signed {} as {}\n{} with the key {}, beside it in {}\n",
        one_line(&report.package),
        one_line(&report.reference),
        report.manifest_digest,
        report.key_id,
        one_line(&report.written_to)
    )
}
