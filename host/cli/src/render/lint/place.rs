//! Where a source is, for programs that start at the root of a checkout.

use std::path::{Path, PathBuf};

/// The variable that names the root of the checkout on GitHub.
const CHECKOUT: &str = "GITHUB_WORKSPACE";

/// The path of a source from the root of the checkout, or from the current folder, with `/` between its parts; as the
/// project has it where it is below neither.
pub(super) fn from_checkout(root: &Path, path: &str) -> String {
    let checkout = std::env::var_os(CHECKOUT).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let base = checkout.or_else(|| std::env::current_dir().ok());
    let whole = root.join(path);
    let below = base.and_then(|base| below(&whole, &base));
    below.unwrap_or_else(|| path.to_owned())
}

fn below(path: &Path, base: &Path) -> Option<String> {
    let (path, base) = (path.canonicalize().ok()?, base.canonicalize().ok()?);
    let parts = path.strip_prefix(base).ok()?.components();
    Some(parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}
