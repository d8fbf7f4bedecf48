//! Which crate may import which: the table of ARCHITECTURE.md, held against `cargo metadata`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::finding::Finding;

/// What one crate of the house may depend on (build and normal dependencies; tests may reach further).
struct Room {
    name: &'static str,
    /// Crates of the house that it may import.
    house: &'static [&'static str],
    /// Crates from outside that it must never import.
    never: &'static [&'static str],
}

const OUTSIDE_OF_PURE: &[&str] = &[
    "tokio",
    "sqlx",
    "wasmtime",
    "clap",
    "anyhow",
    "reqwest",
    "jiff",
    "time",
    "chrono",
    "rustix",
    "tempfile",
    "getrandom",
    "toml",
    "futures-util",
];

const ROOMS: &[Room] = &[
    Room { name: "aludel-sql", house: &[], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-revision", house: &[], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-schema", house: &["aludel-sql"], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-grants", house: &[], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-statement", house: &["aludel-sql", "aludel-grants"], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-lint", house: &["aludel-sql", "aludel-schema"], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-trial", house: &["aludel-sql", "aludel-schema"], never: OUTSIDE_OF_PURE },
    Room {
        name: "aludel-db",
        house: &["aludel-sql", "aludel-revision", "aludel-schema", "aludel-grants", "aludel-statement"],
        never: &["wasmtime", "clap", "anyhow"],
    },
    Room { name: "aludel-sandbox", house: &["aludel-sql", "aludel-schema"], never: &["sqlx", "clap", "anyhow"] },
    Room {
        name: "aludel-process",
        house: &["aludel-sql", "aludel-schema", "aludel-sandbox"],
        never: &["wasmtime", "sqlx", "clap", "anyhow"],
    },
    Room {
        name: "aludel-project",
        house: &["aludel-sql", "aludel-revision", "aludel-schema", "aludel-grants", "aludel-lint"],
        never: &["sqlx", "wasmtime", "clap", "anyhow", "tokio"],
    },
    Room { name: "aludel-build", house: &["aludel-project"], never: &["sqlx", "wasmtime", "clap", "anyhow", "tokio"] },
    Room { name: "aludel-signature", house: &[], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-report", house: &[], never: OUTSIDE_OF_PURE },
    Room { name: "aludel-registry", house: &["aludel-project"], never: &["sqlx", "wasmtime", "clap", "anyhow"] },
    Room {
        name: "aludel-engine",
        house: &[
            "aludel-sql",
            "aludel-revision",
            "aludel-schema",
            "aludel-grants",
            "aludel-statement",
            "aludel-lint",
            "aludel-trial",
            "aludel-db",
            "aludel-sandbox",
            "aludel-process",
            "aludel-project",
            "aludel-build",
            "aludel-signature",
            "aludel-registry",
            "aludel-report",
        ],
        never: &["clap", "sqlx", "wasmtime", "anyhow"],
    },
    Room { name: "aludel", house: &["aludel-engine"], never: &["sqlx", "wasmtime"] },
    Room { name: "aludel-tidy", house: &[], never: &["sqlx", "wasmtime", "tokio"] },
];

/// Names every arrow that is not in the table, and every crate that the table does not know.
pub(crate) fn check(root: &Path) -> Vec<Finding> {
    match metadata(root) {
        Ok(metadata) => packages(&metadata).flat_map(check_package).collect(),
        Err(problem) => vec![Finding::new("cargo metadata", problem)],
    }
}

fn metadata(root: &Path) -> Result<Value, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("could not be run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("is not JSON: {error}"))
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn check_package(package: &Value) -> Vec<Finding> {
    let name = package["name"].as_str().unwrap_or_default();
    let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    let imported = dependencies.iter().filter(|dependency| dependency["kind"].as_str() != Some("dev"));
    check_imports(name, imported.filter_map(|dependency| dependency["name"].as_str()))
}

fn check_imports<'a>(name: &str, imported: impl Iterator<Item = &'a str>) -> Vec<Finding> {
    let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
        return vec![Finding::new(name, "is a crate that the table of arrows in tests/tidy does not know")];
    };
    imported.filter_map(|import| broken_arrow(room, import)).collect()
}

fn broken_arrow(room: &Room, import: &str) -> Option<Finding> {
    let of_the_house = import == "aludel" || import.starts_with("aludel-");
    let broken = if of_the_house { !room.house.contains(&import) } else { room.never.contains(&import) };
    broken.then(|| Finding::new(room.name, format!("must not import {import} (see the arrows in ARCHITECTURE.md)")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_to_a_driver_is_named() {
        let findings = check_imports("aludel-engine", ["aludel-db", "sqlx"].into_iter());
        assert_eq!(
            findings,
            [Finding::new("aludel-engine", "must not import sqlx (see the arrows in ARCHITECTURE.md)")]
        );
    }

    #[test]
    fn an_arrow_inside_the_house_is_named() {
        let findings = check_imports("aludel-sandbox", ["aludel-sql", "aludel-db"].into_iter());
        assert_eq!(findings.len(), 1);
        assert!(findings[0].problem.contains("aludel-db"));
    }

    #[test]
    fn an_unknown_crate_is_named() {
        assert_eq!(check_imports("aludel-cellar", std::iter::empty()).len(), 1);
    }
}
