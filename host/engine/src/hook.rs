//! The programs that the user has run on new files.

use std::path::Path;
use std::process::Stdio;

use aludel_project::Config;
use aludel_project::config::HookCommand;
use tokio::process::Command;

use crate::error::Error;

/// Runs each `[[hooks.post_write]]` on a new file, in order, in the project's folder. The first failure ends it; the
/// file stays.
pub(crate) async fn run_post_write(config: &Config, path: &Path) -> Result<(), Error> {
    for hook in &config.hooks.post_write {
        run(config, hook, path).await?;
    }
    Ok(())
}

async fn run(config: &Config, hook: &HookCommand, path: &Path) -> Result<(), Error> {
    let words = hook.arguments(path);
    let failed = |reason: String| Error::Hook { command: words.join(" "), path: path.to_owned(), reason };
    let (program, arguments) = words.split_first().expect("the config refuses a hook without a program");
    let output = Command::new(program)
        .args(arguments)
        .current_dir(&config.root)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(failed(format!("{}: {}", output.status, said.trim())))
}
