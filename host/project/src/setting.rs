//! What can be wrong with one key of a TOML text: of `aludel.toml` or of a migration's header.

use std::fmt;

/// One mistake, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {problem}")]
pub struct SettingError {
    /// The file, as it is shown.
    pub file: String,
    /// The line in the file, from 1.
    pub line: usize,
    /// The column in the line, in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: Box<SettingProblem>,
}

impl SettingError {
    /// What to write instead, where that is known.
    pub fn hint(&self) -> Option<String> {
        self.problem.hint()
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }
}

/// A mistake in a TOML text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingProblem {
    /// The text is not TOML.
    #[error("not valid TOML: {message}")]
    Syntax {
        /// What the parser said. It never repeats the text, which may hold a password.
        message: String,
    },
    /// The same key twice.
    #[error("the key {key} is given twice", key = Shown(.key))]
    DuplicateKey {
        /// The key as written.
        key: String,
    },
    /// A key that nothing reads.
    #[error("unknown key {key}{section}", key = Shown(.key), section = InSection(.section))]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The table that it is in; empty at the top.
        section: String,
        /// The nearest key that is read there.
        nearest: Option<String>,
        /// Every key that is read there.
        known: Vec<&'static str>,
    },
    /// A key that must be there is not.
    #[error("the key {key} is missing", key = Shown(.key))]
    MissingKey {
        /// The key.
        key: String,
    },
    /// Of some keys exactly one must be there.
    #[error("{}", one_of(.section, .found, .known))]
    OneOf {
        /// The table.
        section: String,
        /// Those that are there.
        found: Vec<&'static str>,
        /// The keys.
        known: Vec<&'static str>,
    },
    /// A value of another type.
    #[error("{key} must be {expected}, not {found}", key = Shown(.key))]
    WrongType {
        /// The key, with its table.
        key: String,
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A value of the right type that cannot be used.
    #[error("{key} is {value}, but must be {expected}", key = Shown(.key), value = Shown(.value))]
    BadValue {
        /// The key, with its table.
        key: String,
        /// The value as written.
        value: String,
        /// What it should be.
        expected: String,
        /// The nearest value that can be used.
        nearest: Option<String>,
    },
    /// A character that revision ids, labels and targets keep for themselves.
    #[error("{key} is {value}, which holds the character {character}", key = Shown(.key), value = Shown(.value), character = Shown(&.character.to_string()))]
    IllegalCharacter {
        /// The key.
        key: String,
        /// The value as written.
        value: String,
        /// The first character that is not allowed.
        character: char,
    },
    /// A NUL would end a statement early, or hang a driver.
    #[error("{key} holds a NUL character", key = Shown(.key))]
    HoldsNul {
        /// The key.
        key: String,
    },
    /// A `${VARIABLE}` that the environment does not have.
    #[error("{key} needs the environment variable {variable}, which is not set", key = Shown(.key), variable = Shown(.variable))]
    MissingVariable {
        /// The key.
        key: String,
        /// The variable.
        variable: String,
    },
    /// A `${` without its end, or without a name.
    #[error("{key} holds a `${{` that is no `${{VARIABLE}}`", key = Shown(.key))]
    BadVariable {
        /// The key.
        key: String,
    },
}

impl SettingProblem {
    /// What to write instead, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownKey { nearest: Some(nearest), .. } | Self::BadValue { nearest: Some(nearest), .. } => {
                Some(format!("did you mean `{nearest}`?"))
            }
            Self::UnknownKey { known, .. } if !known.is_empty() => Some(format!("known here: {}", known.join(", "))),
            Self::OneOf { found, known, .. } => Some(match found.as_slice() {
                [] => format!("known here: {}", known.join(", ")),
                [first, ..] => format!("keep one, such as `{first}`"),
            }),
            Self::IllegalCharacter { .. } => Some(
                "white space, control characters and `@ - + :` are not allowed; use letters, digits, `_` and `.`"
                    .to_owned(),
            ),
            Self::MissingVariable { variable, .. } => Some(format!("export {variable}=...")),
            Self::BadVariable { .. } => Some("write `$${` for the two characters themselves".to_owned()),
            _ => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "invalid_toml",
            Self::DuplicateKey { .. } => "duplicate_key",
            Self::UnknownKey { .. } => "unknown_key",
            Self::MissingKey { .. } => "missing_key",
            Self::OneOf { .. } => "not_exactly_one_key",
            Self::WrongType { .. } => "wrong_type",
            Self::BadValue { .. } => "bad_value",
            Self::IllegalCharacter { .. } => "illegal_character",
            Self::HoldsNul { .. } => "holds_nul",
            Self::MissingVariable { .. } => "missing_variable",
            Self::BadVariable { .. } => "bad_variable",
        }
    }
}

fn one_of(section: &str, found: &[&str], known: &[&str]) -> String {
    let listed = |keys: &[&str]| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let found = if found.is_empty() { "none".to_owned() } else { listed(found) };
    format!("[{section}] must name exactly one of {}, and names {found}", listed(known))
}

/// A text from a file, in backquotes and on one line.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("`")?;
        for character in self.0.chars() {
            if character.is_control() {
                write!(out, "{}", character.escape_default())?;
            } else {
                write!(out, "{character}")?;
            }
        }
        out.write_str("`")
    }
}

/// ` in [section]`, or nothing at the top.
struct InSection<'a>(&'a str);

impl fmt::Display for InSection<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(out, " in [{}]", self.0.escape_debug()) }
    }
}

/// The known name that is most like the given one, if any is like it at all.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let distance = |name: &str| strsim::damerau_levenshtein(&given.to_lowercase(), &name.to_lowercase());
    let best = known.into_iter().min_by_key(|name| distance(name))?;
    let tolerated = (best.len().max(given.len()) / 3).max(1);
    (given.len() <= 64 && distance(best) <= tolerated).then(|| best.to_owned())
}
