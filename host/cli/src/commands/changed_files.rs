//! The files that changed, as Git tells.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

/// The files below the working tree that differ from where the reference and this commit part, and those that are new
/// and in no commit. Files that are gone are not among them.
pub(crate) fn changed_since(reference: &str, directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    if reference.starts_with('-') {
        return Err(not_known(reference, "it starts with `-`"));
    }
    let git = |arguments: &[&str]| git(arguments, directory, reference);
    let top = git(&["rev-parse", "--show-toplevel"])?;
    let top = PathBuf::from(top.trim_end_matches('\n'));
    let changed =
        git(&["diff", "--name-only", "--no-ext-diff", "-z", "--diff-filter=d", "--merge-base", reference, "--"])?;
    let top_text = top.to_string_lossy().into_owned();
    let new = git(&["-C", &top_text, "ls-files", "-z", "--others", "--exclude-standard"])?;
    let files = changed.split('\0').chain(new.split('\0')).filter(|file| !file.is_empty());
    Ok(files.map(|file| top.join(file)).collect())
}

fn git(arguments: &[&str], directory: &Path, reference: &str) -> Result<String, Failure> {
    let output = Command::new("git").arg("-C").arg(directory).args(arguments).output();
    let output = output.map_err(|error| not_known(reference, &format!("git cannot be run: {error}")))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(not_known(reference, told.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn not_known(reference: &str, reason: &str) -> Failure {
    let message = format!("what changed since `{reference}` is not known: {reason}");
    Failure::usage("changes_unknown", message, "name the revisions, or a range: aludel lint A:B")
}
