//! How much alike names and types are, for guesses that a person decides.

use crate::data_type::DataType;
use crate::dialect::Rules;

/// How much alike two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameLikeness {
    /// Nothing in common.
    None,
    /// A few letters differ.
    Spelling,
    /// They share a word: `first_name` and `full_name`.
    Word,
    /// All words of one are in the other: `title` and `full_title`, `pages` and `page_count`.
    Whole,
}

/// Words of at least this many letters are the same if one begins with the other, so that `pages` is `page`.
const STEM_LETTERS_MIN: usize = 4;

pub(crate) fn name_likeness(one: &str, other: &str) -> NameLikeness {
    let (one_words, other_words) = (words(one), words(other));
    let shared = one_words.iter().filter(|word| other_words.iter().any(|each| is_same_word(word, each))).count();
    if shared > 0 && shared == one_words.len().min(other_words.len()) {
        NameLikeness::Whole
    } else if shared > 0 {
        NameLikeness::Word
    } else if is_misspelt(one, other) {
        NameLikeness::Spelling
    } else {
        NameLikeness::None
    }
}

/// The words of `snake_case`, `camelCase` and the like, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for character in name.chars() {
        let is_separator = !character.is_alphanumeric();
        if is_separator || character.is_uppercase() && was_small {
            words.push(String::new());
        }
        if !is_separator {
            words.last_mut().expect("there is a word from the start").extend(character.to_lowercase());
        }
        was_small = character.is_lowercase() || character.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_same_word(one: &str, other: &str) -> bool {
    let is_stem = |short: &str, long: &str| short.chars().count() >= STEM_LETTERS_MIN && long.starts_with(short);
    one == other || is_stem(one, other) || is_stem(other, one)
}

/// At most a third of the letters differ.
fn is_misspelt(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.to_lowercase().chars().collect(), other.to_lowercase().chars().collect());
    let longest = one.len().max(other.len());
    longest >= STEM_LETTERS_MIN && distance(&one, &other) * 3 <= longest
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for column in 0..other.len() {
            let changed = diagonal + usize::from(other[column] != *letter);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

/// Whether values of one type are at home in the other: both numbers, both texts, both points in time.
pub(crate) fn are_types_alike(rules: &dyn Rules, one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match (family(&rules.read_type(one)), family(&rules.read_type(other))) {
        (Some(one), Some(other)) => one == other,
        _ => stem(one) == stem(other),
    }
}

/// The type without its limits: `varchar` of `VARCHAR(20)`.
fn stem(data_type: &str) -> String {
    data_type.split('(').next().unwrap_or_default().trim().to_lowercase()
}

fn family(data_type: &DataType) -> Option<&'static str> {
    use DataType as Type;
    Some(match data_type {
        Type::SmallInteger | Type::Integer | Type::BigInteger | Type::Real | Type::Double | Type::Numeric { .. } => {
            "number"
        }
        Type::Character(_) | Type::Varchar(_) | Type::Text => "text",
        Type::Date | Type::Timestamp(_) | Type::TimestampTz(_) => "moment",
        Type::Boolean => "boolean",
        Type::Binary(_) => "binary",
        Type::Json => "json",
        Type::Uuid => "uuid",
        Type::Time(_) => "time",
        Type::Interval => "interval",
        Type::Enumeration { .. } | Type::Array { .. } | Type::Custom(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_by_words_and_letters() {
        for (one, other, expected) in [
            ("title", "full_title", NameLikeness::Whole),
            ("pages", "page_count", NameLikeness::Whole),
            ("userName", "user_name", NameLikeness::Whole),
            ("full_name", "first_name", NameLikeness::Word),
            ("colour", "color", NameLikeness::Spelling),
            ("note", "email", NameLikeness::None),
        ] {
            assert_eq!(name_likeness(one, other), expected, "{one} {other}");
        }
    }
}
