//! Core modules, wrapped as components of world `aludel:migration/migration` or `checked-migration`.

use std::sync::OnceLock;

use aludel_project::component::custom_section_names;
use wasmparser::{Parser, Payload};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{PackageId, Resolve, WorldId};

/// The version of the interfaces that this crate builds components for.
pub use aludel_project::manifest::WIT_VERSION;

// Copies of the files in the top folder `wit`, because a package holds only its own folder. A test compares them.
const SQL_WIT: &str = include_str!("../wit/0.1.0/deps/aludel-sql/package.wit");
const SCHEMA_WIT: &str = include_str!("../wit/0.1.0/deps/aludel-schema/package.wit");
const MIGRATION_WIT: &str = include_str!("../wit/0.1.0/migration.wit");

/// A core module cannot be wrapped: it lacks an export, or imports what no migration is given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorldError {
    /// It lacks an export, or is no module.
    #[error("the module does not fit the world `aludel:migration/migration@0.1.0`: {reason}")]
    Unfit {
        /// What the encoder said.
        reason: String,
    },
    /// It imports what no migration is given.
    #[error("it imports `{name}` of `{module}`, and a migration is given the interfaces of Aludel alone")]
    ForeignImport {
        /// The module that it imports from.
        module: String,
        /// What it imports.
        name: String,
    },
}

impl WorldError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unfit { .. } => "give it the functions `upgrade` and `downgrade`",
            Self::ForeignImport { .. } => {
                "put what it calls into the migration, or fetch the data before and pass it with `-x name=value`"
            }
        }
    }
}

/// A world of `wit/0.1.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// What every migration is.
    Migration,
    /// One that exports `check` too.
    CheckedMigration,
    /// A text for an interpreter.
    Script,
    /// One that exports `check` too.
    CheckedScript,
}

impl World {
    fn name(self) -> &'static str {
        match self {
            Self::Migration => "migration",
            Self::CheckedMigration => "checked-migration",
            Self::Script => "script",
            Self::CheckedScript => "checked-script",
        }
    }
}

/// What a module of world `checked-migration` exports beyond those of world `migration`.
const VERIFY: &str = "aludel:migration/check@0.1.0#verify";

/// What the libraries of C, C++ and Go import, and a module that answers it with nothing.
const WASI: &str = "wasi_snapshot_preview1";
const WASI_STUB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/wasi_stub.wasm"));

/// Wraps a core module. One that does not carry a description of its own world is taken for one of world
/// `checked-migration` if it exports `verify`, else of world `migration`. WASI is there for it, with nothing behind it.
pub fn wrap(module: &[u8]) -> Result<Vec<u8>, WorldError> {
    let shape = Shape::read(module).map_err(unfit)?;
    let is_described = custom_section_names(module).any(|name| name.starts_with("component-type"));
    if is_described {
        return encode(module, &shape);
    }
    if let Some((module, name)) = shape.foreign_import {
        return Err(WorldError::ForeignImport { module, name });
    }
    encode(&described(module, shape.world())?, &shape)
}

/// Wraps a core module that does not describe its world itself as one of that world.
pub(crate) fn wrap_as(module: &[u8], world: World) -> Result<Vec<u8>, WorldError> {
    let shape = Shape::read(module).map_err(unfit)?;
    encode(&described(module, world)?, &shape)
}

/// The module with the description of its world.
fn described(module: &[u8], world: World) -> Result<Vec<u8>, WorldError> {
    let mut module = module.to_vec();
    let (resolve, package) = interfaces();
    let world = select_world(resolve, *package, world.name());
    embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8).map_err(unfit)?;
    Ok(module)
}

fn encode(module: &[u8], shape: &Shape) -> Result<Vec<u8>, WorldError> {
    let mut encoder = ComponentEncoder::default().validate(true).module(module).map_err(unfit)?;
    if shape.imports_wasi {
        encoder = encoder.adapter(WASI, WASI_STUB).map_err(unfit)?;
    }
    encoder.encode().map_err(unfit)
}

/// What a core module asks for and gives, as far as its wrapping differs by it.
#[derive(Debug, Default)]
struct Shape {
    imports_wasi: bool,
    exports_verify: bool,
    /// The first import that is neither of Aludel nor of WASI, by module and name.
    foreign_import: Option<(String, String)>,
}

impl Shape {
    fn read(module: &[u8]) -> wasmparser::Result<Self> {
        let mut shape = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        shape.imports_wasi |= import.module == WASI;
                        if import.module != WASI && !is_of_the_host(import.module) {
                            shape.foreign_import.get_or_insert((import.module.to_owned(), import.name.to_owned()));
                        }
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        shape.exports_verify |= export?.name == VERIFY;
                    }
                }
                _ => {}
            }
        }
        Ok(shape)
    }

    fn world(&self) -> World {
        if self.exports_verify { World::CheckedMigration } else { World::Migration }
    }
}

/// `[export]` is how the functions for a guest's own resources begin.
fn is_of_the_host(module: &str) -> bool {
    module.strip_prefix("[export]").unwrap_or(module).starts_with("aludel:")
}

/// What a component of world `checked-migration` exports.
pub(crate) const CHECKED_MIGRATION_EXPORTS: [&str; 2] =
    ["aludel:migration/revision@0.1.0", "aludel:migration/check@0.1.0"];

