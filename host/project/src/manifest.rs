//! What a component says of its revisions: JSON in the custom section `aludel:migrations`, one entry a revision.

use serde::{Deserialize, Serialize};

use crate::component::{ComponentError, custom_section};
use crate::digest::Digest;
use crate::header::{Header, illegal_character};

/// The name of the custom section.
pub const SECTION_NAME: &str = "aludel:migrations";

/// The version of the interfaces between host and guest that this program has.
pub const WIT_VERSION: &str = "0.1.0";

/// One revision of a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// What its source says of itself.
    #[serde(flatten)]
    pub header: Header,
    /// The digest of its source.
    pub source_digest: Digest,
    /// What it was written in: `sql`, `rust`, or the name of another language.
    pub language: String,
    /// The version of the interfaces it was built for.
    pub wit: String,
}

/// Why the manifest of a component cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is no component.
    #[error(transparent)]
    Component(#[from] ComponentError),
    /// A component without a manifest.
    #[error("the component has no section `aludel:migrations`, which names its revisions")]
    Missing,
    /// Not the JSON that it should be.
    #[error("the section `aludel:migrations` of the component cannot be read: {reason}")]
    Malformed {
        /// What is wrong.
        reason: String,
    },
    /// A manifest without revisions.
    #[error("the section `aludel:migrations` of the component names no revision")]
    Empty,
    /// An id that a source could not have.
    #[error("the component names the {what} `{id}`, which cannot be one", id = .id.escape_debug())]
    IllegalId {
        /// `revision`, `down_revision`, `depends_on` or `branch_labels`.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// The same revision twice.
    #[error("the component names the revision `{revision}` twice")]
    Duplicate {
        /// The revision.
        revision: String,
    },
}

impl ManifestError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Component(error) => error.hint(),
            Self::Missing => Some("build it with `aludel build --out FOLDER`, which adds the section"),
            _ => None,
        }
    }
}

/// The content of the section.
pub fn to_json(entries: &[ManifestEntry]) -> Vec<u8> {
    serde_json::to_vec(entries).expect("entries are texts, numbers and lists of them")
}

/// Reads the manifest of a component without looking at its code.
pub fn read(component: &[u8]) -> Result<Vec<ManifestEntry>, ManifestError> {
    let section = custom_section(component, SECTION_NAME)?.ok_or(ManifestError::Missing)?;
    let entries: Vec<ManifestEntry> =
        serde_json::from_slice(section).map_err(|error| ManifestError::Malformed { reason: error.to_string() })?;
    if entries.is_empty() {
        return Err(ManifestError::Empty);
    }
    for (index, entry) in entries.iter().enumerate() {
        check_ids(&entry.header)?;
        let revision = &entry.header.revision;
        if entries[..index].iter().any(|earlier| earlier.header.revision == *revision) {
            return Err(ManifestError::Duplicate { revision: revision.clone() });
        }
    }
    Ok(entries)
}

/// Nobody has read these headers before, as a source's header is read.
fn check_ids(header: &Header) -> Result<(), ManifestError> {
    check_id("revision", &header.revision)?;
    header.down_revision.iter().try_for_each(|id| check_id("down_revision", id))?;
    header.depends_on.iter().try_for_each(|id| check_id("depends_on", id))?;
    header.branch_labels.iter().try_for_each(|id| check_id("branch_labels", id))
}

fn check_id(what: &'static str, id: &str) -> Result<(), ManifestError> {
    if id.is_empty() || illegal_character(id).is_some() {
        return Err(ManifestError::IllegalId { what, id: id.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::append_section;

    const EMPTY_COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

    fn entry(revision: &str) -> ManifestEntry {
        let header = Header { message: "add orders".to_owned(), ..Header::new(revision) };
        ManifestEntry { header, source_digest: Digest::of(b""), language: "sql".to_owned(), wit: "0.1.0".to_owned() }
    }

    fn component(section: &[u8]) -> Vec<u8> {
        let mut component = EMPTY_COMPONENT.to_vec();
        append_section(&mut component, SECTION_NAME, section);
        component
    }

    #[test]
    fn a_manifest_is_read_as_it_is_written() {
        let entries = [entry("a1"), entry("b2")];
        assert_eq!(read(&component(&to_json(&entries))).as_deref(), Ok(entries.as_slice()));
        let json = String::from_utf8(to_json(&entries[..1])).expect("JSON is UTF-8");
        let digest = Digest::of(b"");
        let expected = format!(
            r#"[{{"revision":"a1","message":"add orders","source_digest":"{digest}","language":"sql","wit":"0.1.0"}}]"#
        );
        assert_eq!(json, expected);
    }

    #[test]
    fn each_bad_manifest_has_its_error() {
        let illegal = |what, id: &str| ManifestError::IllegalId { what, id: id.to_owned() };
        let parent = ManifestEntry {
            header: Header { down_revision: vec!["a b".to_owned()], ..Header::new("a") },
            ..entry("a")
        };
        let cases = [
            (EMPTY_COMPONENT.to_vec(), ManifestError::Missing),
            (component(b"[]"), ManifestError::Empty),
            (component(&to_json(&[entry("a\0")])), illegal("revision", "a\0")),
            (component(&to_json(&[entry("")])), illegal("revision", "")),
            (component(&to_json(&[parent])), illegal("down_revision", "a b")),
            (component(&to_json(&[entry("a"), entry("a")])), ManifestError::Duplicate { revision: "a".to_owned() }),
            (b"\0asm\x01\0\0\0".to_vec(), ManifestError::Component(ComponentError::CoreModule)),
        ];
        for (bytes, error) in cases {
            assert_eq!(read(&bytes), Err(error));
        }
        for section in ["", "{", "{}", "[1]", "[{\"revision\":1}]"] {
            assert!(matches!(read(&component(section.as_bytes())), Err(ManifestError::Malformed { .. })), "{section}");
        }
    }
}
