//! What about a column can change.

use std::fmt;

use crate::model::{Column, Generation};

/// One side of a column that can change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Its type.
    Type,
    /// Whether it may hold NULL.
    Nullability,
    /// Its default.
    Default,
    /// How it is computed.
    Generated,
    /// Whether and how it is an identity column.
    Identity,
    /// Whether the server counts.
    AutoIncrement,
    /// Its collation.
    Collation,
    /// Its remark.
    Comment,
    /// A setting that one dialect knows.
    Option(String),
}

impl fmt::Display for Aspect {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Type => "type",
            Self::Nullability => "nullability",
            Self::Default => "default",
            Self::Generated => "generated",
            Self::Identity => "identity",
            Self::AutoIncrement => "autoincrement",
            Self::Collation => "collation",
            Self::Comment => "comment",
            Self::Option(name) => name,
        })
    }
}

/// The sides in which two columns are written otherwise.
pub fn changed_aspects(before: &Column, after: &Column) -> Vec<Aspect> {
    let mut aspects = Vec::new();
    let mut add = |differs: bool, aspect: Aspect| differs.then(|| aspects.push(aspect));
    add(before.data_type != after.data_type, Aspect::Type);
    add(before.nullable != after.nullable, Aspect::Nullability);
    if before.generation != after.generation {
        aspects.extend(generation_aspects(&before.generation, &after.generation));
    }
    let mut add = |differs: bool, aspect: Aspect| differs.then(|| aspects.push(aspect));
    add(before.collation != after.collation, Aspect::Collation);
    add(before.comment != after.comment, Aspect::Comment);
    aspects.extend(changed_options(before, after).map(|name| Aspect::Option(name.clone())));
    aspects
}

fn changed_options<'a>(before: &'a Column, after: &'a Column) -> impl Iterator<Item = &'a String> {
    let gone = before.options.keys().filter(|name| !after.options.contains_key(*name));
    gone.chain(after.options.keys().filter(|name| before.options.get(*name) != after.options.get(*name)))
}

fn generation_aspects(before: &Generation, after: &Generation) -> Vec<Aspect> {
    let mut aspects: Vec<Aspect> = [before, after].into_iter().filter_map(generation_aspect).collect();
    aspects.sort();
    aspects.dedup();
    aspects
}

fn generation_aspect(generation: &Generation) -> Option<Aspect> {
    match generation {
        Generation::None => None,
        Generation::Default(_) => Some(Aspect::Default),
        Generation::AutoIncrement => Some(Aspect::AutoIncrement),
        Generation::Identity(_) => Some(Aspect::Identity),
        Generation::Computed { .. } => Some(Aspect::Generated),
    }
}
