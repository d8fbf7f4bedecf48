//! The names of new migration files.

use jiff::Zoned;

/// How a file is named: text with tokens such as `{date}_{rev}_{slug}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTemplate {
    text: String,
}

/// Why a text is no file template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileTemplateError {
    /// Nothing would be left of the name.
    #[error("it is empty")]
    Empty,
    /// A token that stands for nothing.
    #[error("no token `{{{token}}}`", token = .token.escape_debug())]
    UnknownToken {
        /// Its name.
        token: String,
    },
    /// A brace without its partner.
    #[error("a brace stands alone")]
    LoneBrace,
    /// A character that file names cannot have everywhere.
    #[error("the character `{character}` is not for file names", character = .character.escape_debug())]
    IllegalCharacter {
        /// The character.
        character: char,
    },
    /// Two files written on one day would have the same name.
    #[error("neither `{{rev}}` nor `{{slug}}` is in it, so two files could meet")]
    NotUnique,
}

/// What the tokens stand for.
#[derive(Debug, Clone)]
pub struct FileNameParts<'a> {
    /// The revision id.
    pub revision: &'a str,
    /// What the migration does.
    pub message: &'a str,
    /// When it is written, in the zone of the project.
    pub now: &'a Zoned,
}

impl Default for FileTemplate {
    fn default() -> Self {
        Self { text: "{date}_{rev}_{slug}".to_owned() }
    }
}

/// How many characters of a message a file name takes at most, as in Alembic.
const SLUG_LENGTH_MAX: usize = 40;

impl FileTemplate {
    /// The names that can stand in braces.
    pub const TOKENS: [&'static str; 11] =
        ["rev", "slug", "date", "time", "epoch", "year", "month", "day", "hour", "minute", "second"];

    /// Takes a text for a template, after checking its tokens.
    pub fn parse(text: &str) -> Result<Self, FileTemplateError> {
        if text.trim().is_empty() {
            return Err(FileTemplateError::Empty);
        }
        let tokens = check(text)?;
        if !tokens.iter().any(|token| *token == "rev" || *token == "slug") {
            return Err(FileTemplateError::NotUnique);
        }
        Ok(Self { text: text.to_owned() })
    }

    /// The template as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name of a file, without its ending. A slug that is empty takes the separator before it along.
    pub fn render(&self, parts: &FileNameParts<'_>) -> String {
        let mut name = self.text.clone();
        for token in Self::TOKENS {
            name = name.replace(&format!("{{{token}}}"), &token_value(token, parts));
        }
        name.trim_matches(|character| "_-. ".contains(character)).to_owned()
    }
}

/// Gives the tokens of the text.
fn check(text: &str) -> Result<Vec<&str>, FileTemplateError> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '}']) {
        check_characters(&rest[..start])?;
        let inside = rest[start..].strip_prefix('{').ok_or(FileTemplateError::LoneBrace)?;
        let (token, after) = inside.split_once('}').ok_or(FileTemplateError::LoneBrace)?;
        if !FileTemplate::TOKENS.contains(&token) {
            return Err(FileTemplateError::UnknownToken { token: token.to_owned() });
        }
        tokens.push(token);
        rest = after;
    }
    check_characters(rest)?;
    Ok(tokens)
}

fn check_characters(text: &str) -> Result<(), FileTemplateError> {
    let illegal = |character: &char| character.is_control() || "/\\:*?\"<>|".contains(*character);
    text.chars().find(illegal).map_or(Ok(()), |character| Err(FileTemplateError::IllegalCharacter { character }))
}

fn token_value(token: &str, parts: &FileNameParts<'_>) -> String {
    let now = parts.now;
    match token {
        "rev" => file_name_safe(parts.revision),
        "slug" => slug(parts.message),
        "date" => now.strftime("%Y%m%d").to_string(),
        "time" => now.strftime("%H%M%S").to_string(),
        "epoch" => now.timestamp().as_second().to_string(),
        "year" => format!("{:04}", now.year()),
        "month" => format!("{:02}", now.month()),
        "day" => format!("{:02}", now.day()),
        "hour" => format!("{:02}", now.hour()),
        "minute" => format!("{:02}", now.minute()),
        "second" => format!("{:02}", now.second()),
        _ => unreachable!("templates are parsed, so every token is one of TOKENS"),
    }
}

/// An id may hold characters that a file name may not.
fn file_name_safe(revision: &str) -> String {
    revision.replace(['/', '\\', '*', '?', '"', '<', '>', '|'], "_")
}

/// A message as part of a file name: letters and digits in lower case with `_` between words, cut at a word's end.
pub fn slug(message: &str) -> String {
    let folded: String = message.chars().flat_map(char::to_lowercase).map(fold).collect();
    let mut slug = String::new();
    for word in folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let separator = usize::from(!slug.is_empty());
        if slug.chars().count() + separator + word.chars().count() > SLUG_LENGTH_MAX {
            if slug.is_empty() {
                slug.extend(word.chars().take(SLUG_LENGTH_MAX));
            }
            break;
        }
        if separator > 0 {
            slug.push('_');
        }
        slug.push_str(word);
    }
    slug
}

fn fold(character: char) -> char {
    character
}
