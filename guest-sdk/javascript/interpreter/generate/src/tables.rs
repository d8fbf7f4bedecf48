//! The types of the interface as tables that the interpreter walks when values cross over.

use std::collections::HashMap;
use std::fmt::Write as _;

use wit_parser::{Resolve, SizeAlign, Type, TypeDef, TypeDefKind, TypeId, TypeOwner};

/// Gives every type a place in one C array.
pub struct Tables<'resolve> {
    resolve: &'resolve Resolve,
    sizes: SizeAlign,
    places: HashMap<Type, usize>,
    rows: Vec<String>,
    fields: String,
    resources: Vec<TypeId>,
}

/// One row of the array before it is written.
struct Row {
    kind: &'static str,
    fields: Vec<(String, Option<Type>, u64)>,
    element: Option<Type>,
    payload: u64,
    detail: usize,
}

impl Row {
    fn plain(kind: &'static str) -> Self {
        Self { kind, fields: Vec::new(), element: None, payload: 0, detail: 0 }
    }
}

impl<'resolve> Tables<'resolve> {
    /// No type has a place yet.
    pub fn new(resolve: &'resolve Resolve) -> Self {
        let mut sizes = SizeAlign::default();
        sizes.fill(resolve);
        Self { resolve, sizes, places: HashMap::new(), rows: Vec::new(), fields: String::new(), resources: Vec::new() }
    }

    /// The resources seen so far, in the order of their numbers.
    pub fn resources(&self) -> &[TypeId] {
        &self.resources
    }