/// The names that a component exports.
pub(crate) fn exports(component: &[u8]) -> Result<Vec<String>, WorldError> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(unfit)? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentExportSection(exports) if depth == 0 => {
                for export in exports {
                    names.push(export.map_err(unfit)?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

fn unfit(error: impl std::fmt::Display) -> WorldError {
    WorldError::Unfit { reason: format!("{error:#}") }
}

/// The interfaces and the package of the worlds, parsed once.
fn interfaces() -> &'static (Resolve, PackageId) {
    static INTERFACES: OnceLock<(Resolve, PackageId)> = OnceLock::new();
    INTERFACES.get_or_init(|| {
        let mut resolve = Resolve::default();
        for dependency in [SQL_WIT, SCHEMA_WIT] {
            resolve.push_str("package.wit", dependency).expect("the embedded interfaces are valid");
        }
        let package = resolve.push_str("migration.wit", MIGRATION_WIT).expect("the embedded interfaces are valid");
        (resolve, package)
    })
}

fn select_world(resolve: &Resolve, package: PackageId, name: &str) -> WorldId {
    resolve.select_world(&[package], Some(name)).expect("the package has this world")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_interfaces_are_those_of_the_repository() {
        let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit/0.1.0");
        let read = |name: &str| std::fs::read_to_string(top.join(name)).expect("the repository has the file");
        assert_eq!(read("deps/aludel-sql/package.wit"), SQL_WIT, "copy wit/0.1.0 to host/build/wit/0.1.0");
        assert_eq!(read("deps/aludel-schema/package.wit"), SCHEMA_WIT, "copy wit/0.1.0 to host/build/wit/0.1.0");
        assert_eq!(read("migration.wit"), MIGRATION_WIT, "copy wit/0.1.0 to host/build/wit/0.1.0");
    }

    #[test]
    fn a_module_of_another_world_is_refused() {
        let empty = wat::parse_str("(module)").expect("the text is valid");
        let error = wrap(&empty).expect_err("it exports nothing");
        assert!(error.to_string().contains("aludel:migration/revision@0.1.0"), "{error}");
        let greedy = "(module (import \"env\" \"socket\" (func)))";
        let error = wrap(&wat::parse_str(greedy).expect("the text is valid")).expect_err("nothing gives it a socket");
        let expected = WorldError::ForeignImport { module: "env".to_owned(), name: "socket".to_owned() };
        assert_eq!(error, expected);
    }

    /// A module of the kind that a compiler of C makes, with these fields in it.
    fn module(fields: &str) -> Vec<u8> {
        let text = format!(
            "(module {fields} (memory (export \"memory\") 1)
               (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) i32.const 1024)
               (func (export \"aludel:migration/revision@0.1.0#upgrade\") (param i32) (result i32) i32.const 1024)
               (func (export \"aludel:migration/revision@0.1.0#downgrade\") (param i32) (result i32) i32.const 1024))"
        );
        wat::parse_str(text).expect("the text is valid")
    }

    /// The names of what a component imports and exports.
    fn names(component: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        let mut depth = 0_usize;
        for payload in Parser::new(0).parse_all(component) {
            match payload.expect("the component is valid") {
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::ComponentImportSection(imports) if depth == 0 => {
                    names.extend(imports.into_iter().map(|import| import.expect("valid").name.name.to_owned()));
                }
                Payload::ComponentExportSection(exports) if depth == 0 => {
                    names.extend(exports.into_iter().map(|export| export.expect("valid").name.name.to_owned()));
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn a_module_that_verifies_is_a_checked_migration() {
        let revision = "aludel:migration/revision@0.1.0";
        assert!(!names(&wrap(&module("")).expect("it fits")).iter().any(|name| name.contains("check")));
        let verify = format!("(func (export \"{VERIFY}\") (param i32) (result i32) i32.const 1024)");
        let checked = names(&wrap(&module(&verify)).expect("it fits"));
        assert!(checked.iter().any(|name| name == "aludel:migration/check@0.1.0"), "{checked:?}");
        assert!(checked.iter().any(|name| name == revision), "{checked:?}");
    }

    #[test]
    fn wasi_is_there_and_asks_the_host_for_nothing() {
        let imports =
            "(import \"wasi_snapshot_preview1\" \"fd_write\" (func $write (param i32 i32 i32 i32) (result i32)))
             (import \"wasi_snapshot_preview1\" \"clock_time_get\" (func (param i32 i64 i32) (result i32)))
             (import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i32)))";
        let names = names(&wrap(&module(imports)).expect("WASI is there"));
        assert!(!names.iter().any(|name| name.contains("wasi")), "{names:?}");
    }

    #[test]
    fn wasi_has_every_function_of_its_first_version() {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(WASI_STUB) {
            match payload.expect("the stub is valid") {
                Payload::ImportSection(imports) => {
                    let modules: Vec<_> = imports.into_imports().map(|import| import.expect("valid").module).collect();
                    assert_eq!(modules, ["env"], "only the memory of the module that asks");
                }
                Payload::ExportSection(exports) => {
                    names.extend(exports.into_iter().map(|export| export.expect("valid").name));
                }
                _ => {}
            }
        }
        assert_eq!(names.len(), 46);
    }
}
