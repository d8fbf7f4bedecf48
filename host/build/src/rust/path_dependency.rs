//! Crates beside the migration that it depends on by path: what they hold decides about the component too.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The folders of all crates that a crate depends on by path, also through others and through the workspace, in a fixed
/// order. What cannot be read is left to cargo, which says why.
pub(super) fn folders(crate_folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut waiting = named_in(crate_folder);
    waiting.extend(workspace_folder(crate_folder).into_iter().flat_map(named_in));
    while let Some(folder) = waiting.pop() {
        if folder != crate_folder && found.insert(folder.clone()) {
            waiting.extend(named_in(&folder));
        }
    }
    found
}

/// The folder of the workspace that a crate may be in: its own, or the nearest above it.
pub(super) fn workspace_folder(crate_folder: &Path) -> Option<&Path> {
    crate_folder.ancestors().find(|folder| read_manifest(folder).contains_key("workspace"))
}

fn read_manifest(folder: &Path) -> Table {
    fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default().parse().unwrap_or_default()
}

/// The folders that a manifest names.
fn named_in(crate_folder: &Path) -> Vec<PathBuf> {
    let manifest = read_manifest(crate_folder);
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let workspace = manifest.get("workspace").and_then(Value::as_table);
    let tables = targets.chain(workspace).chain([&manifest]);
    let dependencies = tables.flat_map(|table| [table.get("dependencies"), table.get("build-dependencies")]);
    let dependencies = dependencies.flatten().filter_map(Value::as_table).flat_map(Table::values);
    let paths = dependencies.filter_map(|dependency| dependency.get("path")).filter_map(Value::as_str);
    paths.filter_map(|path| fs::canonicalize(crate_folder.join(path)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_once_each() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let root = fs::canonicalize(root.path()).expect("the folder is there");
        let add = |name: &str, manifest: &str| {
            fs::create_dir_all(root.join(name)).expect("the folder is writable");
            fs::write(root.join(name).join("Cargo.toml"), manifest).expect("the folder is writable");
        };
        add("a", "[dependencies]\nb = { path = \"../b\" }\nserde = \"1\"\nmissing = { path = \"../missing\" }");
        add("b", "[target.'cfg(unix)'.dependencies]\nc = { path = \"../c\" }\n[build-dependencies]\nd.path = \"../d\"");
        add("c", "[dependencies]\nb = { path = \"../b\" }");
        add("d", "not TOML");
        let expected = BTreeSet::from(["b", "c", "d"].map(|name| root.join(name)));
        assert_eq!(folders(&root.join("a")), expected);
        add("e/f", "[dependencies]\nd.workspace = true");
        assert_eq!(folders(&root.join("e/f")), BTreeSet::new());
        add("e", "[workspace.dependencies]\nd = { path = \"../d\" }");
        assert_eq!(workspace_folder(&root.join("e/f")), Some(&*root.join("e")));
        assert_eq!(folders(&root.join("e/f")), BTreeSet::from([root.join("d")]));
    }
}