    /// The names, types and places of parameters that go through memory, as fields of a record.
    pub fn parameters<'a>(&mut self, types: impl IntoIterator<Item = (&'a str, &'a Type)>) -> Vec<String> {
        let types: Vec<_> = types.into_iter().collect();
        let offsets = self.sizes.field_offsets(types.iter().map(|(_, kind)| *kind));
        let offsets: Vec<_> = offsets.into_iter().map(|(at, _)| bytes(at)).collect();
        let fields = types.iter().zip(offsets);
        fields
            .map(|((name, kind), at)| format!("{{\"{}\", {}, {at}}}", camel(name), self.reference(Some(**kind))))
            .collect()
    }

    /// The size in bytes of parameters that go through memory.
    pub fn parameters_size<'a>(&self, types: impl IntoIterator<Item = &'a Type>) -> u64 {
        bytes(self.sizes.record(types).size)
    }

    /// The C expression of a type's row, or NULL.
    pub fn reference(&mut self, kind: Option<Type>) -> String {
        kind.map_or_else(|| "NULL".to_owned(), |kind| format!("&types[{}]", self.place(kind)))
    }

    /// The number of a resource, in the order in which they were met.
    fn resource_number(&mut self, resource: TypeId) -> usize {
        let resource = self.origin(resource);
        self.resources.iter().position(|known| *known == resource).unwrap_or_else(|| {
            self.resources.push(resource);
            self.resources.len() - 1
        })
    }

    /// Follows `use` and `type x = y` to where a type was defined.
    fn origin(&self, mut id: TypeId) -> TypeId {
        while let TypeDefKind::Type(Type::Id(next)) = self.resolve.types[id].kind {
            id = next;
        }
        id
    }

    fn place(&mut self, kind: Type) -> usize {
        let kind = match kind {
            Type::Id(id) => match self.resolve.types[self.origin(id)].kind {
                TypeDefKind::Type(alias) => alias,
                _ => Type::Id(self.origin(id)),
            },
            other => other,
        };
        if let Some(place) = self.places.get(&kind) {
            return *place;
        }
        let row = self.row(kind);
        let text = self.written(kind, &row);
        self.rows.push(text);
        self.places.insert(kind, self.rows.len() - 1);
        self.rows.len() - 1
    }

    fn row(&mut self, kind: Type) -> Row {
        match kind {
            Type::Bool => Row::plain("TYPE_BOOL"),
            Type::U8 => Row::plain("TYPE_U8"),
            Type::U16 => Row::plain("TYPE_U16"),
            Type::S16 => Row::plain("TYPE_S16"),
            Type::U32 => Row::plain("TYPE_U32"),
            Type::S32 => Row::plain("TYPE_S32"),
            Type::U64 => Row::plain("TYPE_U64"),
            Type::S64 => Row::plain("TYPE_S64"),
            Type::F64 => Row::plain("TYPE_F64"),
            Type::String => Row::plain("TYPE_STRING"),
            Type::Id(id) => {
                let resolve = self.resolve;
                self.defined(&resolve.types[id])
            }
            other => unreachable!("the interface has no {other:?}"),
        }
    }

    fn defined(&mut self, definition: &TypeDef) -> Row {
        match &definition.kind {
            TypeDefKind::List(element) => Row { element: Some(*element), ..Row::plain("TYPE_LIST") },
            TypeDefKind::Option(element) => Row {
                element: Some(*element),
                payload: self.payload_offset([Some(element)]),
                ..Row::plain("TYPE_OPTION")
            },
            TypeDefKind::Record(record) => {
                let offsets = self.sizes.field_offsets(record.fields.iter().map(|field| &field.ty));
                let fields = record.fields.iter().zip(offsets);
                let fields = fields.map(|(field, (at, kind))| (camel(&field.name), Some(*kind), bytes(at)));
                Row { fields: fields.collect(), ..Row::plain("TYPE_RECORD") }
            }
            TypeDefKind::Tuple(tuple) => {
                let offsets = self.sizes.field_offsets(tuple.types.iter());
                let fields = offsets.into_iter().map(|(at, kind)| (String::new(), Some(*kind), bytes(at)));
                Row { fields: fields.collect(), ..Row::plain("TYPE_TUPLE") }
            }
            TypeDefKind::Variant(variant) => {
                let payload = self.payload_offset(variant.cases.iter().map(|case| case.ty.as_ref()));
                let fields = variant.cases.iter().map(|case| (case.name.clone(), case.ty, 0)).collect();
                let is_value = definition.name.as_deref() == Some("value") && self.is_sql(definition.owner);
                Row { fields, payload, ..Row::plain(if is_value { "TYPE_VALUE" } else { "TYPE_VARIANT" }) }
            }
            TypeDefKind::Result(result) => {
                let payload = self.payload_offset([result.ok.as_ref(), result.err.as_ref()]);
                let fields = vec![("ok".to_owned(), result.ok, 0), ("err".to_owned(), result.err, 0)];
                Row { fields, payload, ..Row::plain("TYPE_VARIANT") }
            }
            TypeDefKind::Enum(values) => {
                let fields = values.cases.iter().map(|case| (case.name.clone(), None, 0)).collect();
                Row { fields, ..Row::plain("TYPE_ENUM") }
            }
            TypeDefKind::Handle(handle) => self.handle(*handle),
            other => unreachable!("the interface has no {}", other.as_str()),
        }
    }

    fn handle(&mut self, handle: wit_parser::Handle) -> Row {
        let (kind, resource) = match handle {
            wit_parser::Handle::Own(resource) => ("TYPE_OWN", resource),
            wit_parser::Handle::Borrow(resource) => ("TYPE_BORROW", resource),
        };
        Row { detail: self.resource_number(resource), ..Row::plain(kind) }
    }

    fn is_sql(&self, owner: TypeOwner) -> bool {
        let TypeOwner::Interface(interface) = owner else { return false };
        let package = self.resolve.interfaces[interface].package;
        package.is_some_and(|package| self.resolve.packages[package].name.name == "sql")
    }

    fn payload_offset<'a>(&self, cases: impl IntoIterator<Item = Option<&'a Type>>) -> u64 {
        let cases: Vec<_> = cases.into_iter().collect();
        let tag = if cases.len() <= 256 { wit_parser::Int::U8 } else { wit_parser::Int::U16 };
        bytes(self.sizes.payload_offset(tag, cases))
    }

    fn written(&mut self, kind: Type, row: &Row) -> String {
        let size = bytes(self.sizes.size(&kind));
        let align = self.sizes.align(&kind).align_wasm32();
        let flat = flat_count(self.resolve, kind);
        let element = self.reference(row.element);
        let fields: Vec<_> =
            row.fields.iter().map(|(name, kind, at)| (name.clone(), self.reference(*kind), *at)).collect();
        let list = if fields.is_empty() {
            "NULL".to_owned()
        } else {
            let name = format!("fields_{}", self.rows.len());
            let _ = writeln!(self.fields, "static const Field {name}[] = {{");
            for (field, reference, at) in &fields {
                let _ = writeln!(self.fields, "    {{\"{field}\", {reference}, {at}}},");
            }
            self.fields.push_str("};\n");
            name
        };
        let (kind, payload, count) = (row.kind, row.payload, if row.detail > 0 { row.detail } else { fields.len() });
        format!("{{{kind}, {align}, {payload}, {flat}, {size}, {count}, {list}, {element}}}")
    }

    /// The arrays as C.
    pub fn text(&self) -> String {
        let mut text = format!("static const Type types[{}];\n{}", self.rows.len(), self.fields);
        let _ = writeln!(text, "static const Type types[{}] = {{", self.rows.len());
        for row in &self.rows {
            let _ = writeln!(text, "    {row},");
        }
        text + "};\n"
    }
}

/// How many core values a type is when it is passed without memory.
fn flat_count(resolve: &Resolve, kind: Type) -> usize {
    let mut storage = [wit_parser::abi::WasmType::I32; 256];
    let mut types = wit_parser::abi::FlatTypes::new(&mut storage);
    assert!(resolve.push_flat(&kind, &mut types), "a type of more than 256 core values");
    types.to_vec().len()
}

fn bytes(size: wit_parser::ArchitectureSize) -> u64 {
    size.size_wasm32() as u64
}

/// `rows-affected` as JavaScript writes it.
pub fn camel(name: &str) -> String {
    let mut parts = name.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut text, part| {
        let mut letters = part.chars();
        text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        text + letters.as_str()
    })
}
