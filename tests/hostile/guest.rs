//! Guests written in WebAssembly text, made into components that name a revision.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use aludel_project::{Digest, Header, ManifestEntry, component, manifest};
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::{PackageId, Resolve};

use crate::project::FIRST;

/// All imports of the world, a heap, and short forms of common calls, as the tests of the sandbox have them.
const PRELUDE: &str = include_str!("../../host/sandbox/tests/sandbox/support/prelude.wat");

/// The revision that every guest here is.
pub(crate) const REVISION: &str = "hostile";

/// Where texts begin in a guest's memory.
const TEXT_START: usize = 4096;

/// A guest whose functions have the bodies given, with `$db` and the locals `$i`, `$handle` and `$wide` to use.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    upgrade: String,
    items: String,
    text_end: usize,
    prelude: String,
}

impl Guest {
    /// A guest that does nothing, well.
    pub(crate) fn new() -> Self {
        Self::upgrading("")
    }

    /// A guest with one body.
    pub(crate) fn upgrading(body: &str) -> Self {
        Self { upgrade: body.to_owned(), items: String::new(), text_end: TEXT_START, prelude: PRELUDE.to_owned() }
    }

    /// Puts a text into the guest's memory; gives its pointer and length as two expressions.
    pub(crate) fn text(&mut self, text: impl AsRef<[u8]>) -> String {
        let text = text.as_ref();
        let escaped: String = text.iter().fold(String::new(), |mut all, byte| {
            write!(all, "\\{byte:02x}").expect("a string takes all that is written");
            all
        });
        writeln!(self.items, "(data (i32.const {}) \"{escaped}\")", self.text_end).expect("as above");
        let place = format!("(i32.const {}) (i32.const {})", self.text_end, text.len());
        self.text_end += text.len();
        place
    }

    /// Adds functions, globals and the like.
    pub(crate) fn item(mut self, item: &str) -> Self {
        self.items.push_str(item);
        self
    }

    pub(crate) fn upgrade(mut self, body: &str) -> Self {
        body.clone_into(&mut self.upgrade);
        self
    }

    /// Has the host call this function where it wants memory of the guest, in place of the honest one.
    pub(crate) fn reallocating(mut self, body: &str) -> Self {
        self.prelude = self.prelude.replace("(export \"cabi_realloc\") ", "");
        let parameters = "(param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)";
        self.item(&format!("(func $lies (export \"cabi_realloc\") {parameters} {body})"))
    }

    /// Begins with another memory than two pages.
    pub(crate) fn with_memory(mut self, limits: &str) -> Self {
        self.prelude =
            self.prelude.replace("(memory (export \"memory\") 2)", &format!("(memory (export \"memory\") {limits})"));
        self
    }

    /// The component, with its revision.
    pub(crate) fn build(&self) -> Vec<u8> {
        let mut component = self.build_bare();
        name_revision(&mut component, &header());
        component
    }

    /// The component alone.
    pub(crate) fn build_bare(&self) -> Vec<u8> {
        wrap("migration", &self.module())
    }

    /// The core module as text.
    fn module(&self) -> String {
        let function = |label: &str, body: &str| {
            format!(
                "(func $my_{label} (export \"aludel:migration/revision@0.1.0#{label}\") (param $db i32) (result i32)
                   (local $i i32) (local $handle i32) (local $wide i64)
                   {body}
                   (call $drop_database (local.get $db))
                   (i32.const 1024))"
            )
        };
        let (upgrade, downgrade) = (function("upgrade", &self.upgrade), function("downgrade", ""));
        format!("(module {} {} {upgrade} {downgrade})", self.prelude, self.items)
    }
}

/// The header of the revision, which stands on the first one.
pub(crate) fn header() -> Header {
    Header { down_revision: vec![FIRST.to_owned()], message: "do harm".to_owned(), ..Header::new(REVISION) }
}

/// Adds the section that names a revision.
pub(crate) fn name_revision(component: &mut Vec<u8>, header: &Header) {
    let entry = ManifestEntry {
        header: header.clone(),
        source_digest: Digest::of(component),
        language: "wat".to_owned(),
        wit: "0.1.0".to_owned(),
    };
    component::append_section(component, manifest::SECTION_NAME, &manifest::to_json(&[entry]));
}

/// The interfaces of the project, read once.
fn interfaces() -> &'static (Resolve, PackageId) {
    static INTERFACES: OnceLock<(Resolve, PackageId)> = OnceLock::new();
    INTERFACES.get_or_init(|| {
        let mut resolve = Resolve::default();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit/0.1.0");
        let (package, _) = resolve.push_dir(folder).expect("the WIT of the project parses");
        (resolve, package)
    })
}

/// Makes a component of a core module in text.
pub(crate) fn wrap(world: &str, module: &str) -> Vec<u8> {
    let module = wat::parse_str(module).unwrap_or_else(|error| panic!("{error}"));
    wrap_binary(world, module).unwrap_or_else(|error| panic!("{error}"))
}

/// Makes a component of a core module; an error where it does not fit the world.
pub(crate) fn wrap_binary(world: &str, mut module: Vec<u8>) -> Result<Vec<u8>, String> {
    let told = |error: &dyn std::fmt::Display| format!("{error:#}");
    let (resolve, package) = interfaces();
    let world = resolve.select_world(&[*package], Some(world)).map_err(|error| told(&error))?;
    wit_component::embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8)
        .map_err(|error| told(&error))?;
    let mut encoder = ComponentEncoder::default().module(&module).map_err(|error| told(&error))?;
    encoder.encode().map_err(|error| told(&error))
}

/// Makes a component of a world that is given in text.
pub(crate) fn foreign(wit: &str, world: &str, module: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("foreign.wit", wit).expect("the WIT of the test parses");
    let world = resolve.select_world(&[package], Some(world)).expect("the world is in the package");
    let mut module = wat::parse_str(module).expect("the module's text parses");
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .expect("the world fits into a custom section");
    let mut encoder = ComponentEncoder::default().module(&module).expect("the module fits the world");
    encoder.encode().expect("the module can be wrapped")
}
