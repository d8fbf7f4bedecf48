//! Which part of a schema is compared.

use crate::model::{ObjectName, Schema};

/// Kinds that a pattern may name.
const KINDS: [&str; 8] = ["table", "view", "enum", "sequence", "routine", "trigger", "extension", "schema"];

/// Which objects are looked at. An empty list of inclusions means all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    include: Vec<Pattern>,
    exclude: Vec<Pattern>,
}

/// A pattern that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// What stands before the colon is no kind of object.
    #[error("`{pattern}` names no kind of object before the colon: write one of {}", KINDS.join(", "))]
    UnknownKind {
        /// As it was written.
        pattern: String,
    },
    /// Nothing is left to match.
    #[error("`{pattern}` has no name: write `*` for every name")]
    NoName {
        /// As it was written.
        pattern: String,
    },
}

/// `[kind:][schema.]name`, where `*` stands for any text and `?` for any character.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    kind: Option<&'static str>,
    schema: Option<String>,
    name: String,
}

impl Filter {
    /// Reads patterns: `orders`, `audit.*`, `view:*`, `table:tmp_*`, `schema:audit`.
    ///
    /// Without a kind a pattern is about objects of every kind. Without a schema it is about the name in every schema.
    /// `schema:audit` is the schema with all that is in it. A trigger goes with its table.
    pub fn parse(include: &[impl AsRef<str>], exclude: &[impl AsRef<str>]) -> Result<Self, FilterError> {
        Ok(Self {
            include: include.iter().map(|text| Pattern::parse(text.as_ref())).collect::<Result<_, _>>()?,
            exclude: exclude.iter().map(|text| Pattern::parse(text.as_ref())).collect::<Result<_, _>>()?,
        })
    }

    /// The part of a schema that is looked at.
    #[must_use]
    pub fn kept(&self, schema: &Schema) -> Schema {
        let mut kept = schema.clone();
        kept.namespaces.retain(|name| self.keeps("schema", &ObjectName::local(name)));
        kept.extensions.retain(|name, _| self.keeps("extension", &ObjectName::local(name)));
        kept.enums.retain(|name, _| self.keeps("enum", name));
        kept.sequences.retain(|name, _| self.keeps("sequence", name));
        kept.tables.retain(|name, _| self.keeps("table", name));
        kept.views.retain(|name, _| self.keeps("view", name));
        kept.routines.retain(|name, _| self.keeps("routine", name));
        kept.triggers.retain(|name, _| {
            let own = ObjectName { schema: name.table.schema.clone(), name: name.name.clone() };
            let table = if schema.views.contains_key(&name.table) { "view" } else { "table" };
            self.keeps(table, &name.table) && !self.excludes("trigger", &own)
        });
        kept
    }

    fn keeps(&self, kind: &str, name: &ObjectName) -> bool {
        let is_included = self.include.is_empty() || self.include.iter().any(|pattern| pattern.matches(kind, name));
        is_included && !self.excludes(kind, name)
    }

    fn excludes(&self, kind: &str, name: &ObjectName) -> bool {
        self.exclude.iter().any(|pattern| pattern.matches(kind, name))
    }
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, FilterError> {
        let (kind, rest) = match text.trim().split_once(':') {
            Some((kind, rest)) => (Some(known_kind(kind, text)?), rest.trim()),
            None => (None, text.trim()),
        };
        let (schema, name) = match rest.split_once('.') {
            Some((schema, name)) => (Some(schema.to_owned()), name),
            None => (None, rest),
        };
        if name.is_empty() {
            return Err(FilterError::NoName { pattern: text.to_owned() });
        }
        Ok(Self { kind, schema, name: name.to_owned() })
    }

    fn matches(&self, kind: &str, name: &ObjectName) -> bool {
        if self.kind == Some("schema") {
            let schema = if kind == "schema" { Some(&name.name) } else { name.schema.as_ref() };
            return schema.is_some_and(|schema| glob_matches(&self.name, schema));
        }
        self.kind.is_none_or(|wanted| wanted == kind)
            && self.schema.as_ref().is_none_or(|pattern| {
                // The schema itself is of the pattern that means all in it.
                let schema = if kind == "schema" { Some(&name.name) } else { name.schema.as_ref() };
                schema.is_some_and(|schema| glob_matches(pattern, schema))
            })
            && (glob_matches(&self.name, &name.name) && (kind != "schema" || self.schema.is_none() || self.name == "*"))
    }
}

fn known_kind(kind: &str, pattern: &str) -> Result<&'static str, FilterError> {
    let known = KINDS.into_iter().find(|known| *known == kind.trim());
    known.ok_or_else(|| FilterError::UnknownKind { pattern: pattern.to_owned() })
}

/// Whether a text is of a pattern, in which `*` stands for any text and `?` for any character.
///
/// Linear in practice: a star that failed is tried one character further on, and never those before it.
pub fn glob_matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut place) = (0, 0);
    let mut star = None;
    while place < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(character) if *character == '?' || *character == text[place] => {
                at += 1;
                place += 1;
            }
            _ => match star {
                Some((star_at, star_place)) => {
                    star = Some((star_at, star_place + 1));
                    (at, place) = (star_at + 1, star_place + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|character| *character == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    fn tables(include: &[&str], exclude: &[&str]) -> Vec<String> {
        let mut schema = Schema::empty(aludel_sql::Dialect::Postgres, (15, 0, 0));
        let names = [ObjectName::local("book"), ObjectName::local("tmp_book"), ObjectName::in_schema("audit", "entry")];
        schema.tables = names.into_iter().map(|name| (name.clone(), Table::new(name).into())).collect();
        schema.namespaces.insert("audit".to_owned());
        let kept = Filter::parse(include, exclude).unwrap().kept(&schema);
        let names = kept.tables.keys().map(ToString::to_string);
        names.chain(kept.namespaces.iter().map(|name| format!("schema {name}"))).collect()
    }

    #[test]
    fn patterns_choose_by_name_schema_and_kind() {
        assert_eq!(tables(&[], &[]), ["book", "tmp_book", "audit.entry", "schema audit"]);
        assert_eq!(tables(&[], &["tmp_*"]), ["book", "audit.entry", "schema audit"]);
        assert_eq!(tables(&["book"], &[]), ["book"]);
        assert_eq!(tables(&[], &["audit.*"]), ["book", "tmp_book"]);
        assert_eq!(tables(&[], &["schema:audit"]), ["book", "tmp_book"]);
        assert_eq!(tables(&["table:*b??k"], &[]), ["book", "tmp_book"]);
        assert_eq!(tables(&["view:*"], &[]), Vec::<String>::new());
    }

    #[test]
    fn a_pattern_that_means_nothing_is_refused() {
        let none: [&str; 0] = [];
        assert_eq!(
            Filter::parse(&["tabel:book"], &none).unwrap_err().to_string(),
            "`tabel:book` names no kind of object before the colon: write one of table, view, enum, sequence, routine, \
             trigger, extension, schema"
        );
        assert_eq!(Filter::parse(&["audit."], &none), Err(FilterError::NoName { pattern: "audit.".to_owned() }));
    }
}
