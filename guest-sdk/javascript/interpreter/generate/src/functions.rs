//! The functions of the interface: how each is imported, and how the interpreter calls it by tables.

use std::fmt::Write as _;

use wit_parser::abi::{AbiVariant, WasmSignature, WasmType};
use wit_parser::{Function, FunctionKind, InterfaceId, Resolve, TypeId, WorldId, WorldItem, WorldKey};

use crate::tables::{Tables, camel};

/// The whole generated C file.
pub fn bindings(resolve: &Resolve, world: WorldId) -> String {
    let mut tables = Tables::new(resolve);
    let mut imports = String::new();
    let mut parameters = String::new();
    let mut rows = Vec::new();
    for (key, item) in &resolve.worlds[world].imports {
        let WorldItem::Interface { id, .. } = item else { continue };
        let module = resolve.name_world_key(key);
        for function in resolve.interfaces[*id].functions.values() {
            let name = c_name(resolve, *id, function);
            let signature = resolve.wasm_signature(AbiVariant::GuestImport, function);
            imports.push_str(&import(&module, &function.name, &name, &signature));
            imports.push_str(&thunk(&name, &signature));
            rows.push(row(&mut tables, function, &name, &signature, &mut parameters));
        }
    }
    let failure = failure_result(resolve, world, &mut tables);
    let resources: Vec<_> = tables.resources().to_vec();
    for resource in &resources {
        imports.push_str(&drop_import(resolve, *resource));
    }
    let mut text = "// Written from wit/ by interpreter/generate. Do not edit.\n#include \"bindings.h\"\n\n".to_owned();
    text += &tables.text();
    text += &imports;
    text += &parameters;
    let count = rows.len();
    let _ = writeln!(text, "const Function functions[] = {{");
    text.extend(rows);
    let _ = writeln!(text, "}};\nconst int function_count = {count};");
    let _ = writeln!(text, "const Type *const failure_result = {failure};");
    text + &drops(resolve, &resources)
}

fn c_name(resolve: &Resolve, interface: InterfaceId, function: &Function) -> String {
    let interface = resolve.interfaces[interface].name.clone().unwrap_or_default();
    let resource = |id: TypeId| resolve.types[id].name.clone().unwrap_or_default();
    let joined = match function.kind {
        FunctionKind::Constructor(id) => format!("{}-new", resource(id)),
        FunctionKind::Method(id) | FunctionKind::Static(id) => format!("{}-{}", resource(id), function.item_name()),
        _ => format!("{interface}-{}", function.name),
    };
    camel(&joined)
}

fn core(kind: WasmType) -> &'static str {
    match kind {
        WasmType::I64 | WasmType::PointerOrI64 => "int64_t",
        WasmType::F32 => "float",
        WasmType::F64 => "double",
        WasmType::I32 | WasmType::Pointer | WasmType::Length => "int32_t",
    }
}

fn import(module: &str, name: &str, symbol: &str, signature: &WasmSignature) -> String {
    let result = signature.results.first().map_or("void", |kind| core(*kind));
    let parameters: Vec<_> = signature.params.iter().map(|kind| core(*kind)).collect();
    let parameters = if parameters.is_empty() { "void".to_owned() } else { parameters.join(", ") };
    format!(
        "__attribute__((import_module(\"{module}\"), import_name(\"{name}\")))\n\
         extern {result} import_{symbol}({parameters});\n"
    )
}

/// A C function that takes its arguments from slots of 64 bits and puts its result into one.
fn thunk(symbol: &str, signature: &WasmSignature) -> String {
    let arguments = signature.params.iter().enumerate().map(|(index, kind)| match core(*kind) {
        "double" => format!("slot_real(slots[{index}])"),
        kind => format!("({kind})slots[{index}]"),
    });
    let call = format!("import_{symbol}({})", arguments.collect::<Vec<_>>().join(", "));
    let body = match signature.results.first().map(|kind| core(*kind)) {
        None => format!("(void)result; {call};"),
        Some("double") => format!("*result = real_slot({call});"),
        Some("int32_t") => format!("*result = (uint32_t){call};"),
        Some(_) => format!("*result = (uint64_t){call};"),
    };
    let slots = if signature.params.is_empty() { "(void)slots; " } else { "" };
    format!("static void call_{symbol}(const uint64_t *slots, uint64_t *result) {{ {slots}{body} }}\n")
}

fn row(
    tables: &mut Tables,
    function: &Function,
    symbol: &str,
    signature: &WasmSignature,
    parameters: &mut String,
) -> String {
    let types = || function.params.iter().map(|parameter| (parameter.name.as_str(), &parameter.ty));
    let fields = tables.parameters(types());
    let list = if fields.is_empty() {
        "NULL".to_owned()
    } else {
        let _ = writeln!(parameters, "static const Field parameters_{symbol}[] = {{{}}};", fields.join(", "));
        format!("parameters_{symbol}")
    };
    let size = tables.parameters_size(types().map(|(_, kind)| kind));
    let result = tables.reference(function.result);
    format!(
        "    {{\"{symbol}\", {list}, {result}, call_{symbol}, {}, {}, {}, {size}}},\n",
        fields.len(),
        u8::from(signature.indirect_params),
        u8::from(signature.retptr),
    )
}

/// The type that `upgrade`, `downgrade` and `verify` return.
fn failure_result(resolve: &Resolve, world: WorldId, tables: &mut Tables) -> String {
    let mut exports = resolve.worlds[world].exports.values().filter_map(|item| match item {
        WorldItem::Interface { id, .. } => resolve.interfaces[*id].functions.values().next(),
        _ => None,
    });
    tables.reference(exports.next().and_then(|function| function.result))
}

fn drop_import(resolve: &Resolve, resource: TypeId) -> String {
    let (interface, name) = resource_names(resolve, resource);
    let symbol = camel(&name);
    format!(
        "__attribute__((import_module(\"{interface}\"), import_name(\"[resource-drop]{name}\")))\n\
         extern void drop_{symbol}(int32_t);\n"
    )
}

fn resource_names(resolve: &Resolve, resource: TypeId) -> (String, String) {
    let definition = &resolve.types[resource];
    let wit_parser::TypeOwner::Interface(interface) = definition.owner else {
        unreachable!("a resource belongs to an interface")
    };
    (resolve.name_world_key(&WorldKey::Interface(interface)), definition.name.clone().unwrap_or_default())
}

fn drops(resolve: &Resolve, resources: &[TypeId]) -> String {
    let rows = resources.iter().map(|resource| {
        let (_, name) = resource_names(resolve, *resource);
        format!("    {{\"{name}\", drop_{}}},\n", camel(&name))
    });
    let mut text = "const Resource resources[] = {\n".to_owned();
    text.extend(rows);
    text + "};\n"
}
