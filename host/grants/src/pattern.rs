//! Names of tables, with a `*` at their ends.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::access::ObjectName;

/// Which names are meant: `orders`, `shop_*`, `audit.*`, `*`.
///
/// A pattern without a dot means names in the default schema, but for `*` alone, which means all there is. A `*` stands
/// for any characters and only at the end of a part. A part in double quotes holds dots and stars as they are; all of
/// the default schema is `""*`. Letters `A-Z` mean the same as `a-z`, because two of the databases compare names so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern {
    schema: SchemaPart,
    name: Part,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum SchemaPart {
    /// The default schema alone.
    Default,
    /// The default schema and every other.
    Every,
    /// A schema that is named.
    Named(Part),
}

/// A text, or all that start with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Part {
    text: String,
    is_prefix: bool,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A part of the pattern is empty.
    #[error("a name is empty")]
    Empty,
    /// More than a schema and a name.
    #[error("it has more than two parts with a dot between them")]
    TooManyParts,
    /// A star that is not the end of a part.
    #[error("a `*` is not at the end of a name")]
    StarInside,
    /// A quote that does not close, or that does not hold all of its part.
    #[error("a double quote does not hold a whole name")]
    Quote,
    /// A NUL is in no name.
    #[error("a name holds a NUL character")]
    HoldsNul,
}

/// Several patterns; a name is meant when one of them means it. Written as a list of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Patterns(Vec<Pattern>);

impl Pattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.contains('\0') {
            return Err(PatternError::HoldsNul);
        }
        if text == "*" {
            return Ok(Self::everything());
        }
        let parts = split(text)?;
        match parts.as_slice() {
            [name] => Ok(Self { schema: SchemaPart::Default, name: name.clone() }),
            [schema, name] if schema.is_everything() => Ok(Self { schema: SchemaPart::Every, name: name.clone() }),
            [schema, name] => Ok(Self { schema: SchemaPart::Named(schema.clone()), name: name.clone() }),
            _ => Err(PatternError::TooManyParts),
        }
    }

    /// The pattern `*`.
    pub fn everything() -> Self {
        Self { schema: SchemaPart::Every, name: Part::everything() }
    }

    /// The pattern that means one name alone.
    pub fn exactly(object: &ObjectName) -> Self {
        let part = |text: &str| Part { text: text.to_owned(), is_prefix: false };
        let schema = object.schema.as_deref().map_or(SchemaPart::Default, |schema| SchemaPart::Named(part(schema)));
        Self { schema, name: part(&object.name) }
    }

    /// The pattern of all that is in a schema.
    pub fn all_of_schema(schema: &str) -> Self {
        let part = Part { text: schema.to_owned(), is_prefix: false };
        Self { schema: SchemaPart::Named(part), name: Part::everything() }
    }

    /// The name, where it means one alone, in the default schema.
    pub fn only_name(&self) -> Option<&str> {
        (self.schema == SchemaPart::Default && !self.name.is_prefix).then_some(self.name.text.as_str())
    }

    /// Whether it means that name.
    pub fn matches(&self, object: &ObjectName) -> bool {
        self.schema.matches(object.schema.as_deref()) && self.name.matches(&object.name)
    }

    /// Whether it means everything in that schema, so that the schema itself is meant.
    pub fn matches_schema(&self, schema: &str) -> bool {
        let is_named = match &self.schema {
            SchemaPart::Default => false,
            SchemaPart::Every => true,
            SchemaPart::Named(part) => part.matches(schema),
        };
        is_named && self.name.is_everything()
    }

    /// Whether it means every name that the other one means.
    pub fn covers(&self, other: &Self) -> bool {
        self.schema.covers(&other.schema) && self.name.covers(&other.name)
    }

    /// The pattern of the names that both mean; none where there are none.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        Some(Self { schema: self.schema.meet(&other.schema)?, name: self.name.meet(&other.name)? })
    }
}

impl SchemaPart {
    fn matches(&self, schema: Option<&str>) -> bool {
        match (self, schema) {
            (Self::Every, _) | (Self::Default, None) => true,
            (Self::Named(part), Some(schema)) => part.matches(schema),
            (Self::Default, Some(_)) | (Self::Named(_), None) => false,
        }
    }

    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Every, _) | (Self::Default, Self::Default) => true,
            (Self::Named(part), Self::Named(other)) => part.covers(other),
            _ => false,
        }
    }

    fn meet(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Every, part) | (part, Self::Every) => Some(part.clone()),
            (Self::Default, Self::Default) => Some(Self::Default),
            (Self::Named(one), Self::Named(other)) => one.meet(other).map(Self::Named),
            _ => None,
        }
    }
}

impl Part {
    fn everything() -> Self {
        Self { text: String::new(), is_prefix: true }
    }

    fn is_everything(&self) -> bool {
        self.is_prefix && self.text.is_empty()
    }

    fn matches(&self, name: &str) -> bool {
        let start = if self.is_prefix { name.get(..self.text.len()) } else { Some(name) };
        start.is_some_and(|start| start.eq_ignore_ascii_case(&self.text))
    }

    fn covers(&self, other: &Self) -> bool {
        (self.is_prefix || !other.is_prefix) && self.matches(&other.text)
    }

