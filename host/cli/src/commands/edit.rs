//! `aludel edit`.

use std::ffi::OsString;

use anyhow::Context as _;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// Open a migration in the editor: $VISUAL, $EDITOR, or vi
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A revision, label, head, current
    #[arg(allow_negative_numbers = true)]
    revision: String,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let path = shell.migrator()?.edit_path(&args.revision).await?;
    let editor = editor();
    // Through a shell, as git does it, because $EDITOR may hold arguments: `code --wait`.
    let status = std::process::Command::new("sh")
        .args(["-c", "exec $ALUDEL_EDITOR \"$1\"", "aludel-edit"])
        .arg(&path)
        .env("ALUDEL_EDITOR", &editor)
        .status()
        .with_context(|| format!("the editor `{}` could not be started", editor.to_string_lossy()))?;
    if !status.success() {
        return Err(anyhow::anyhow!("the editor `{}` ended with {status}", editor.to_string_lossy()).into());
    }
    Ok(Exit::Done)
}

fn editor() -> OsString {
    ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var_os(name).filter(|value| !value.is_empty()))
        .unwrap_or_else(|| OsString::from("vi"))
}
