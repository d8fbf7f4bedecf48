//! Bindings for Zig: the types as Zig has them, and a function for every import.
//!
//! How a value crosses is no part of the generated file: `canonical.zig` reads it from the types at compile time.

use std::error::Error;
use std::fmt::Write as _;

use aludel_generate::layout::{
    Case, Core, CoreFunction, Field, Function, Interface, Kind, Layout, Role, Type, TypeIndex,
};
use aludel_generate::names::{camel, pascal, snake};
use aludel_generate::{Generated, Source};

const HEAD: &str = "//! Generated from the interfaces in `wit`; changes are lost.
//!
//! The types and functions as the host has them. A migration uses those of `aludel.zig`.

const std = @import(\"std\");
const canonical = @import(\"canonical.zig\");
const Allocator = std.mem.Allocator;
";

/// Words that cannot name a field as they are.
const KEYWORDS: [&str; 12] =
    ["and", "or", "enum", "error", "union", "struct", "fn", "test", "export", "inline", "for", "var"];

/// Imports that have the name of a function that Zig's own runtime defines; the linker would take that one.
const TAKEN: [&str; 1] = ["log"];

/// Cases that a field has when nothing is said.
const NEUTRAL: [&str; 5] = ["none", "no-action", "simple", "not-deferrable", "end"];

/// Writes `bindings.zig`.
#[expect(clippy::unnecessary_wraps, reason = "every generator has this signature")]
pub(crate) fn generate(source: &Source) -> Result<Vec<Generated>, Box<dyn Error>> {
    let emitter = Emitter { layout: &source.layout };
    let mut text = HEAD.to_owned();
    for interface in &source.layout.imports {
        text += &emitter.interface(interface);
    }
    text += &emitter.sizes();
    Ok(vec![Generated::text("zig/sdk/bindings.zig", text)])
}

struct Emitter<'layout> {
    layout: &'layout Layout,
}

impl Emitter<'_> {
    fn interface(&self, interface: &Interface) -> String {
        let types: String = interface.types.iter().map(|place| self.declaration(*place)).collect();
        let resources: String = interface.resources.iter().map(|place| self.resource(interface, *place)).collect();
        let free = interface.functions.iter().filter(|function| matches!(function.role, Role::Free));
        let functions: String = free.map(|function| self.function(function, "    ")).collect();
        let core = self.core(interface);
        format!(
            "\n/// The interface `{}`.\npub const {} = struct {{\n{core}{types}{resources}{functions}}};\n",
            interface.id,
            snake(&interface.name)
        )
    }

    /// The imports as they are. They lie apart, so that a wrapper may have the name of what it calls.
    fn core(&self, interface: &Interface) -> String {
        let functions =
            interface.functions.iter().filter(|function| !is_taken(function)).map(|function| &function.core);
        let drops = interface.resources.iter().map(|place| &self.layout.resources[*place].drop);
        let lines: String = functions.chain(drops).map(import).collect();
        if lines.is_empty() { lines } else { format!("    const core = struct {{\n{lines}    }};\n") }
    }

    fn declaration(&self, place: TypeIndex) -> String {
        let kind = &self.layout.types[place];
        let name = pascal(kind.name.as_deref().unwrap_or_default());
        let docs = docs(kind.docs.as_deref(), &format!("The type `{}`.", self.layout.name(place)), "    ");
        let body = match &kind.kind {
            Kind::Record(fields) => {
                format!("struct {{\n{}", fields.iter().map(|field| self.field(field)).collect::<String>())
            }
            Kind::Variant { cases, .. } => {
                format!("union(enum(u8)) {{\n{}", cases.iter().map(|case| self.case(case)).collect::<String>())
            }
            Kind::Enum { cases, .. } => {
                format!("enum(u8) {{\n{}", cases.iter().map(|case| self.case(case)).collect::<String>())
            }
            other => unreachable!("only these kinds have a name: {other:?}"),
        };
        format!("{docs}    pub const {name} = {body}    }};\n")
    }

    fn field(&self, field: &Field) -> String {
        let docs = optional_docs(field.docs.as_deref(), "        ");
        let default = self.default_of(field).map(|default| format!(" = {default}")).unwrap_or_default();
        format!("{docs}        {}: {}{default},\n", identifier(&snake(&field.name)), self.type_name(field.kind))
    }

    /// What a field is when a literal leaves it out.
    fn default_of(&self, field: &Field) -> Option<String> {
        match &self.layout.types[field.kind].kind {
            Kind::List(_) => Some("&.{}".to_owned()),
            Kind::Option { .. } => Some("null".to_owned()),
            Kind::Bool if field.name != "nullable" => Some("false".to_owned()),
            Kind::Enum { cases, .. } | Kind::Variant { cases, .. } => {
                let first = cases.first().filter(|case| case.payload.is_none())?;
                NEUTRAL.contains(&first.name.as_str()).then(|| format!(".{}", identifier(&snake(&first.name))))
            }
            _ => None,
        }
    }

    fn case(&self, case: &Case) -> String {
        let docs = optional_docs(case.docs.as_deref(), "        ");
        let payload = case.payload.map(|payload| format!(": {}", self.type_name(payload))).unwrap_or_default();
        format!("{docs}        {}{payload},\n", identifier(&snake(&case.name)))
    }

    fn resource(&self, interface: &Interface, place: usize) -> String {
        let resource = &self.layout.resources[place];
        let of_it = |function: &&Function| match function.role {
            Role::Method(owner) | Role::Static(owner) | Role::Constructor(owner) => owner == place,
            Role::Free => false,
        };
        let functions: String =
            interface.functions.iter().filter(of_it).map(|function| self.function(function, "        ")).collect();
        let name = pascal(&resource.name);
        let docs = docs(resource.docs.as_deref(), &format!("The resource `{}`.", resource.name), "    ");
        format!(
            "{docs}    pub const {name} = enum(u32) {{\n        _,\n{functions}
        /// Gives the handle back.
        pub fn drop(self: {name}) void {{
            core.{}(@bitCast(@backingInt(self)));
        }}\n    }};\n",
            quoted(&resource.drop.field)
        )
    }

    fn function(&self, function: &Function, indent: &str) -> String {
        if is_taken(function) {
            return String::new();
        }
        let name = match function.role {
            Role::Constructor(_) => "init".to_owned(),
            _ => identifier(&camel(&function.name)),
        };
        let parameters: String = function.parameters.iter().map(|field| self.parameter(field)).collect();
        let arguments: Vec<_> = function.parameters.iter().map(parameter_name).collect();
        let returned = function.result.map_or_else(|| "void".to_owned(), |result| self.type_name(result));
        let docs = docs(function.docs.as_deref(), &format!("The function `{}`.", function.name), indent);
        // A tuple of one element and a list of arguments are spelled alike up to the blanks around them.
        let arguments = match arguments.len() {
            0 | 1 => arguments.concat(),
            _ => format!(" {} ", arguments.join(", ")),
        };
        format!(
            "\n{docs}{indent}pub fn {name}({parameters}allocator: Allocator) {returned} {{
{indent}    return canonical.invoke({returned}, core.{}, allocator, .{{{arguments}}});\n{indent}}}\n",
            quoted(&function.core.field)
        )
    }

    fn parameter(&self, field: &Field) -> String {
        format!("{}: {}, ", parameter_name(field), self.type_name(field.kind))
    }

    /// The type as the generated file spells it.
    fn type_name(&self, place: TypeIndex) -> String {
        let kind = &self.layout.types[place];
        let of = |part: &Option<TypeIndex>| part.map_or_else(|| "void".to_owned(), |part| self.type_name(part));
        match &kind.kind {
            Kind::Bool => "bool".to_owned(),
            Kind::Integer { bits, signed } => format!("{}{bits}", if *signed { 'i' } else { 'u' }),
            Kind::Float { bits } => format!("f{bits}"),
            Kind::Char => "u32".to_owned(),
            Kind::String => "[]const u8".to_owned(),
            Kind::List(item) => format!("[]const {}", self.type_name(*item)),
            Kind::Option { payload, .. } => format!("?{}", self.type_name(*payload)),
            Kind::Result { ok, error, .. } => format!("canonical.Result({}, {})", of(ok), of(error)),
            Kind::Tuple(fields) => {
                let parts: Vec<_> = fields.iter().map(|field| self.type_name(field.kind)).collect();
                format!("struct {{ {} }}", parts.join(", "))
            }
            Kind::Record(_) | Kind::Variant { .. } | Kind::Enum { .. } => self.declared_name(place, kind),
            Kind::Own(resource) | Kind::Borrow(resource) => {
                let holds = |interface: &&Interface| interface.resources.contains(resource);
                self.qualified(holds, &self.layout.resources[*resource].name)
            }
        }
    }

    fn declared_name(&self, place: TypeIndex, kind: &Type) -> String {
        let name = kind.name.as_deref().unwrap_or_default();
        self.qualified(|interface| interface.types.contains(&place), name)
    }

    fn qualified(&self, holds: impl Fn(&&Interface) -> bool, name: &str) -> String {
        match self.layout.imports.iter().find(holds) {
            Some(interface) => format!("{}.{}", snake(&interface.name), pascal(name)),
            None => pascal(name),
        }
    }

    /// A test that the layout which `canonical.zig` reads from the types is that of the interfaces.
    fn sizes(&self) -> String {
        let mut text = "\ntest \"the types have the layout of the interfaces\" {\n".to_owned();
        for place in self.layout.imports.iter().flat_map(|interface| &interface.types) {
            let kind = &self.layout.types[*place];
            let (name, size, align) = (self.declared_name(*place, kind), kind.size, kind.align);
            let _ = writeln!(text, "    try std.testing.expectEqual({size}, canonical.size({name}));");
            let _ = writeln!(text, "    try std.testing.expectEqual({align}, canonical.alignment({name}));");
        }
        text + "}\n"
    }
}

