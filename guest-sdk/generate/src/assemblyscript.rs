//! Bindings for `AssemblyScript`: a class a type, a function an import, and for each type what loads and stores it.
//!
//! The compiler leaves out what a migration does not reach, so that the size of the generated file costs nothing.

mod types;

use std::collections::HashSet;
use std::error::Error;

use aludel_generate::layout::{Core, CoreFunction, Field, Function, Interface, Kind, Layout, Role, TypeIndex};
use aludel_generate::names::{camel, pascal};
use aludel_generate::{Generated, Source};

const HEAD: &str = "// Generated from the interfaces in `wit`; changes are lost.
//
// The types and functions as the host has them. A migration uses those of `aludel`.

import { Answer, Some, allocate, begin, blank, loadList, loadString, storeList, storeString } from \"./canonical\";
";

/// Writes `bindings.ts`.
pub(crate) fn generate(source: &Source) -> Result<Vec<Generated>, Box<dyn Error>> {
    let emitter = Emitter { layout: &source.layout };
    let mut text = HEAD.to_owned();
    // Two interfaces may have the same tuple or list: once is enough for both.
    let mut written = HashSet::new();
    for place in 0..source.layout.types.len() {
        let type_text = emitter.type_text(place);
        if written.insert(type_text.clone()) {
            text += &type_text;
        }
    }
    for interface in &source.layout.imports {
        for resource in &interface.resources {
            text += &emitter.drop_function(*resource);
        }
        for function in &interface.functions {
            text += &emitter.function(interface, function)?;
        }
    }
    Ok(vec![Generated::text("assemblyscript/sdk/aludel/bindings.ts", text)])
}

/// What writes the text of types and functions.
struct Emitter<'layout> {
    layout: &'layout Layout,
}

