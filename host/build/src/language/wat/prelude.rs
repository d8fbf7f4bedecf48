//! What a migration takes from the library: the fields that it mentions, and what those need.

use std::collections::{BTreeSet, HashMap};

use aludel_project::Language;

use super::lexer::{Token, tokens};
use crate::sdk;

/// What the encoder asks for in every module.
const ALWAYS: &str = "$cabi_realloc";

/// The fields that are needed, as text.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) imports: String,
    pub(super) definitions: String,
}

/// The files of the library.
pub(super) fn library() -> Vec<&'static str> {
    let text = |content| std::str::from_utf8(content).expect("the library is text");
    sdk::files(Language::Wat).map(|(_, content)| text(content)).collect()
}

/// A field of a module.
struct Field<'a> {
    text: &'a str,
    mentions: Vec<&'a str>,
}

impl Field<'_> {
    fn is_import(&self) -> bool {
        self.text.starts_with("(import")
    }
}

/// The fields of the library that the texts mention, in the order of the library.
pub(super) fn needed(library: &str, users: &[&str]) -> Fields {
    let fields = fields(library);
    let by_name: HashMap<&str, usize> =
        fields.iter().enumerate().filter_map(|(place, field)| Some((*field.mentions.first()?, place))).collect();
    let mut wanted: Vec<&str> = users.iter().flat_map(|text| mentions(tokens(text))).collect();
    wanted.push(ALWAYS);
    let mut taken = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if let Some(&place) = by_name.get(name)
            && taken.insert(place)
        {
            wanted.extend(&fields[place].mentions);
        }
    }
    let text = |is_import: bool, divider: &str| {
        let chosen = taken.iter().map(|&place| &fields[place]).filter(|field| field.is_import() == is_import);
        chosen.map(|field| field.text).collect::<Vec<_>>().join(divider)
    };
    // One line, so that the migration begins in the first one.
    Fields { imports: text(true, " "), definitions: text(false, "\n") }
}

fn mentions<'a>(tokens: impl Iterator<Item = Token<'a>>) -> Vec<&'a str> {
    tokens.map(|token| token.text).filter(|text| text.starts_with('$')).collect()
}

/// The lists of the outermost level. The first name in each is its own.
fn fields(text: &str) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    let (mut depth, mut place, mut start) = (0_usize, 0, 0);
    for token in tokens(text) {
        if token.text == "(" {
            if depth == 0 {
                start = place;
            }
            depth += 1;
        }
        place += token.text.len();
        if token.text == ")" {
            depth -= 1;
            if depth == 0 {
                let text = &text[start..place];
                fields.push(Field { text, mentions: mentions(tokens(text)) });
            }
        }
    }
    fields
}
