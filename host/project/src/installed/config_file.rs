//! The lines of packages in `aludel.toml`, written so that everything else in the file stays as it is.

use toml_edit::{DocumentMut, Item, Table, TableLike, TomlError, Value, value};

const PACKAGES: &str = "packages";

/// The text with `[packages.LABEL]` and its source in it; what else the table has stays.
pub fn with_package(text: &str, label: &str, source: &str) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let packages = document.entry(PACKAGES).or_insert_with(|| Item::Table(implicit()));
    if let Some(packages) = packages.as_table_like_mut() {
        set_source(packages, label, source);
    }
    Ok(document.to_string())
}

fn set_source(packages: &mut dyn TableLike, label: &str, source: &str) {
    if let Some(package) = packages.get_mut(label).and_then(Item::as_table_like_mut) {
        match package.get_mut("source").and_then(Item::as_value_mut) {
            Some(present) => replace(present, source),
            None => drop(package.insert("source", value(source))),
        }
        return;
    }
    let mut package = Table::new();
    package.insert("source", value(source));
    packages.insert(label, Item::Table(package));
}

/// Puts a text in the place of a value, and leaves the remarks around it.
fn replace(present: &mut Value, text: &str) {
    let around = present.decor().clone();
    *present = text.into();
    *present.decor_mut() = around;
}

/// The text without the package.
pub fn without_package(text: &str, label: &str) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let Some(packages) = document.get_mut(PACKAGES).and_then(Item::as_table_like_mut) else {
        return Ok(document.to_string());
    };
    packages.remove(label);
    if packages.is_empty() {
        document.remove(PACKAGES);
    }
    // What stood above it is gone, and the empty line between the two may be left.
    Ok(document.to_string().trim_start_matches(['\r', '\n']).to_owned())
}

/// A table without a line of its own.
fn implicit() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "# Ours.\n[database]\nurl = \"sqlite://app.db\" # local\n\n[grants]\nroles = true\n";

    #[test]
    fn a_package_comes_and_goes_without_a_trace() {
        let with = with_package(BEFORE, "audit", "registry.example/acme/audit:1.2.0").expect("it is TOML");
        let expected = format!("{BEFORE}\n[packages.audit]\nsource = \"registry.example/acme/audit:1.2.0\"\n");
        assert_eq!(with, expected);
        assert_eq!(without_package(&with, "audit").as_deref(), Ok(BEFORE));
        assert_eq!(without_package(BEFORE, "audit").as_deref(), Ok(BEFORE));
    }

    #[test]
    fn what_else_is_said_of_packages_stays() {
        let text = "[packages.audit]\n# pinned\nsource = \"a:1.0.0\" # old\n\n[packages.audit.grants]\ncode = true\n\n[packages.b]\nsource = \"b\"\n";
        let with = with_package(text, "audit", "a:2.0.0").expect("it is TOML");
        assert_eq!(with, text.replace("a:1.0.0", "a:2.0.0"));
        assert_eq!(without_package(text, "audit").as_deref(), Ok("[packages.b]\nsource = \"b\"\n"));
        let inline = "packages = { b = { source = \"b\" } }\n";
        let with = with_package(inline, "audit", "a").expect("it is TOML");
        assert_eq!(with, "packages = { b = { source = \"b\" } , audit = { source = \"a\" } }\n");
    }
}
