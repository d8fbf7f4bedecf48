//! The layout as text, for people who write an emitter.

use super::{Core, CoreFunction, Field, Function, Interface, Kind, Layout, TypeIndex};

impl Layout {
    /// Every interface with its types, offsets and core functions, a line each.
    pub fn describe(&self) -> String {
        let imports = self.imports.iter().map(|interface| self.interface("import", interface));
        let exports = self.exports.iter().map(|interface| self.interface("export", interface));
        imports.chain(exports).collect()
    }

    fn interface(&self, verb: &str, interface: &Interface) -> String {
        let types = interface.types.iter().map(|place| self.declaration(*place));
        let drops = interface.resources.iter().map(|place| {
            let resource = &self.resources[*place];
            format!("  resource {}\n    {}\n", resource.name, signature(&resource.drop))
        });
        let functions = interface.functions.iter().map(|function| self.function(function));
        let body: String = types.chain(drops).chain(functions).collect();
        format!("{verb} {}\n{body}", interface.id)
    }

    fn declaration(&self, place: TypeIndex) -> String {
        let kind = &self.types[place];
        let (name, size, align) = (self.name(place), kind.size, kind.align);
        let parts: String = match &kind.kind {
            Kind::Record(fields) => fields.iter().map(|field| self.field(field)).collect(),
            Kind::Variant { payload_offset, cases, .. } => cases
                .iter()
                .enumerate()
                .map(|(number, case)| {
                    let payload = case.payload.map(|payload| format!(": {} at {payload_offset}", self.name(payload)));
                    format!("    {number} {}{}\n", case.name, payload.unwrap_or_default())
                })
                .collect(),
            Kind::Enum { cases, .. } => {
                cases.iter().enumerate().map(|(number, case)| format!("    {number} {}\n", case.name)).collect()
            }
            _ => String::new(),
        };
        format!("  {name}: size {size}, align {align}, flat {}\n{parts}", numbers(&kind.flat))
    }

    fn field(&self, field: &Field) -> String {
        format!("    {:>3} {}: {}\n", field.offset, field.name, self.name(field.kind))
    }

    fn function(&self, function: &Function) -> String {
        let parameters: Vec<_> = function
            .parameters
            .iter()
            .map(|parameter| format!("{}: {}", parameter.name, self.name(parameter.kind)))
            .collect();
        let result = function.result.map(|result| format!(" -> {}", self.name(result))).unwrap_or_default();
        let post = function.core.post_return.iter().map(|name| format!("    then `{name}`(i32)\n")).collect::<String>();
        let (name, parameters, core) = (&function.name, parameters.join(", "), signature(&function.core));
        format!("  {:?} {name}({parameters}){result}\n    {core}\n{post}", function.role)
    }

    /// The type as WIT spells it.
    pub fn name(&self, place: TypeIndex) -> String {
        let of = |part: &Option<TypeIndex>| part.map_or_else(|| "_".to_owned(), |part| self.name(part));
        let kind = &self.types[place];
        match &kind.kind {
            Kind::Bool => "bool".to_owned(),
            Kind::Integer { bits, signed } => format!("{}{bits}", if *signed { 's' } else { 'u' }),
            Kind::Float { bits } => format!("f{bits}"),
            Kind::Char => "char".to_owned(),
            Kind::String => "string".to_owned(),
            Kind::List(item) => format!("list<{}>", self.name(*item)),
            Kind::Option { payload, .. } => format!("option<{}>", self.name(*payload)),
            Kind::Result { ok, error, .. } => format!("result<{}, {}>", of(ok), of(error)),
            Kind::Tuple(fields) => {
                let parts: Vec<_> = fields.iter().map(|field| self.name(field.kind)).collect();
                format!("tuple<{}>", parts.join(", "))
            }
            Kind::Record(_) | Kind::Variant { .. } | Kind::Enum { .. } => kind.name.clone().unwrap_or_default(),
            Kind::Own(resource) => format!("own<{}>", self.resources[*resource].name),
            Kind::Borrow(resource) => format!("borrow<{}>", self.resources[*resource].name),
        }
    }
}

fn signature(core: &CoreFunction) -> String {
    let result = core.result.map(|result| format!(" -> {}", number(result))).unwrap_or_default();
    let by_pointer = if core.parameters_by_pointer { ", parameters by pointer" } else { "" };
    let result_by_pointer = if core.result_by_pointer { ", result by pointer" } else { "" };
    let (module, field) = (&core.module, &core.field);
    format!("`{module}` `{field}` {}{result}{by_pointer}{result_by_pointer}", numbers(&core.parameters))
}

fn numbers(numbers: &[Core]) -> String {
    let names: Vec<_> = numbers.iter().map(|core| number(*core)).collect();
    format!("({})", names.join(" "))
}

fn number(core: Core) -> &'static str {
    match core {
        Core::I32 => "i32",
        Core::I64 => "i64",
        Core::F32 => "f32",
        Core::F64 => "f64",
    }
}
