//! The id of a revision, checked once at the edge.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The most characters that an id may have, because the version table keeps 255.
pub const ID_CHARACTERS_MAX: usize = 255;

/// The words that targets use, so that no id and no label may take them.
pub(crate) const RESERVED_WORDS: [&str; 4] = ["head", "heads", "base", "current"];

/// The id of one revision: neither empty nor reserved, at most 255 characters, and free of `@ - + :`, white space and
/// control characters.
///
/// A clone shares the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionId(Arc<str>);

impl RevisionId {
    /// Checks the text and keeps it as an id.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        if text.is_empty() {
            return Err(IdError::Empty);
        }
        if RESERVED_WORDS.contains(&text) {
            return Err(IdError::Reserved { id: text.to_owned() });
        }
        if let Some(character) = text.chars().find(|character| is_illegal(*character)) {
            return Err(IdError::IllegalCharacter { id: text.to_owned(), character });
        }
        let length = text.chars().count();
        if length > ID_CHARACTERS_MAX {
            return Err(IdError::TooLong { id: text.to_owned(), length });
        }
        Ok(Self(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

// `@ - + :` are what targets are made of; blanks and control characters would not survive a shell or a terminal.
fn is_illegal(character: char) -> bool {
    matches!(character, '@' | '-' | '+' | ':') || character.is_whitespace() || character.is_control()
}

impl fmt::Display for RevisionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl AsRef<str> for RevisionId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for RevisionId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RevisionId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

/// Why a text cannot be the id of a revision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// There is no text.
    #[error("a revision id is empty")]
    Empty,
    /// The text holds a character that targets or terminals need for themselves.
    #[error("revision id {id:?} has the character {character:?}, which ids may not have")]
    IllegalCharacter {
        /// The text as it was given.
        id: String,
        /// The first character of it that is not allowed.
        character: char,
    },
    /// The text is one of `head`, `heads`, `base` and `current`.
    #[error("revision id `{id}` is a word that targets use")]
    Reserved {
        /// The text as it was given.
        id: String,
    },
    /// The text does not fit in the version table.
    #[error("revision id `{}...` has {length} characters, {ID_CHARACTERS_MAX} are allowed", id.chars().take(20).collect::<String>())]
    TooLong {
        /// The text as it was given.
        id: String,
        /// How many characters it has.
        length: usize,
    },
}

impl IdError {
    /// The stable name of this kind of error.
    pub fn code(&self) -> &'static str {
        "illegal_id"
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let Self::IllegalCharacter { id, .. } = self else { return None };
        let legal: String = id.chars().map(|character| if is_illegal(character) { '_' } else { character }).collect();
        Some(format!("write `{legal}` instead"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_first_illegal_character() {
        let error = RevisionId::parse("2026-01+01").expect_err("has a minus");
        assert_eq!(error, IdError::IllegalCharacter { id: "2026-01+01".to_owned(), character: '-' });
        assert_eq!(error.hint().as_deref(), Some("write `2026_01_01` instead"));
    }

    #[test]
    fn refuses_what_a_target_or_a_terminal_would_take_apart() {
        for text in ["", "a@b", "a:b", "a+1", "a b", "a\0b", "a\u{1b}[0m", "head", "heads", "base", "current"] {
            assert_eq!(RevisionId::parse(text).map_err(|error| error.code()), Err("illegal_id"), "{text:?}");
        }
        assert!(RevisionId::parse(&"x".repeat(256)).is_err());
    }

    #[test]
    fn takes_any_other_text() {
        for text in ["3f9a1c20b7d4", "a", "add_customers.v2", "größe", &"ä".repeat(255)] {
            assert_eq!(RevisionId::parse(text).map(|id| id.to_string()).as_deref(), Ok(text));
        }
    }
}
