//! Tables that are read: the names behind FROM, JOIN and commas, wherever a query stands in a statement.

use aludel_grants::AccessKind;

use super::pieces::Pieces;
use super::routines;
use crate::found::Found;

/// What a parenthesis, or the whole statement, holds so far.
#[derive(Debug, Default)]
struct Level {
    /// Whether a query stands in it, so that FROM names tables and no part of `EXTRACT(YEAR FROM x)`.
    has_query: bool,
    /// Whether a comma leads to another table.
    is_in_from: bool,
    /// Whether the next name is a table.
    expects_table: bool,
    /// The queries that a WITH in it named.
    queries: Vec<String>,
    /// The query of a WITH whose parenthesis is next, and that of the WITH that this parenthesis is.
    opening: Option<String>,
    is_body_of: Option<String>,
}

/// A walk over the pieces of a statement.
pub(super) struct Walk<'walk, 'run> {
    pieces: &'walk Pieces,
    found: &'walk mut Found<'run>,
    levels: Vec<Level>,
    /// Pieces before this one belong to names that are told elsewhere.
    from: usize,
}

/// Adds every table that is read, and every function that is called, behind an index.
pub(super) fn read(pieces: &Pieces, from: usize, found: &mut Found<'_>) {
    let levels = vec![Level { has_query: true, ..Level::default() }];
    Walk { pieces, found, levels, from }.walk();
}

impl Walk<'_, '_> {
    fn level(&mut self) -> &mut Level {
        self.levels.last_mut().expect("the level of the statement is never closed")
    }

    fn walk(&mut self) {
        let mut index = 0;
        while index < self.pieces.len() {
            index = self.step(index);
        }
    }

    /// Reads one piece, or a whole name; gives the index behind it.
    fn step(&mut self, index: usize) -> usize {
        match self.pieces.word(index) {
            "(" => self.open(index),
            ")" => self.close(),
            "," => {
                let level = self.level();
                level.expects_table = level.is_in_from;
            }
            "{" if self.level().expects_table => return index + 2,
            "with" => return self.with(index),
            word if self.level().expects_table && !is_before_table(word) => return self.table(index),
            word => {
                let word = word.to_owned();
                self.keyword(&word, index);
                let expects_call = !self.is_declaration(index);
                routines::read(self.pieces, index, expects_call, self.found);
            }
        }
        index + 1
    }

    fn open(&mut self, index: usize) {
        let is_join = self.level().expects_table;
        let opening = self.level().opening.take();
        let starts_query = self.pieces.is_any(index + 1, &["select", "with", "values", "table", "("]);
        let is_certain_query = self.pieces.is_any(index + 1, &["select", "with", "values", "table"]);
        self.level().expects_table = false;
        self.levels.push(Level {
            has_query: starts_query,
            is_in_from: is_join && !is_certain_query,
            expects_table: is_join && !is_certain_query,
            is_body_of: opening,
            ..Level::default()
        });
    }

    fn close(&mut self) {
        if self.levels.len() == 1 {
            return;
        }
        let closed = self.levels.pop().expect("there is more than one");
        self.level().queries.extend(closed.is_body_of);
    }

    fn keyword(&mut self, word: &str, index: usize) {
        let is_duplicate_key = self.pieces.are(index.saturating_sub(1), &["for", "update"]);
        let is_hint = index > 0 && self.pieces.word(index - 1) == "for";
        let ends_tables = self.pieces.is_any(index + 1, &["update", "share"]);
        let is_query_of_table = index >= self.from && self.pieces.is_name(index + 1);
        let level = self.level();
        match word {
            "select" | "delete" | "update" if !is_duplicate_key => {
                level.has_query = true;
                level.is_in_from = false;
            }
            "from" if level.has_query => {
                level.is_in_from = true;
                level.expects_table = true;
            }
            // A hint about indexes, or the rows of a time: more tables may follow.
            "for" if !ends_tables => {}
            "join" | "order" | "group" if is_hint => {}
            "join" | "straight_join" if level.has_query || level.is_in_from => level.expects_table = true,
            "table" if is_query_of_table => level.expects_table = true,
            "references" => level.expects_table = true,
            "where" | "group" | "having" | "order" | "limit" | "set" | "union" | "except" | "intersect" | "window"
            | "procedure" | "for" | "into" | "values" => level.is_in_from = false,
            _ => {}
        }
    }

    /// Reads `WITH a (x) AS (...), b AS (...)`: the names are known behind their queries, or at once where the WITH is
    /// recursive.
    fn with(&mut self, index: usize) -> usize {
        let is_recursive = self.pieces.word(index + 1) == "recursive";
        let start = if is_recursive { index + 2 } else { index + 1 };
        self.query_name(start, is_recursive).unwrap_or(index + 1)
    }

    fn query_name(&mut self, index: usize, is_recursive: bool) -> Option<usize> {
        let (name, after) = self.pieces.name(index)?;
        let after = if self.pieces.word(after) == "(" { self.pieces.after_parenthesis(after) } else { after };
        if !self.pieces.are(after, &["as", "("]) {
            return None;
        }
        let level = self.level();
        level.has_query = true;
        level.opening = Some(name.name.clone());
        if is_recursive {
            level.queries.push(name.name);
        }
        Some(after + 1)
    }

    /// Reads the name of a table; what is none, such as a derived table's keyword, is left as it is.
    fn table(&mut self, index: usize) -> usize {
        self.level().expects_table = false;
        let Some((name, after)) = self.pieces.name(index) else { return index + 1 };
        let has_columns = index > 0 && self.pieces.word(index - 1) == "references";
        if self.pieces.word(after) == "(" && !has_columns {
            // A table function such as JSON_TABLE.
            routines::read(self.pieces, after - 1, true, self.found);
            return after;
        }
        let is_query = name.schema.is_none() && self.is_query(&name.name);
        if index >= self.from && !is_query {
            self.found.add_to_table(AccessKind::Read, &name);
        }
        after
    }

    fn is_query(&self, name: &str) -> bool {
        let named = |query: &String| query.eq_ignore_ascii_case(name);
        self.levels.iter().any(|level| level.queries.iter().any(named))
    }

    /// Whether the name at an index is given there and called nowhere: a query of a WITH behind a comma, a table whose
    /// columns follow, an index, a constraint, a window.
    fn is_declaration(&self, index: usize) -> bool {
        const DECLARING: [&str; 24] = [
            "with",
            "recursive",
            "into",
            "table",
            "key",
            "index",
            "constraint",
            "window",
            "partition",
            "subpartition",
            "references",
            "on",
            "procedure",
            "function",
            "view",
            "exists",
            "foreign",
            "unique",
            "fulltext",
            "spatial",
            "ignore",
            "as",
            "call",
            "trigger",
        ];
        let before = index.checked_sub(1).map_or("", |before| self.pieces.word(before));
        let is_query = self.pieces.word(index + 1) == "(" && {
            let after = self.pieces.after_parenthesis(index + 1);
            self.pieces.are(after, &["as", "("])
        };
        DECLARING.contains(&before) || is_query || index < self.from
    }
}

/// Words between FROM and the name of a table.
fn is_before_table(word: &str) -> bool {
    matches!(word, "lateral" | "only" | "ignore" | "low_priority" | "quick" | "select" | "values" | "dual")
}

/// Adds the host's tables, wherever their names stand. In double quotes they are strings in most modes, and names in
/// the others.
pub(super) fn read_house(pieces: &Pieces, found: &mut Found<'_>) {
    for piece in pieces.iter().filter(|piece| piece.may_be_name()) {
        found.add_house(&piece.text);
    }
}