impl Emitter<'_> {
    fn drop_function(&self, place: usize) -> String {
        let resource = &self.layout.resources[place];
        let name = camel(&format!("{}-drop", resource.name));
        let core = import(&resource.drop, &name);
        format!(
            "
{core}
/** Gives the handle of a {} back. */
export function {name}(self: u32): void {{
  {name}Core(self);
}}
",
            resource.name
        )
    }

    fn function(&self, interface: &Interface, function: &Function) -> Result<String, Box<dyn Error>> {
        let name = self.function_name(interface, function);
        let core = import(&function.core, &name);
        let parameters: Vec<_> = function
            .parameters
            .iter()
            .map(|field| format!("{}: {}", parameter_name(field), self.type_name(field.kind)))
            .collect();
        let returned = function.result.map_or_else(|| "void".to_owned(), |result| self.type_name(result));
        let docs = docs(function.docs.as_deref().unwrap_or(&format!("The function `{}`.", function.name)), "");
        let body = self.body(function, &name)?;
        Ok(format!("\n{core}\n{docs}export function {name}({}): {returned} {{\n{body}}}\n", parameters.join(", ")))
    }

    fn function_name(&self, interface: &Interface, function: &Function) -> String {
        match function.role {
            Role::Free => camel(&format!("{}-{}", interface.name, function.name)),
            Role::Constructor(owner) => camel(&format!("{}-new", self.layout.resources[owner].name)),
            Role::Method(owner) | Role::Static(owner) => {
                camel(&format!("{}-{}", self.layout.resources[owner].name, function.name))
            }
        }
    }

    /// All parameters are stored as the record that they make, and read from there if they go one by one.
    fn body(&self, function: &Function, name: &str) -> Result<String, Box<dyn Error>> {
        let mut arguments = Vec::new();
        for field in function.parameters.iter().filter(|_| !function.core.parameters_by_pointer) {
            arguments.extend(self.flat_loads(field.kind, "at", field.offset)?);
        }
        if function.core.parameters_by_pointer {
            arguments.push("<u32>at".to_owned());
        }
        Ok(["  begin();\n".to_owned(), self.stores(function), self.call(function, name, arguments)].concat())
    }

    fn stores(&self, function: &Function) -> String {
        if function.parameters.is_empty() {
            return String::new();
        }
        let area = format!("  const at = allocate({}, {});\n", function.parameters_size, function.parameters_align);
        let store = |field: &Field| self.store(field.kind, &parameter_name(field), &moved("at", field.offset));
        let stores = function.parameters.iter().map(|field| format!("  {};\n", store(field)));
        area + &stores.collect::<String>()
    }

    fn call(&self, function: &Function, name: &str, mut arguments: Vec<String>) -> String {
        let Some(result) = function.result else {
            return format!("  {name}Core({});\n", arguments.join(", "));
        };
        if !function.core.result_by_pointer {
            let call = format!("{name}Core({})", arguments.join(", "));
            return match self.layout.types[result].kind {
                Kind::Bool => format!("  return {call} != 0;\n"),
                _ => format!("  return <{}>{call};\n", self.type_name(result)),
            };
        }
        let kind = &self.layout.types[result];
        arguments.push("<u32>area".to_owned());
        format!(
            "  const area = allocate({}, {});\n  {name}Core({});\n  return {};\n",
            kind.size,
            kind.align,
            arguments.join(", "),
            self.load(result, "area")
        )
    }

    /// The core values of a parameter, read from where it was stored.
    fn flat_loads(&self, place: TypeIndex, base: &str, offset: usize) -> Result<Vec<String>, Box<dyn Error>> {
        let at = moved(base, offset);
        let word = |offset: usize| format!("load<u32>({})", moved(base, offset));
        Ok(match &self.layout.types[place].kind {
            Kind::String | Kind::List(_) => vec![word(offset), word(offset + 4)],
            Kind::Option { payload, payload_offset } => {
                let mut loads = vec![format!("load<u8>({at})")];
                loads.extend(self.flat_loads(*payload, base, offset + payload_offset)?);
                loads
            }
            Kind::Record(fields) | Kind::Tuple(fields) => {
                let mut loads = Vec::new();
                for field in fields {
                    loads.extend(self.flat_loads(field.kind, base, offset + field.offset)?);
                }
                loads
            }
            Kind::Variant { .. } | Kind::Result { .. } => {
                return Err(format!(
                    "no function takes a variant by itself, but one takes {}",
                    self.layout.name(place)
                )
                .into());
            }
            _ => vec![format!("load<{}>({at})", self.number_name(place))],
        })
    }
}

fn import(function: &CoreFunction, name: &str) -> String {
    let parameters: Vec<_> =
        function.parameters.iter().enumerate().map(|(place, core)| format!("p{place}: {}", core_name(*core))).collect();
    let result = function.result.map_or("void", core_name);
    let (module, field, parameters) = (&function.module, &function.field, parameters.join(", "));
    format!(
        "// @ts-ignore: decorator
@external(\"{module}\", \"{field}\")
declare function {name}Core({parameters}): {result};
"
    )
}

fn core_name(core: Core) -> &'static str {
    match core {
        Core::I32 => "u32",
        Core::I64 => "i64",
        Core::F32 => "f32",
        Core::F64 => "f64",
    }
}

/// A handle of its own is `self`, as in WIT.
fn parameter_name(field: &Field) -> String {
    identifier(&field.name)
}

/// The name in the spelling of the language, and not one that it keeps to itself.
fn identifier(name: &str) -> String {
    match camel(name).as_str() {
        word @ ("at" | "default" | "new" | "function") => format!("{word}_"),
        other => other.to_owned(),
    }
}

fn moved(base: &str, offset: usize) -> String {
    if offset == 0 { base.to_owned() } else { format!("{base} + {offset}") }
}

fn docs(text: &str, indent: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String =
                lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// The name of a declared type, which is not one that the language has already.
fn class_name(name: &str) -> String {
    if name == "error" { "DatabaseError".to_owned() } else { pascal(name) }
}
