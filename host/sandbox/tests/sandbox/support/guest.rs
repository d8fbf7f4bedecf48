//! Guests written in WebAssembly text, made into components.

use std::fmt::Write as _;

use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

const PRELUDE: &str = include_str!("prelude.wat");
const WIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit/0.1.0");

/// A guest whose functions have the bodies given, with `$db` and the locals `$i` and `$handle` to use.
#[derive(Default)]
pub(crate) struct Guest {
    upgrade: String,
    downgrade: String,
    verify: Option<String>,
    items: String,
    text_end: usize,
}

impl Guest {
    /// A guest that does nothing, well.
    pub(crate) fn new() -> Self {
        Self { text_end: 4096, ..Self::default() }
    }

    /// A guest with one body.
    pub(crate) fn upgrading(body: &str) -> Self {
        Self::new().upgrade(body)
    }

    /// Puts a text into the guest's memory; gives its pointer and length as two expressions.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let escaped: String = text.bytes().fold(String::new(), |mut all, byte| {
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

    pub(crate) fn downgrade(mut self, body: &str) -> Self {
        body.clone_into(&mut self.downgrade);
        self
    }

    pub(crate) fn verify(mut self, body: &str) -> Self {
        self.verify = Some(body.to_owned());
        self
    }

    /// The component.
    pub(crate) fn build(&self) -> Vec<u8> {
        let world = if self.verify.is_some() { "checked-migration" } else { "migration" };
        component(world, &self.module())
    }

    fn module(&self) -> String {
        let upgrade = export("aludel:migration/revision@0.1.0#upgrade", &self.upgrade);
        let downgrade = export("aludel:migration/revision@0.1.0#downgrade", &self.downgrade);
        let verify =
            self.verify.as_ref().map_or(String::new(), |body| export("aludel:migration/check@0.1.0#verify", body));
        format!("(module {PRELUDE} {} {upgrade} {downgrade} {verify})", self.items)
    }
}

fn export(name: &str, body: &str) -> String {
    let label = name.rsplit('#').next().expect("there is a part after the hash sign");
    format!(
        "(func $my_{label} (export \"{name}\") (param $db i32) (result i32) (local $i i32) (local $handle i32)
           {body}
           (call $drop_database (local.get $db))
           (i32.const 1024))"
    )
}

/// Makes a component of a core module in text.
pub(crate) fn component(world: &str, module: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(WIT).expect("the WIT of the project parses");
    wrap(&resolve, package, world, module)
}

/// Makes a component of a world that is given in text.
pub(crate) fn foreign_component(wit: &str, world: &str, module: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("foreign.wit", wit).expect("the WIT of the test parses");
    wrap(&resolve, package, world, module)
}

fn wrap(resolve: &Resolve, package: wit_parser::PackageId, world: &str, module: &str) -> Vec<u8> {
    let mut module = wat::parse_str(module).expect("the module's text parses");
    let world = resolve.select_world(&[package], Some(world)).expect("the world is in the package");
    wit_component::embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8)
        .expect("the world fits into a custom section");
    let mut encoder = ComponentEncoder::default().validate(true).module(&module).expect("the module fits the world");
    encoder.encode().expect("the module can be wrapped")
}

/// Adds a custom section at the end of a component.
pub(crate) fn with_section(mut component: Vec<u8>, name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = leb(name.len());
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(content);
    component.push(0);
    component.extend(leb(body.len()));
    component.extend(body);
    component
}

fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(u8::try_from(number & 0x7f).expect("seven bits fit") | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).expect("less than seven bits are left"));
    bytes
}
