//! Migrations that are text for an interpreter.
//!
//! Their component is the same small one for all, which hands each call on to the interpreter. Beside it, in custom
//! sections, are the text with all that it imports, and the name of the interpreter. The host puts the interpreter in
//! its place, so a hundred scripts are a hundred small files and one compiled interpreter. A script can also carry its
//! interpreter: then it is the interpreter, with the text beside it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::OnceLock;

use aludel_project::component::append_section;
use aludel_project::manifest::{self, ManifestEntry};
use serde::{Deserialize, Serialize};

use crate::interpreter::{Interpreter, NEEDS_SECTION_NAME};
use crate::toolchain::{Job, ToolchainError};
use crate::world::{self, World};

/// The custom section with the text: the JSON of a [`Bundle`].
pub const SECTION_NAME: &str = "aludel:script";

/// Assembled from `script/script.wat`.
const MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/script.wasm"));

/// A text that an interpreter runs, with all that it imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The name of the module with `upgrade` and `downgrade`.
    pub main: String,
    /// Every module; the main one first.
    pub modules: Vec<Module>,
    /// Where the lines of modules come from that were put together of other files, by the names of the modules.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub origins: BTreeMap<String, Origin>,
}

/// One text of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Its path from the root of the project, `/` between its parts: what traces show.
    pub name: String,
    /// What the interpreter runs; its lines are those of the file.
    pub text: String,
}

/// Which lines of which files a module was put together of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The files, as traces show them.
    pub files: Vec<String>,
    /// Numbers by threes, each a run of lines: the first line in the module, the place of the file in `files`, and the
    /// line of that file; lines from 1, places from 0.
    pub runs: Vec<u32>,
}

/// What a scripting language makes of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The text with all that it imports.
    pub bundle: Bundle,
    /// The interpreter that it runs on: `javascript`, `python`, `alembic`.
    pub interpreter: &'static str,
    /// Whether it has a function `verify`.
    pub has_verify: bool,
}

/// How the sources of a scripting language are read.
///
/// One value serves all migrations of a project, from several threads at once.
pub trait Frontend: Debug + Send + Sync {
    /// Reads a migration and all that it imports, and checks as far as that can be done without running it.
    fn read(&self, job: &Job<'_>) -> Result<Script, ToolchainError>;
}

/// Whether a script carries its interpreter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carriage {
    /// It names the interpreter that it needs.
    Shared,
    /// The interpreter is part of it.
    Standalone,
}

/// The component of a script.
pub fn encode(entries: &[ManifestEntry], script: &Script, interpreter: &Interpreter, carriage: Carriage) -> Vec<u8> {
    let mut component = match carriage {
        Carriage::Shared => shared(script.has_verify).to_vec(),
        Carriage::Standalone => interpreter.component.to_vec(),
    };
    append_section(&mut component, manifest::SECTION_NAME, &manifest::to_json(entries));
    append_section(&mut component, SECTION_NAME, &json(&script.bundle));
    if carriage == Carriage::Shared {
        append_section(&mut component, NEEDS_SECTION_NAME, &json(&interpreter.reference));
    }
    component
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("it is made of texts and lists of them")
}

/// The component without a text; wrapped once.
fn shared(has_verify: bool) -> &'static [u8] {
    static PLAIN: OnceLock<Vec<u8>> = OnceLock::new();
    static CHECKED: OnceLock<Vec<u8>> = OnceLock::new();
    let (place, world) = if has_verify { (&CHECKED, World::CheckedScript) } else { (&PLAIN, World::Script) };
    place.get_or_init(|| world::wrap_as(MODULE, world).expect("the module fits the world, as the tests show"))
}

#[cfg(test)]
mod tests {
    use aludel_project::Digest;
    use aludel_project::component::custom_section;

    use super::*;
    use crate::interpreter::{self, Reference};

    #[test]
    fn the_component_of_a_script_is_small_and_names_its_interpreter() {
        let reference =
            Reference { name: "python".to_owned(), version: "0.1.0".to_owned(), digest: Digest::of(b"python") };
        let component = b"\0asm\x0d\0\x01\0".as_slice();
        let interpreter = Interpreter { reference, component: component.into(), path: None };
        for has_verify in [false, true] {
            let module = Module { name: "migrations/a.py".to_owned(), text: "def upgrade(db): pass".to_owned() };
            let bundle = Bundle { main: module.name.clone(), modules: vec![module], origins: BTreeMap::new() };
            let script = Script { bundle, interpreter: "python", has_verify };
            let encoded = encode(&[], &script, &interpreter, Carriage::Shared);
            wasmparser::Validator::new().validate_all(&encoded).expect("the component is valid");
            assert!(encoded.len() < 6144, "{}", encoded.len());
            let needed = interpreter::needed(&encoded).expect("the section is whole");
            assert_eq!(needed.as_ref(), Some(&interpreter.reference));
            let section = custom_section(&encoded, SECTION_NAME).expect("it is a component").expect("it is there");
            assert_eq!(serde_json::from_slice::<Bundle>(section).expect("it is a bundle"), script.bundle);
            let standalone = encode(&[], &script, &interpreter, Carriage::Standalone);
            assert!(standalone.starts_with(component));
            assert_eq!(interpreter::needed(&standalone), Ok(None));
        }
    }
}