fn is_taken(function: &Function) -> bool {
    TAKEN.contains(&function.core.field.as_str())
}

fn import(function: &CoreFunction) -> String {
    let parameters: Vec<_> = function.parameters.iter().map(|core| core_name(*core)).collect();
    let result = function.result.map_or("void", core_name);
    let (module, field, parameters) = (&function.module, quoted(&function.field), parameters.join(", "));
    format!("        extern \"{module}\" fn {field}({parameters}) {result};\n")
}

fn core_name(core: Core) -> &'static str {
    match core {
        Core::I32 => "i32",
        Core::I64 => "i64",
        Core::F32 => "f32",
        Core::F64 => "f64",
    }
}

/// A parameter may have the name of a function beside it, which Zig refuses; the underscore tells them apart.
fn parameter_name(field: &Field) -> String {
    if field.name == "self" { "self".to_owned() } else { snake(&field.name) + "_" }
}

fn identifier(name: &str) -> String {
    if KEYWORDS.contains(&name) { quoted(name) } else { name.to_owned() }
}

fn quoted(name: &str) -> String {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !KEYWORDS.contains(&name);
    if plain { name.to_owned() } else { format!("@\"{name}\"") }
}

fn docs(docs: Option<&str>, instead: &str, indent: &str) -> String {
    optional_docs(Some(docs.unwrap_or(instead)), indent)
}

fn optional_docs(docs: Option<&str>, indent: &str) -> String {
    docs.unwrap_or_default()
        .lines()
        .map(|line| format!("{indent}/// {}", line.trim()).trim_end().to_owned() + "\n")
        .collect()
}
