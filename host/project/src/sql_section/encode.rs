//! Scripts to bytes.

use std::collections::HashMap;

use super::{DIALECTS, HEADER_LENGTH, MAGIC, Script, Scripts, VERSION};

/// The bytes of the custom section. Nothing when they are more than its 32-bit offsets can count.
pub fn encode(scripts: &Scripts<'_>) -> Option<Vec<u8>> {
    encode_ways(&scripts.upgrades, &scripts.downgrades)
}

/// The bytes of the custom section with the checks; as for [`encode`].
pub fn encode_checks(scripts: &Scripts<'_>) -> Option<Vec<u8>> {
    encode_ways(&scripts.checks, &scripts.checks)
}

/// What a section has for each dialect on one of its two ways.
type Way<'text> = [Script<'text>; DIALECTS.len()];

fn encode_ways<'text>(forward: &Way<'text>, back: &Way<'text>) -> Option<Vec<u8>> {
    let mut encoder = Encoder::default();
    let offsets: Vec<usize> = forward.iter().chain(back).map(|script| encoder.place(script)).collect();
    let texts_start = HEADER_LENGTH + encoder.scripts_length;
    // Every offset and length is below this sum.
    u32::try_from(texts_start + encoder.texts.len()).ok()?;
    let mut bytes = Vec::with_capacity(texts_start + encoder.texts.len());
    bytes.extend_from_slice(&MAGIC);
    put(&mut bytes, VERSION as usize);
    for offset in offsets {
        put(&mut bytes, HEADER_LENGTH + offset);
    }
    for field in encoder.scripts.iter().flatten() {
        put(&mut bytes, field.value(texts_start));
    }
    bytes.extend_from_slice(encoder.texts.as_bytes());
    Some(bytes)
}

fn put(bytes: &mut Vec<u8>, number: usize) {
    let number = u32::try_from(number).expect("the whole was measured before");
    bytes.extend_from_slice(&number.to_le_bytes());
}

/// One number of a script.
#[derive(Clone, Copy)]
enum Field {
    Number(usize),
    /// An offset in the texts, which come after the scripts.
    TextOffset(usize),
}

impl Field {
    fn value(self, texts_start: usize) -> usize {
        match self {
            Self::Number(number) => number,
            Self::TextOffset(offset) => texts_start + offset,
        }
    }
}

#[derive(Default)]
struct Encoder<'text> {
    offset_of_script: HashMap<&'text Script<'text>, usize>,
    scripts: Vec<Vec<Field>>,
    scripts_length: usize,
    offset_of_text: HashMap<&'text str, usize>,
    texts: String,
}

impl<'text> Encoder<'text> {
    /// Gives the offset of a script from the first one.
    fn place(&mut self, script: &'text Script<'text>) -> usize {
        if let Some(&offset) = self.offset_of_script.get(script) {
            return offset;
        }
        let offset = self.scripts_length;
        let fields = self.fields(script);
        self.scripts_length += 4 * fields.len();
        self.scripts.push(fields);
        self.offset_of_script.insert(script, offset);
        offset
    }

    fn fields(&mut self, script: &'text Script<'text>) -> Vec<Field> {
        let (kind, texts): (usize, Vec<(u32, &str)>) = match script {
            Script::Statements(statements) => (0, statements.iter().map(|one| (one.line, one.text)).collect()),
            Script::Irreversible { message } => (1, vec![(0, message)]),
            Script::Refused { message } => (2, vec![(0, message)]),
        };
        let mut fields = vec![Field::Number(kind), Field::Number(texts.len())];
        for (line, text) in texts {
            fields.push(Field::Number(line as usize));
            fields.push(Field::TextOffset(self.place_text(text)));
            fields.push(Field::Number(text.len()));
        }
        fields
    }

    fn place_text(&mut self, text: &'text str) -> usize {
        *self.offset_of_text.entry(text).or_insert_with(|| {
            let offset = self.texts.len();
            self.texts.push_str(text);
            offset
        })
    }
}
