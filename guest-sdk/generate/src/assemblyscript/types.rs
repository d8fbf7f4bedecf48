//! The classes and enums of `AssemblyScript`, and what loads and stores each of them.

use aludel_generate::layout::{Case, Field, Kind, TypeIndex};
use aludel_generate::names::pascal;

use super::{Emitter, class_name, docs, identifier, moved};

/// Cases that a field has when nothing is said.
const NEUTRAL: [&str; 5] = ["none", "no-action", "simple", "not-deferrable", "end"];

impl Emitter<'_> {
    /// The declaration of a type, if it needs one, and its functions.
    pub(super) fn type_text(&self, place: TypeIndex) -> String {
        let kind = &self.layout.types[place];
        match &kind.kind {
            Kind::Record(fields) | Kind::Tuple(fields) => self.record(place, fields),
            Kind::Variant { payload_offset, cases, .. } => self.variant(place, *payload_offset, cases),
            Kind::Enum { cases, .. } => self.enumeration(place, cases),
            Kind::List(item) if !self.is_plain(*item) => self.list(place, *item),
            Kind::Option { payload, payload_offset } => self.option(place, *payload, *payload_offset),
            Kind::Result { ok, error, payload_offset } => self.result(place, *ok, *error, *payload_offset),
            _ => String::new(),
        }
    }

    /// The type as the generated file spells it.
    pub(super) fn type_name(&self, place: TypeIndex) -> String {
        let of = |part: &Option<TypeIndex>| part.map_or_else(|| "bool".to_owned(), |part| self.type_name(part));
        match &self.layout.types[place].kind {
            Kind::Bool => "bool".to_owned(),
            Kind::Integer { .. } | Kind::Float { .. } | Kind::Char | Kind::Own(_) | Kind::Borrow(_) => {
                self.number_name(place)
            }
            Kind::String => "string".to_owned(),
            Kind::List(item) if self.is_plain(*item) => format!("StaticArray<{}>", self.type_name(*item)),
            Kind::List(item) => format!("Array<{}>", self.type_name(*item)),
            Kind::Option { payload, .. } if self.is_reference(*payload) => {
                format!("{} | null", self.type_name(*payload))
            }
            Kind::Option { payload, .. } => format!("Some<{}> | null", self.type_name(*payload)),
            Kind::Result { ok, error, .. } => format!("Answer<{}, {}>", of(ok), of(error)),
            Kind::Tuple(_) => self.mangled(place),
            Kind::Record(_) | Kind::Variant { .. } | Kind::Enum { .. } => {
                class_name(self.layout.types[place].name.as_deref().unwrap_or_default())
            }
        }
    }

    /// The type of what is loaded for a number, an enum, a boolean or a handle.
    pub(super) fn number_name(&self, place: TypeIndex) -> String {
        match &self.layout.types[place].kind {
            Kind::Integer { bits, signed } => format!("{}{bits}", if *signed { 'i' } else { 'u' }),
            Kind::Float { bits } => format!("f{bits}"),
            Kind::Bool | Kind::Enum { .. } => "u8".to_owned(),
            _ => "u32".to_owned(),
        }
    }

    /// What loads the type from an address.
    pub(super) fn load(&self, place: TypeIndex, at: &str) -> String {
        match &self.layout.types[place].kind {
            Kind::Bool => format!("load<u8>({at}) != 0"),
            Kind::Integer { .. } | Kind::Float { .. } | Kind::Char | Kind::Own(_) | Kind::Borrow(_) => {
                format!("load<{}>({at})", self.number_name(place))
            }
            Kind::Enum { .. } => format!("<{}>load<u8>({at})", self.type_name(place)),
            Kind::String => format!("loadString({at})"),
            Kind::List(item) if self.is_plain(*item) => format!("loadList<{}>({at})", self.type_name(*item)),
            _ => format!("load{}({at})", self.mangled(place)),
        }
    }

    /// What stores a value of the type at an address.
    pub(super) fn store(&self, place: TypeIndex, value: &str, at: &str) -> String {
        match &self.layout.types[place].kind {
            Kind::Integer { .. } | Kind::Float { .. } | Kind::Char | Kind::Own(_) | Kind::Borrow(_) => {
                format!("store<{}>({at}, {value})", self.number_name(place))
            }
            Kind::Bool | Kind::Enum { .. } => format!("store<u8>({at}, <u8>{value})"),
            Kind::String => format!("storeString({value}, {at})"),
            Kind::List(item) if self.is_plain(*item) => format!("storeList<{}>({value}, {at})", self.type_name(*item)),
            _ => format!("store{}({value}, {at})", self.mangled(place)),
        }
    }

    fn is_plain(&self, place: TypeIndex) -> bool {
        matches!(self.layout.types[place].kind, Kind::Integer { .. } | Kind::Float { .. })
    }

    fn is_reference(&self, place: TypeIndex) -> bool {
        use Kind::{List, Record, String, Tuple, Variant};
        matches!(self.layout.types[place].kind, String | List(_) | Record(_) | Tuple(_) | Variant { .. })
    }

    /// A name for the functions of the type.
    fn mangled(&self, place: TypeIndex) -> String {
        let of = |part: &Option<TypeIndex>| part.map_or_else(|| "Nothing".to_owned(), |part| self.mangled(part));
        let kind = &self.layout.types[place];
        match &kind.kind {
            Kind::List(item) => format!("ListOf{}", self.mangled(*item)),
            Kind::Option { payload, .. } => format!("Optional{}", self.mangled(*payload)),
            Kind::Result { ok, error, .. } => format!("Answer{}Or{}", of(ok), of(error)),
            Kind::Tuple(fields) => {
                format!("TupleOf{}", fields.iter().map(|field| self.mangled(field.kind)).collect::<String>())
            }
            Kind::Own(_) | Kind::Borrow(_) => "Handle".to_owned(),
            Kind::Record(_) | Kind::Variant { .. } | Kind::Enum { .. } => {
                class_name(kind.name.as_deref().unwrap_or_default())
            }
            _ => pascal(&self.layout.name(place)),
        }
    }

    fn declaration_docs(&self, place: TypeIndex) -> String {
        let kind = &self.layout.types[place];
        docs(kind.docs.as_deref().unwrap_or(&format!("The type `{}`.", self.layout.name(place))), "")
    }

    fn record(&self, place: TypeIndex, fields: &[Field]) -> String {
        let name = self.type_name(place);
        let (optional, required): (Vec<_>, Vec<_>) = fields.iter().partition(|field| self.default_of(field).is_some());
        let parameters: Vec<_> = required.iter().map(|field| self.parameter(field)).collect();
        let members: String = optional.iter().map(|field| self.member(field)).collect();
        let loads: Vec<_> = required.iter().map(|field| self.load(field.kind, &moved("at", field.offset))).collect();
        let rest: String = optional
            .iter()
            .map(|field| {
                format!("  it.{} = {};\n", field_name(field), self.load(field.kind, &moved("at", field.offset)))
            })
            .collect();
        let stores: String = fields
            .iter()
            .map(|field| {
                let value = format!("it.{}", field_name(field));
                format!("  {};\n", self.store(field.kind, &value, &moved("at", field.offset)))
            })
            .collect();
        format!(
            "\n{}export class {name} {{\n{members}  constructor({}) {{}}\n}}\n
function load{name}(at: usize): {name} {{\n  const it = new {name}({});\n{rest}  return it;\n}}\n
function store{name}(it: {name}, at: usize): void {{\n{stores}}}\n",
            self.declaration_docs(place),
            parameters.join(", "),
            loads.join(", "),
        )
    }

    fn parameter(&self, field: &Field) -> String {
        let docs = field.docs.as_deref().map(|text| format!("/** {} */ ", text.replace('\n', " "))).unwrap_or_default();
        format!("{docs}public {}: {}", field_name(field), self.type_name(field.kind))
    }

    fn member(&self, field: &Field) -> String {
        let docs = field.docs.as_deref().map(|text| docs(text, "  ")).unwrap_or_default();
        let default = self.default_of(field).unwrap_or_default();
        format!("{docs}  {}: {} = {default};\n", field_name(field), self.type_name(field.kind))
    }

    /// What a field is until it is set; the others are parameters of the constructor.
    fn default_of(&self, field: &Field) -> Option<String> {
        match &self.layout.types[field.kind].kind {
            Kind::List(item) if self.is_plain(*item) => Some(format!("new {}(0)", self.type_name(field.kind))),
            Kind::List(_) => Some(format!("new {}()", self.type_name(field.kind))),
            Kind::Option { .. } => Some("null".to_owned()),
            Kind::Bool if field.name != "nullable" => Some("false".to_owned()),
            Kind::Enum { cases, .. } if is_neutral(cases) => Some(format!("<{}>0", self.type_name(field.kind))),
            Kind::Variant { cases, .. } if is_neutral(cases) => Some(format!("new {}(0)", self.type_name(field.kind))),
            _ => None,
        }
    }

    fn variant(&self, place: TypeIndex, offset: usize, cases: &[Case]) -> String {
        let name = self.type_name(place);
        let at = moved("at", offset);
        let full = || cases.iter().enumerate().filter_map(|(number, case)| Some((number, case, case.payload?)));
        let class = |case: &Case| format!("{name}{}", pascal(&case.name));
        let classes: String =
            full().map(|(number, case, payload)| self.case_class(&name, &class(case), number, case, payload)).collect();
        let load = |(number, case, payload): (usize, &Case, TypeIndex)| {
            format!("    case {number}:\n      return new {}({});\n", class(case), self.load(payload, &at))
        };
        let loads: String = full().map(load).collect();
        let store = |(number, case, payload): (usize, &Case, TypeIndex)| {
            let value = format!("changetype<{}>(it).value", class(case));
            format!("    case {number}:\n      {};\n      break;\n", self.store(payload, &value, &at))
        };
        let stores: String = full().map(store).collect();
        let names: Vec<_> = cases.iter().map(|case| format!("\"{}\"", case.name)).collect();
        format!(
            "
{}export class {name} {{
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {{}}

  /** The name of the case. */
  get caseName(): string {{
    return {name}Cases[this.tag];
  }}
}}

const {name}Cases: StaticArray<string> = [{}];
{classes}
function load{name}(at: usize): {name} {{
  switch (load<u8>(at)) {{
{loads}    default:
      return new {name}(load<u8>(at));
  }}
}}

function store{name}(it: {name}, at: usize): void {{
  store<u8>(at, it.tag);
  switch (it.tag) {{
{stores}  }}
}}
",
            self.declaration_docs(place),
            names.join(", "),
        )
    }

    fn case_class(&self, of: &str, name: &str, number: usize, case: &Case, payload: TypeIndex) -> String {
        let docs = docs(case.docs.as_deref().unwrap_or(&format!("The case `{}`.", case.name)), "");
        let payload = self.type_name(payload);
        format!(
            "
{docs}export class {name} extends {of} {{
  constructor(public value: {payload}) {{
    super({number});
  }}
}}
"
        )
    }

    fn enumeration(&self, place: TypeIndex, cases: &[Case]) -> String {
        let name = self.type_name(place);
        let members: String = cases
            .iter()
            .map(|case| {
                let docs = case.docs.as_deref().map(|text| docs(text, "  ")).unwrap_or_default();
                format!("{docs}  {},\n", pascal(&case.name))
            })
            .collect();
        let names: Vec<_> = cases.iter().map(|case| format!("\"{}\"", case.name)).collect();
        format!(
            "\n{}export enum {name} {{\n{members}}}\n\nconst {name}Names: StaticArray<string> = [{}];\n
/** The name of a {name}. */\nexport function nameOf{name}(it: {name}): string {{\n  return {name}Names[it];\n}}\n",
            self.declaration_docs(place),
            names.join(", "),
        )
    }

    fn list(&self, place: TypeIndex, item: TypeIndex) -> String {
        let (name, kind, size) = (self.mangled(place), self.type_name(place), self.layout.types[item].size);
        let align = self.layout.types[item].align;
        let (load, store) = (
            self.load(item, &format!("start + i * {size}")),
            self.store(item, "it[i]", &format!("start + i * {size}")),
        );
        format!(
            "
function load{name}(at: usize): {kind} {{
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new {kind}(count);
  for (let i = 0; i < count; i++) items[i] = {load};
  return items;
}}

function store{name}(it: {kind}, at: usize): void {{
  const start = allocate(it.length * {size}, {align});
  for (let i = 0; i < it.length; i++) {store};
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}}
"
        )
    }

    fn option(&self, place: TypeIndex, payload: TypeIndex, offset: usize) -> String {
        let (name, kind) = (self.mangled(place), self.type_name(place));
        let at = moved("at", offset);
        let load = self.load(payload, &at);
        let (load, value) = if self.is_reference(payload) {
            (load, "it".to_owned())
        } else {
            (format!("new Some<{}>({load})", self.type_name(payload)), "it.value".to_owned())
        };
        let store = self.store(payload, &value, &at);
        format!(
            "
function load{name}(at: usize): {kind} {{
  if (load<u8>(at) == 0) return null;
  return {load};
}}

function store{name}(it: {kind}, at: usize): void {{
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) {store};
}}
"
        )
    }

    fn result(&self, place: TypeIndex, ok: Option<TypeIndex>, error: Option<TypeIndex>, offset: usize) -> String {
        let (name, kind) = (self.mangled(place), self.type_name(place));
        let at = moved("at", offset);
        let value = ok.map_or_else(|| "true".to_owned(), |ok| self.load(ok, &at));
        let ok_name = ok.map_or_else(|| "bool".to_owned(), |ok| self.type_name(ok));
        let failed = error.map_or_else(|| "null".to_owned(), |error| self.load(error, &at));
        let store_ok =
            ok.map(|ok| format!("\n  if (failed === null) {};", self.store(ok, "it.value", &at))).unwrap_or_default();
        let store_error = error
            .map(|error| format!("\n  if (failed !== null) {};", self.store(error, "failed", &at)))
            .unwrap_or_default();
        format!(
            "
function load{name}(at: usize): {kind} {{
  if (load<u8>(at) == 0) return new {kind}({value}, null);
  return new {kind}(blank<{ok_name}>(), {failed});
}}

/** Stores what an exported function answers. */
export function store{name}(it: {kind}, at: usize): void {{
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);{store_ok}{store_error}
}}
"
        )
    }
}

fn is_neutral(cases: &[Case]) -> bool {
    cases.first().is_some_and(|first| first.payload.is_none() && NEUTRAL.contains(&first.name.as_str()))
}

/// Parts of a tuple have a place and no name.
fn field_name(field: &Field) -> String {
    match field.name.parse::<usize>() {
        Ok(place) => format!("item{place}"),
        Err(_) => identifier(&field.name),
    }
}
