//! How names and types of WIT are spelled in Go.

use aludel_generate::layout::{Core, Function, Interface, Kind, Role, TypeIndex};
use aludel_generate::names::{camel, pascal};

use super::Go;

/// Words of Go, and names of the file's own, that no parameter may have.
const TAKEN: [&str; 6] = ["default", "type", "func", "range", "area", "result"];

impl Go<'_> {
    /// The type of a variable.
    pub(super) fn spelled(&self, place: TypeIndex) -> String {
        match &self.layout.types[place].kind {
            Kind::Bool => "bool".to_owned(),
            Kind::Integer { bits, signed } => format!("{}int{bits}", if *signed { "" } else { "u" }),
            Kind::Float { bits } => format!("float{bits}"),
            Kind::Char => "rune".to_owned(),
            Kind::String => "string".to_owned(),
            Kind::List(item) => format!("[]{}", self.spelled(*item)),
            Kind::Option { payload, .. } => format!("*{}", self.spelled(*payload)),
            Kind::Result { error, .. } => error.map(|error| format!("*{}", self.spelled(error))).unwrap_or_default(),
            _ => self.word(place),
        }
    }

    /// The type as a part of a name: `ListString`.
    pub(super) fn word(&self, place: TypeIndex) -> String {
        let part = |part: &Option<TypeIndex>| part.map(|part| self.word(part)).unwrap_or_default();
        let kind = &self.layout.types[place];
        match &kind.kind {
            Kind::Bool => "Bool".to_owned(),
            Kind::Integer { bits, signed } => format!("{}{bits}", if *signed { 'S' } else { 'U' }),
            Kind::Float { bits } => format!("F{bits}"),
            Kind::Char => "Char".to_owned(),
            Kind::String => "String".to_owned(),
            Kind::List(item) => format!("List{}", self.word(*item)),
            Kind::Option { payload, .. } => format!("Option{}", self.word(*payload)),
            Kind::Result { ok, error, .. } => format!("Result{}{}", part(ok), part(error)),
            Kind::Tuple(fields) => {
                format!("Tuple{}", fields.iter().map(|field| self.word(field.kind)).collect::<String>())
            }
            Kind::Record(_) | Kind::Variant { .. } | Kind::Enum { .. } => {
                pascal(kind.name.as_deref().unwrap_or_default())
            }
            Kind::Own(resource) | Kind::Borrow(resource) => pascal(&self.layout.resources[*resource].name),
        }
    }

    /// The name of what is imported for a function: `importDatabaseExecute`.
    pub(super) fn import_name(&self, interface: &Interface, function: &Function) -> String {
        let owner = match function.role {
            Role::Free => pascal(&interface.name),
            Role::Method(resource) | Role::Static(resource) | Role::Constructor(resource) => {
                pascal(&self.layout.resources[resource].name)
            }
        };
        let name =
            if matches!(function.role, Role::Constructor(_)) { "New".to_owned() } else { pascal(&function.name) };
        format!("import{owner}{name}")
    }

    /// Whether items of the type lie in memory as Go lays out a slice of them, so that none has to be copied.
    pub(super) fn lies_as_in_go(&self, place: TypeIndex) -> bool {
        matches!(self.layout.types[place].kind, Kind::Integer { .. } | Kind::Float { .. })
    }
}

/// A name of a field.
pub(super) fn field(name: &str) -> String {
    if name.starts_with(|letter: char| letter.is_ascii_digit()) { format!("F{name}") } else { pascal(name) }
}

/// A name of a parameter.
pub(super) fn parameter(name: &str) -> String {
    let name = camel(name);
    if TAKEN.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// A core number.
pub(super) fn core(core: Core) -> &'static str {
    match core {
        Core::I32 => "int32",
        Core::I64 => "int64",
        Core::F32 => "float32",
        Core::F64 => "float64",
    }
}

/// A comment, with what it is about in front as Go has it.
pub(super) fn comment(indent: &str, name: &str, docs: Option<&str>, otherwise: &str) -> String {
    let Some(docs) = docs else {
        return format!("{indent}// {name} {otherwise}\n");
    };
    let lines = docs.lines().map(|line| format!("{indent}// {line}").trim_end().to_owned() + "\n");
    let lines: String = lines.collect();
    if indent.is_empty() { format!("// {name}: {}", lines.trim_start_matches("// ")) } else { lines }
}
