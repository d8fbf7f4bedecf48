//! What was found in a file, as bytes of the index.

use aludel_grants::Terms;

use crate::digest::Digest;
use crate::header::Header;
use crate::limit::{Limit, LimitSection};

/// A revision that a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundRevision {
    pub(super) header: Header,
    /// The line of the header; 0 in a component.
    pub(super) header_line: usize,
    /// The digest of the source; none where more than this file decides about it.
    pub(super) source_digest: Option<Digest>,
}

/// Writes what was found.
pub(super) fn encode(found: &[FoundRevision]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, found.len() as u64);
    for revision in found {
        put_number(&mut out, revision.header_line as u64);
        put_option(&mut out, revision.source_digest.map(|digest| digest.to_string()).as_deref());
        put_header(&mut out, &revision.header);
    }
    out
}

/// Yes and no in the bits of one number: the transaction, then two for the foreign keys, of which nothing may be said.
fn switches(header: &Header) -> u64 {
    let foreign_keys = match header.foreign_keys {
        None => 0,
        Some(true) => 1,
        Some(false) => 2,
    };
    u64::from(header.transaction) | foreign_keys << 1
}

fn put_header(out: &mut Vec<u8>, header: &Header) {
    put_bytes(out, header.revision.as_bytes());
    for list in [&header.down_revision, &header.depends_on, &header.branch_labels] {
        put_texts(out, list.iter().map(String::as_str));
    }
    put_bytes(out, header.message.as_bytes());
    put_option(out, header.created.as_deref());
    put_number(out, switches(header));
    put_option(out, header.data_loss.as_deref());
    let needs = header.needs.as_ref().map(|needs| serde_json::to_string(needs).expect("texts and switches are JSON"));
    put_option(out, needs.as_deref());
    put_number(out, header.limits.iter().count() as u64);
    for (limit, value) in header.limits.iter() {
        put_bytes(out, limit.key().as_bytes());
        put_number(out, value);
    }
}

fn put_texts<'a>(out: &mut Vec<u8>, texts: impl ExactSizeIterator<Item = &'a str>) {
    put_number(out, texts.len() as u64);
    for text in texts {
        put_bytes(out, text.as_bytes());
    }
}

fn put_option(out: &mut Vec<u8>, text: Option<&str>) {
    put_texts(out, text.into_iter());
}

/// Writes a number, seven bits a byte, lowest first.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Writes bytes after their number.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Reads what [`encode`] wrote; nothing when it is anything else.
pub(super) fn decode(bytes: &[u8]) -> Option<Vec<FoundRevision>> {
    let mut reader = Reader::new(bytes);
    let found = (0..reader.number()?).map(|_| reader.revision()).collect::<Option<Vec<_>>>()?;
    reader.is_at_end().then_some(found)
}

/// Reads numbers and texts one after the other; nothing beyond the end.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn owned_text(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    fn texts(&mut self) -> Option<Vec<String>> {
        (0..self.number()?).map(|_| self.owned_text()).collect()
    }

    fn limits(&mut self) -> Option<LimitSection> {
        let mut limits = LimitSection::default();
        for _ in 0..self.number()? {
            let key = self.text()?;
            limits.set(Limit::ALL.into_iter().find(|limit| limit.key() == key)?, self.number()?);
        }
        Some(limits)
    }

    fn revision(&mut self) -> Option<FoundRevision> {
        let header_line = usize::try_from(self.number()?).ok()?;
        let source_digest = self.texts()?.pop().map(|digest| digest.parse()).transpose().ok()?;
        Some(FoundRevision { header_line, source_digest, header: self.header()? })
    }

    fn header(&mut self) -> Option<Header> {
        Some(Header {
            revision: self.owned_text()?,
            down_revision: self.texts()?,
            depends_on: self.texts()?,
            branch_labels: self.texts()?,
            message: self.owned_text()?,
            created: self.texts()?.pop(),
            ..self.switches()?
        })
        .and_then(|header| Some(Header { data_loss: self.texts()?.pop(), ..header }))
        .and_then(|header| Some(Header { needs: self.needs()?, limits: self.limits()?, ..header }))
    }

    #[expect(clippy::option_option, reason = "nothing is read, or nothing is said")]
    fn needs(&mut self) -> Option<Option<Terms>> {
        self.texts()?.pop().map(|json| serde_json::from_str(&json)).transpose().ok()
    }

    fn switches(&mut self) -> Option<Header> {
        let number = self.number()?;
        let foreign_keys = match number >> 1 {
            0 => None,
            said => Some(said == 1),
        };
        Some(Header { transaction: number & 1 == 1, foreign_keys, ..Header::new("") })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found() -> impl Strategy<Value = FoundRevision> {
        let texts = || prop::collection::vec(any::<String>(), 0..3);
        let header = (any::<String>(), texts(), texts(), texts(), prop::option::of(any::<String>()), any::<bool>());
        (header, any::<u32>(), prop::option::of(any::<[u8; 4]>()), prop::option::of(any::<u64>())).prop_map(
            |((message, down_revision, depends_on, branch_labels, created, transaction), line, digested, memory)| {
                let mut header = Header::new(message.clone());
                if let Some(memory) = memory {
                    header.limits.set(Limit::Memory, memory);
                }
                let header = Header { down_revision, depends_on, branch_labels, message, created, ..header };
                let header = Header { data_loss: header.created.clone(), ..header };
                let needs = transaction.then(|| Terms { code: Some(true), ..Terms::default() });
                let header = Header { needs, transaction, foreign_keys: memory.map(|bytes| bytes % 2 == 0), ..header };
                let source_digest = digested.map(|bytes: [u8; 4]| Digest::of(&bytes));
                FoundRevision { header, header_line: line as usize, source_digest }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(found in prop::collection::vec(found(), 0..4)) {
            prop_assert_eq!(decode(&encode(&found)), Some(found));
        }

        #[test]
        fn damage_is_nothing_or_other_records(found in found(), cut in any::<prop::sample::Index>(), bytes in any::<Vec<u8>>()) {
            let whole = encode(&[found]);
            prop_assert_eq!(decode(&whole[..cut.index(whole.len())]), None);
            let _ = decode(&bytes);
        }
    }
}
