//! Functions that call the host.

use std::error::Error;

use aludel_generate::layout::{CoreFunction, Function, Interface, Kind, Resource, Role, TypeIndex};
use aludel_generate::names::pascal;

use super::Go;
use super::spelling::{comment, core, field, parameter};

/// A value lowered to core numbers: statements before the call, and an expression a number.
struct Flat {
    before: String,
    numbers: Vec<String>,
}

impl Go<'_> {
    pub(super) fn functions(&self) -> Result<String, Box<dyn Error>> {
        let mut out = "package wit\n\nimport (\n\t\"runtime\"\n\t\"unsafe\"\n)\n".to_owned();
        for interface in &self.layout.imports {
            for resource in &interface.resources {
                let name = pascal(&self.layout.resources[*resource].name);
                out += &format!(
                    "\n// Drop gives the handle back.\nfunc (self {name}) Drop() {{\n\timport{name}Drop(int32(self))\n}}\n"
                );
            }
            for function in &interface.functions {
                out += &self.function(interface, function)?;
            }
        }
        Ok(out)
    }

    fn function(&self, interface: &Interface, function: &Function) -> Result<String, Box<dyn Error>> {
        let name = self.function_name(interface, function);
        let docs = comment("", &name, function.docs.as_deref(), &format!("calls `{}`.", function.core.field));
        let is_method = matches!(function.role, Role::Method(_));
        let parameters = function.parameters.iter().skip(usize::from(is_method));
        let parameters: Vec<_> =
            parameters.map(|each| format!("{} {}", parameter(&each.name), self.spelled(each.kind))).collect();
        let receiver = match function.role {
            Role::Method(resource) => format!("(self {}) ", pascal(&self.layout.resources[resource].name)),
            _ => String::new(),
        };
        let result = function.result.map(|result| self.result(result)).unwrap_or_default();
        let body = self.body(interface, function)?;
        Ok(format!("\n{docs}func {receiver}{name}({}) {result}{{\n{body}}}\n", parameters.join(", ")))
    }

    fn function_name(&self, interface: &Interface, function: &Function) -> String {
        let name = pascal(&function.name);
        match function.role {
            Role::Free => pascal(&interface.name) + &name,
            Role::Method(_) => name,
            Role::Static(resource) => pascal(&self.layout.resources[resource].name) + &name,
            Role::Constructor(resource) => format!("New{}", pascal(&self.layout.resources[resource].name)),
        }
    }

    fn result(&self, result: TypeIndex) -> String {
        match &self.layout.types[result].kind {
            Kind::Result { ok: Some(ok), error: Some(error), .. } => {
                format!("({}, *{}) ", self.spelled(*ok), self.spelled(*error))
            }
            _ => format!("{} ", self.spelled(result)),
        }
    }

    fn body(&self, interface: &Interface, function: &Function) -> Result<String, Box<dyn Error>> {
        let call = &function.core;
        let mut lines = "\tenter()\n\tdefer leave()\n".to_owned();
        let mut numbers = Vec::new();
        if call.parameters_by_pointer {
            lines += &self.record(function);
            numbers.push("address(record)".to_owned());
        } else {
            for each in &function.parameters {
                let flat = self.flat(each.kind, &parameter(&each.name), &parameter(&each.name))?;
                lines += &flat.before;
                numbers.extend(flat.numbers);
            }
        }
        if let (true, Some(result)) = (call.result_by_pointer, function.result) {
            let kind = &self.layout.types[result];
            lines += &format!("\tarea := allocate({}, {})\n", kind.size, kind.align);
            numbers.push("address(area)".to_owned());
        }
        let keep: String = function
            .parameters
            .iter()
            .filter(|each| self.holds_memory(each.kind))
            .map(|each| format!("\truntime.KeepAlive({})\n", parameter(&each.name)))
            .collect();
        let call_text = format!("{}({})", self.import_name(interface, function), numbers.join(", "));
        Ok(match (function.result, call.result_by_pointer) {
            (None, _) => format!("{lines}\t{call_text}\n{keep}"),
            (Some(result), false) => {
                format!("{lines}\tresult := {call_text}\n{keep}\treturn {}\n", self.of_number(result))
            }
            (Some(result), true) => format!("{lines}\t{call_text}\n{keep}{}", self.of_memory(result)),
        })
    }

    /// Statements that put all parameters into one record.
    fn record(&self, function: &Function) -> String {
        let (size, align) = (function.parameters_size, function.parameters_align);
        let stores = function.parameters.iter().map(|each| {
            let at = format!("unsafe.Add(record, {})", each.offset);
            format!("\t{}\n", self.store(each.kind, &at, &parameter(&each.name)))
        });
        format!("\trecord := allocate({size}, {align})\n{}", stores.collect::<String>())
    }

    fn flat(&self, place: TypeIndex, value: &str, variable: &str) -> Result<Flat, Box<dyn Error>> {
        let plain = |number: String| Ok(Flat { before: String::new(), numbers: vec![number] });
        let kind = &self.layout.types[place];
        match &kind.kind {
            Kind::Bool => plain(format!("flag({value})")),
            Kind::Integer { .. }
            | Kind::Float { .. }
            | Kind::Char
            | Kind::Enum { .. }
            | Kind::Own(_)
            | Kind::Borrow(_) => plain(format!("{}({value})", core(kind.flat[0]))),
            Kind::String => {
                let numbers = vec![format!("text({value})"), format!("int32(len({value}))")];
                Ok(Flat { before: String::new(), numbers })
            }
            Kind::List(_) => {
                let numbers = vec![format!("lower{}({value})", self.word(place)), format!("int32(len({value}))")];
                Ok(Flat { before: String::new(), numbers })
            }
            Kind::Option { payload, .. } => self.flat_option(place, *payload, value, variable),
            Kind::Record(fields) | Kind::Tuple(fields) => {
                let mut flat = Flat { before: String::new(), numbers: Vec::new() };
                for part in fields {
                    let name = field(&part.name);
                    let inner = self.flat(part.kind, &format!("{value}.{name}"), &format!("{variable}{name}"))?;
                    flat.before += &inner.before;
                    flat.numbers.extend(inner.numbers);
                }
                Ok(flat)
            }
            Kind::Result { .. } | Kind::Variant { .. } => {
                Err(format!("`{}` is passed flat, which the generator of Go does not write yet", self.word(place))
                    .into())
            }
        }
    }

    fn flat_option(
        &self,
        place: TypeIndex,
        payload: TypeIndex,
        value: &str,
        variable: &str,
    ) -> Result<Flat, Box<dyn Error>> {
        let inner = self.flat(payload, &format!("(*{value})"), variable)?;
        let names: Vec<_> = (0..=inner.numbers.len()).map(|number| format!("{variable}{number}")).collect();
        let declared: String = names
            .iter()
            .zip(&self.layout.types[place].flat)
            .map(|(name, number)| format!("\tvar {name} {}\n", core(*number)))
            .collect();
        let given = inner.numbers.join(", ");
        let before =
            format!("{declared}\tif {value} != nil {{\n{}\t\t{} = 1, {given}\n\t}}\n", inner.before, names.join(", "));
        Ok(Flat { before, numbers: names })
    }

    fn holds_memory(&self, place: TypeIndex) -> bool {
        let kind = &self.layout.types[place].kind;
        match kind {
            Kind::String | Kind::List(_) | Kind::Variant { .. } => true,
            Kind::Option { payload, .. } => self.holds_memory(*payload),
            Kind::Record(fields) | Kind::Tuple(fields) => fields.iter().any(|part| self.holds_memory(part.kind)),
            _ => false,
        }
    }

    fn of_number(&self, place: TypeIndex) -> String {
        match self.layout.types[place].kind {
            Kind::Bool => "result != 0".to_owned(),
            _ => format!("{}(result)", self.spelled(place)),
        }
    }

    fn of_memory(&self, place: TypeIndex) -> String {
        let Kind::Result { ok, error: Some(error), payload_offset } = &self.layout.types[place].kind else {
            return format!("\treturn {}\n", self.load(place, "area"));
        };
        let at = format!("unsafe.Add(area, {payload_offset})");
        let failure = self.load(*error, &at);
        let Some(ok) = ok else {
            return format!(
                "\tif !loadBool(area) {{\n\t\treturn nil\n\t}}\n\tfailure := {failure}\n\treturn &failure\n"
            );
        };
        let (value, spelled) = (self.load(*ok, &at), self.spelled(*ok));
        format!(
            "\tif loadBool(area) {{\n\t\tvar nothing {spelled}\n\t\tfailure := {failure}\n\t\treturn nothing, &failure\n\t}}\n\treturn {value}, nil\n"
        )
    }

    /// The imports of the module.
    pub(super) fn imports(&self) -> String {
        let declare = |name: &str, call: &CoreFunction| {
            let (module, field) = (&call.module, &call.field);
            format!("\n//go:wasmimport {module} {field}\n//go:noescape\nfunc {name}{}\n", core_signature(call))
        };
        format!("//go:build wasip1\n\npackage wit\n{}", self.each_import(declare))
    }

    /// What stands for the imports elsewhere, where there is no host: editors and plain tests read the package, too.
    pub(super) fn imports_elsewhere(&self) -> String {
        let declare = |name: &str, call: &CoreFunction| {
            format!("\nfunc {name}{} {{\n\tpanic(noHost)\n}}\n", core_signature(call))
        };
        format!("//go:build !wasip1\n\npackage wit\n{}", self.each_import(declare))
    }

    fn each_import(&self, declare: impl Fn(&str, &CoreFunction) -> String) -> String {
        let drop = |resource: &Resource| declare(&format!("import{}Drop", pascal(&resource.name)), &resource.drop);
        let mut out = String::new();
        for interface in &self.layout.imports {
            out.extend(interface.resources.iter().map(|place| drop(&self.layout.resources[*place])));
            out.extend(interface.functions.iter().map(|each| declare(&self.import_name(interface, each), &each.core)));
        }
        out
    }
}

fn core_signature(call: &CoreFunction) -> String {
    let parameters: Vec<_> =
        call.parameters.iter().enumerate().map(|(place, number)| format!("p{place} {}", core(*number))).collect();
    let result = call.result.map(|number| format!(" {}", core(number))).unwrap_or_default();
    format!("({}){result}", parameters.join(", "))
}
