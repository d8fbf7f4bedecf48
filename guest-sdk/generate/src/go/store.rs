//! Functions that put a value into memory as the host reads it.

use aludel_generate::layout::{Case, Field, Kind, TypeIndex};
use aludel_generate::names::pascal;

use super::Go;
use super::spelling::field;

impl Go<'_> {
    pub(super) fn stores(&self) -> String {
        let functions = self.stored.iter().filter_map(|place| self.store_function(*place));
        format!("package wit\n\nimport \"unsafe\"\n{}", functions.collect::<String>())
    }

    /// A statement that stores the value of an expression.
    pub(super) fn store(&self, place: TypeIndex, at: &str, value: &str) -> String {
        match &self.layout.types[place].kind {
            Kind::Bool => format!("storeBool({at}, {value})"),
            Kind::Integer { .. }
            | Kind::Float { .. }
            | Kind::Char
            | Kind::Enum { .. }
            | Kind::Own(_)
            | Kind::Borrow(_) => {
                format!("*(*{})({at}) = {value}", self.spelled(place))
            }
            Kind::String => format!("storeString({at}, {value})"),
            Kind::List(_) | Kind::Option { .. } | Kind::Result { .. } => {
                format!("store{}({at}, {value})", self.word(place))
            }
            Kind::Tuple(_) | Kind::Record(_) | Kind::Variant { .. } => {
                format!("store{}({at}, &{value})", self.word(place))
            }
        }
    }

    fn store_function(&self, place: TypeIndex) -> Option<String> {
        let (word, spelled) = (self.word(place), self.spelled(place));
        let (passed, body) = match &self.layout.types[place].kind {
            Kind::List(item) => return Some(self.list(place, *item)),
            Kind::Option { payload, payload_offset } => (spelled, self.optional(*payload, *payload_offset)),
            Kind::Result { ok: None, error: Some(error), payload_offset } => {
                (spelled, self.optional(*error, *payload_offset))
            }
            Kind::Tuple(fields) | Kind::Record(fields) => (format!("*{spelled}"), self.fields(fields)),
            Kind::Variant { payload_offset, cases, .. } => {
                (format!("*{spelled}"), self.cases(&word, *payload_offset, cases))
            }
            _ => return None,
        };
        Some(format!("\nfunc store{word}(at unsafe.Pointer, value {passed}) {{\n{body}}}\n"))
    }

    fn list(&self, place: TypeIndex, item: TypeIndex) -> String {
        let (word, spelled) = (self.word(place), self.spelled(place));
        let body = if self.lies_as_in_go(item) {
            "\treturn pointer(unsafe.Pointer(unsafe.SliceData(value)))\n".to_owned()
        } else {
            let kind = &self.layout.types[item];
            let (size, align) = (kind.size, kind.align);
            let store = self.store(item, "unsafe.Add(items, place*size)", "value[place]");
            format!(
                "\tconst size = {size}\n\titems := allocate(uintptr(len(value))*size, {align})\n\tfor place := range value {{\n\t\t{store}\n\t}}\n\treturn address(items)\n"
            )
        };
        format!(
            "\nfunc lower{word}(value {spelled}) int32 {{\n{body}}}\n\nfunc store{word}(at unsafe.Pointer, value {spelled}) {{\n\tstoreSlice(at, lower{word}(value), len(value))\n}}\n"
        )
    }

    /// A discriminant of one byte and what a pointer points to.
    fn optional(&self, payload: TypeIndex, offset: usize) -> String {
        let store = self.store(payload, &format!("unsafe.Add(at, {offset})"), "(*value)");
        format!("\tstoreBool(at, value != nil)\n\tif value != nil {{\n\t\t{store}\n\t}}\n")
    }

    fn fields(&self, fields: &[Field]) -> String {
        let line = |part: &Field| {
            let at = format!("unsafe.Add(at, {})", part.offset);
            format!("\t{}\n", self.store(part.kind, &at, &format!("value.{}", field(&part.name))))
        };
        fields.iter().map(line).collect()
    }

    fn cases(&self, name: &str, offset: usize, cases: &[Case]) -> String {
        let arms = cases.iter().filter_map(|case| {
            let payload = case.payload?;
            let spelled = self.spelled(payload);
            let store = self.store(payload, &format!("unsafe.Add(at, {offset})"), "payload");
            let case = pascal(&case.name);
            Some(format!("\tcase {name}{case}:\n\t\tpayload := value.Payload.({spelled})\n\t\t{store}\n"))
        });
        let arms: String = arms.collect();
        format!("\t*(*uint8)(at) = uint8(value.Tag)\n\tswitch value.Tag {{\n{arms}\t}}\n")
    }
}
