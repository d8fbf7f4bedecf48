//! Core modules, wrapped as components of world `aludel:migration/migration`.

use std::sync::OnceLock;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

use crate::component::custom_section_names;

/// The version of the interfaces that this crate builds components for.
pub const WIT_VERSION: &str = "0.1.0";

// Copies of the files in the top folder `wit`, because a package holds only its own folder. A test compares them.
const SQL_WIT: &str = include_str!("../../wit/0.1.0/deps/aludel-sql/package.wit");
const SCHEMA_WIT: &str = include_str!("../../wit/0.1.0/deps/aludel-schema/package.wit");
const MIGRATION_WIT: &str = include_str!("../../wit/0.1.0/migration.wit");

/// A core module cannot be wrapped: it lacks an export, or imports what no migration is given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the module does not fit the world `aludel:migration/migration@0.1.0`: {reason}")]
pub struct WorldError {
    /// What the encoder said.
    pub reason: String,
}

/// Wraps a core module. One that does not carry a description of its own world is taken for one of world `migration`.
pub fn wrap(module: &[u8]) -> Result<Vec<u8>, WorldError> {
    let mut module = module.to_vec();
    let is_described = custom_section_names(&module).any(|name| name.starts_with("component-type"));
    if !is_described {
        let (resolve, world) = migration_world();
        embed_component_metadata(&mut module, resolve, *world, StringEncoding::UTF8).map_err(unfit)?;
    }
    let mut encoder = ComponentEncoder::default().validate(true).module(&module).map_err(unfit)?;
    encoder.encode().map_err(unfit)
}

fn unfit(error: impl std::fmt::Display) -> WorldError {
    WorldError { reason: format!("{error:#}") }
}

/// The world `migration`, parsed once.
fn migration_world() -> &'static (Resolve, WorldId) {
    static WORLD: OnceLock<(Resolve, WorldId)> = OnceLock::new();
    WORLD.get_or_init(|| {
        let mut resolve = Resolve::default();
        for dependency in [SQL_WIT, SCHEMA_WIT] {
            resolve.push_str("package.wit", dependency).expect("the embedded interfaces are valid");
        }
        let package = resolve.push_str("migration.wit", MIGRATION_WIT).expect("the embedded interfaces are valid");
        let world = resolve.select_world(&[package], Some("migration")).expect("the package has this world");
        (resolve, world)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_interfaces_are_those_of_the_repository() {
        let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit/0.1.0");
        let read = |name: &str| std::fs::read_to_string(top.join(name)).expect("the repository has the file");
        assert_eq!(read("deps/aludel-sql/package.wit"), SQL_WIT, "copy wit/0.1.0 to host/project/wit/0.1.0");
        assert_eq!(read("deps/aludel-schema/package.wit"), SCHEMA_WIT, "copy wit/0.1.0 to host/project/wit/0.1.0");
        assert_eq!(read("migration.wit"), MIGRATION_WIT, "copy wit/0.1.0 to host/project/wit/0.1.0");
    }

    #[test]
    fn a_module_of_another_world_is_refused() {
        let empty = wat::parse_str("(module)").expect("the text is valid");
        let error = wrap(&empty).expect_err("it exports nothing");
        assert!(error.reason.contains("aludel:migration/revision@0.1.0"), "{error}");
        let greedy = "(module (import \"wasi_snapshot_preview1\" \"fd_write\" (func)))";
        let error = wrap(&wat::parse_str(greedy).expect("the text is valid")).expect_err("nothing gives it fd_write");
        assert!(error.reason.contains("wasi_snapshot_preview1"), "{error}");
    }
}
