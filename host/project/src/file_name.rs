//! The names of new migration files.

use jiff::Zoned;
use unicode_normalization::UnicodeNormalization as _;

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
const SLUG_CHARACTERS_MAX: usize = 40;

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

    /// The name of a file, without its ending. Without a message the slug takes the `_` before it along.
    pub fn render(&self, parts: &FileNameParts<'_>) -> String {
        let slug = slug(parts.message);
        let mut name = if slug.is_empty() { self.text.replace("_{slug}", "") } else { self.text.clone() };
        for token in Self::TOKENS {
            name = name.replace(&format!("{{{token}}}"), &token_value(token, &slug, parts));
        }
        let trimmed = name.trim_matches(|character| "_-. ".contains(character));
        if trimmed.is_empty() { file_name_safe(parts.revision) } else { trimmed.to_owned() }
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

fn token_value(token: &str, slug: &str, parts: &FileNameParts<'_>) -> String {
    let now = parts.now;
    match token {
        "rev" => file_name_safe(parts.revision),
        "slug" => slug.to_owned(),
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
    revision.replace(['/', '\\', '*', '?', '"', '<', '>', '|', '{', '}'], "_")
}

/// A message as part of a file name: letters and digits in lower case with `_` between words, cut at a word's end.
///
/// Latin, Greek and Cyrillic letters lose their accents, so that the name is the same on file systems that store accents
/// apart from their letters.
pub fn slug(message: &str) -> String {
    let folded = fold(message);
    let mut slug = String::new();
    for word in folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.is_empty() {
            slug.extend(word.chars().take(SLUG_CHARACTERS_MAX));
        } else if slug.chars().count() + 1 + word.chars().count() <= SLUG_CHARACTERS_MAX {
            slug.push('_');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

fn fold(message: &str) -> String {
    let is_accent = |character: &char| ('\u{300}'..='\u{36f}').contains(character);
    let unaccented: String = message.nfkd().filter(|character| !is_accent(character)).collect();
    unaccented.to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn render(template: &str, revision: &str, message: &str) -> String {
        let now: Zoned = "2026-11-02T09:08:07+01:00[Europe/Berlin]".parse().expect("it is a time");
        let template = FileTemplate::parse(template).expect("it is a template");
        template.render(&FileNameParts { revision, message, now: &now })
    }

    #[test]
    fn every_token_is_replaced() {
        let table = [
            ("{date}_{rev}_{slug}", "20261102_3f9a_add_orders"),
            ("{time}-{rev}", "090807-3f9a"),
            ("{epoch}_{slug}", "1793606887_add_orders"),
            ("{year}.{month}.{day} {hour}h{minute}m{second} {rev}", "2026.11.02 09h08m07 3f9a"),
            ("V{rev}__{slug}", "V3f9a__add_orders"),
        ];
        for (template, expected) in table {
            assert_eq!(render(template, "3f9a", "Add orders!"), expected, "{template}");
        }
    }

    #[test]
    fn names_are_never_empty_and_stay_in_their_folder() {
        assert_eq!(render("{date}_{rev}_{slug}", "3f9a", " ... "), "20261102_3f9a");
        assert_eq!(render("{slug}_{rev}", "3f9a", ""), "3f9a");
        assert_eq!(render("{slug}", "3f9a", "?"), "3f9a");
        assert_eq!(render("{rev}", "../a\\{slug}", "x"), "a__slug");
    }

    #[test]
    fn slugs_are_folded_and_cut_at_a_word() {
        let table = [
            ("Größe ändern: Ünïcode", "große_andern_unicode"),
            ("ﬁle №1", "file_no1"),
            ("добавить заказы", "добавить_заказы"),
            ("注文を追加", "注文を追加"),
            ("한글", "한글"),
            ("a/b\\c..d", "a_b_c_d"),
            ("one two three four five six seven eight nine ten", "one_two_three_four_five_six_seven_eight"),
        ];
        for (message, expected) in table {
            assert_eq!(slug(message), expected, "{message}");
        }
        assert_eq!(slug(&"x".repeat(99)), "x".repeat(40));
    }

    #[test]
    fn what_is_no_template_is_said() {
        let table = [
            (" ", "it is empty"),
            ("{date}", "neither `{rev}` nor `{slug}` is in it, so two files could meet"),
            ("{revision}", "no token `{revision}`"),
            ("{rev}}", "a brace stands alone"),
            ("{rev", "a brace stands alone"),
            ("a/{rev}", "the character `/` is not for file names"),
        ];
        for (template, expected) in table {
            let error = FileTemplate::parse(template).expect_err("it is no template");
            assert_eq!(error.to_string(), expected, "{template}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_one_plain_part_of_a_path(revision in "\\PC{1,20}", message in any::<String>()) {
            let name = render("{date}_{rev}_{slug}", &revision, &message);
            prop_assert!(!name.contains(['/', '\\', '\0']) && !name.starts_with('.'), "{}", name);
        }

        #[test]
        fn a_slug_of_a_slug_is_the_same(message in any::<String>()) {
            let once = slug(&message);
            prop_assert_eq!(slug(&once), once);
        }
    }
}
