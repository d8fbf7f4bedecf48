//! Functions that take a value out of memory as the host wrote it.

use aludel_generate::layout::{Case, Field, Kind, TypeIndex};
use aludel_generate::names::pascal;

use super::Go;
use super::spelling::field;

impl Go<'_> {
    pub(super) fn loads(&self) -> String {
        let functions = self.loaded.iter().filter_map(|place| self.load_function(*place));
        format!("package wit\n\nimport \"unsafe\"\n{}", functions.collect::<String>())
    }

    /// An expression that loads a value.
    pub(super) fn load(&self, place: TypeIndex, at: &str) -> String {
        match &self.layout.types[place].kind {
            Kind::Bool => format!("loadBool({at})"),
            Kind::Integer { .. }
            | Kind::Float { .. }
            | Kind::Char
            | Kind::Enum { .. }
            | Kind::Own(_)
            | Kind::Borrow(_) => {
                format!("*(*{})({at})", self.spelled(place))
            }
            Kind::String => format!("loadString({at})"),
            _ => format!("load{}({at})", self.word(place)),
        }
    }

    fn load_function(&self, place: TypeIndex) -> Option<String> {
        let (word, spelled) = (self.word(place), self.spelled(place));
        let body = match &self.layout.types[place].kind {
            Kind::List(item) if self.lies_as_in_go(*item) => {
                format!("\treturn loadSlice[{}](at)\n", self.spelled(*item))
            }
            Kind::List(item) => self.items(&spelled, *item),
            Kind::Option { payload, payload_offset } => {
                let load = self.load(*payload, &format!("unsafe.Add(at, {payload_offset})"));
                format!("\tif !loadBool(at) {{\n\t\treturn nil\n\t}}\n\tvalue := {load}\n\treturn &value\n")
            }
            Kind::Tuple(fields) | Kind::Record(fields) => self.structure_of(&spelled, fields),
            Kind::Variant { payload_offset, cases, .. } => self.case(&word, *payload_offset, cases),
            // Results are taken apart where a function gives them.
            _ => return None,
        };
        Some(format!("\nfunc load{word}(at unsafe.Pointer) {spelled} {{\n{body}}}\n"))
    }

    fn items(&self, spelled: &str, item: TypeIndex) -> String {
        let size = self.layout.types[item].size;
        let load = self.load(item, "unsafe.Add(items, place*size)");
        format!(
            "\tconst size = {size}\n\titems, count := loadItems(at)\n\tvalue := make({spelled}, count)\n\tfor place := range value {{\n\t\tvalue[place] = {load}\n\t}}\n\treturn value\n"
        )
    }

    fn structure_of(&self, spelled: &str, fields: &[Field]) -> String {
        let line = |part: &Field| {
            let load = self.load(part.kind, &format!("unsafe.Add(at, {})", part.offset));
            format!("\tvalue.{} = {load}\n", field(&part.name))
        };
        format!("\tvar value {spelled}\n{}\treturn value\n", fields.iter().map(line).collect::<String>())
    }

    fn case(&self, name: &str, offset: usize, cases: &[Case]) -> String {
        let arms = cases.iter().filter_map(|case| {
            let load = self.load(case.payload?, &format!("unsafe.Add(at, {offset})"));
            Some(format!("\tcase {name}{}:\n\t\tvalue.Payload = {load}\n", pascal(&case.name)))
        });
        let arms: String = arms.collect();
        format!(
            "\tvalue := {name}{{Tag: {name}Tag(*(*uint8)(at))}}\n\tswitch value.Tag {{\n{arms}\t}}\n\treturn value\n"
        )
    }
}