    /// Of two prefixes one starts with the other, or no name starts with both.
    fn meet(&self, other: &Self) -> Option<Self> {
        if self.covers(other) { Some(other.clone()) } else { other.covers(self).then(|| self.clone()) }
    }
}

fn split(text: &str) -> Result<Vec<Part>, PatternError> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let (part, after) = if rest.starts_with('"') { quoted(rest)? } else { plain(rest)? };
        parts.push(part);
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(parts),
            None => return Err(PatternError::Quote),
        }
    }
}

fn plain(text: &str) -> Result<(Part, &str), PatternError> {
    let (part, after) = text.split_at(text.find('.').unwrap_or(text.len()));
    let (name, is_prefix) = part.strip_suffix('*').map_or((part, false), |name| (name, true));
    if name.contains('*') {
        return Err(PatternError::StarInside);
    }
    if name.contains('"') {
        return Err(PatternError::Quote);
    }
    if name.is_empty() && !is_prefix {
        return Err(PatternError::Empty);
    }
    Ok((Part { text: name.to_owned(), is_prefix }, after))
}

/// A part in quotes, which are doubled in it, and what comes after; a star behind the closing quote makes it a prefix.
fn quoted(text: &str) -> Result<(Part, &str), PatternError> {
    let mut name = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((index, character)) = characters.next() {
        if character != '"' {
            name.push(character);
        } else if characters.next_if(|(_, next)| *next == '"').is_some() {
            name.push('"');
        } else {
            let after = &text[index + 1..];
            let (after, is_prefix) = after.strip_prefix('*').map_or((after, false), |after| (after, true));
            return if name.is_empty() && !is_prefix {
                Err(PatternError::Empty)
            } else {
                Ok((Part { text: name, is_prefix }, after))
            };
        }
    }
    Err(PatternError::Quote)
}

impl Patterns {
    /// No name at all.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Every name.
    pub fn everything() -> Self {
        Self(vec![Pattern::everything()])
    }

    /// Reads patterns.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, PatternError> {
        texts.into_iter().map(Pattern::parse).collect()
    }

    /// The patterns, in the order they were written in.
    pub fn iter(&self) -> impl Iterator<Item = &Pattern> {
        self.0.iter()
    }

    /// Whether no name is meant.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every name is meant.
    pub fn is_everything(&self) -> bool {
        self.0.iter().any(|pattern| *pattern == Pattern::everything())
    }

    /// Whether one of them means that name.
    pub fn matches(&self, object: &ObjectName) -> bool {
        self.0.iter().any(|pattern| pattern.matches(object))
    }

    /// Whether one of them means all of that schema.
    pub fn matches_schema(&self, schema: &str) -> bool {
        self.0.iter().any(|pattern| pattern.matches_schema(schema))
    }

    /// Those of the other ones that none of these covers alone.
    pub fn missing<'a>(&self, other: &'a Self) -> Vec<&'a Pattern> {
        other.0.iter().filter(|pattern| !self.0.iter().any(|own| own.covers(pattern))).collect()
    }

    /// The names that both mean.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|one| other.0.iter().filter_map(|two| one.meet(two)));
        pairs.fold(Self::nothing(), Self::with)
    }

    /// These and one more.
    #[must_use]
    pub fn with(mut self, pattern: Pattern) -> Self {
        if !self.0.iter().any(|own| own.covers(&pattern)) {
            self.0.retain(|own| !pattern.covers(own));
            self.0.push(pattern);
        }
        self
    }
}

impl Patterns {
    /// The names that a package of that label has for itself in the default schema: the label, and whatever begins with
    /// it and an underscore.
    pub fn of_namespace(label: &str) -> Self {
        let name = |text: String, is_prefix| Pattern { schema: SchemaPart::Default, name: Part { text, is_prefix } };
        Self(vec![name(format!("{label}_"), true), name(label.to_owned(), false)])
    }
}

impl TryFrom<Vec<String>> for Patterns {
    type Error = PatternError;

    fn try_from(texts: Vec<String>) -> Result<Self, PatternError> {
        Self::parse(texts.iter().map(String::as_str))
    }
}

impl From<Patterns> for Vec<String> {
    fn from(patterns: Patterns) -> Self {
        patterns.iter().map(Pattern::to_string).collect()
    }
}

impl FromIterator<Pattern> for Patterns {
    fn from_iter<I: IntoIterator<Item = Pattern>>(patterns: I) -> Self {
        patterns.into_iter().fold(Self::nothing(), Self::with)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            SchemaPart::Every if self.name.is_everything() => return out.write_str("*"),
            // Alone it would mean every schema.
            SchemaPart::Default if self.name.is_everything() => return out.write_str("\"\"*"),
            SchemaPart::Default => {}
            SchemaPart::Every => out.write_str("*.")?,
            SchemaPart::Named(schema) => write!(out, "{schema}.")?,
        }
        write!(out, "{}", self.name)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.contains(['.', '*', '"']) {
            write!(out, "\"{}\"", self.text.replace('"', "\"\""))?;
        } else {
            out.write_str(&self.text)?;
        }
        out.write_str(if self.is_prefix { "*" } else { "" })
    }
}

#[cfg(test)]
mod tests;
