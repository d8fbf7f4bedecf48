//! Which spellings mean the same.
//!
//! The server prints what it understood, and understands its own print a little otherwise: a list of strings that is
//! compared with a `character varying` is cast as a whole the first time and string by string from then on; a default
//! keeps the cast of the type that the column had.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

use crate::model::{Column, Constraint, ConstraintBody, Generation, Index, IndexKey, View};

/// Words that go on the name of a type.
const TYPE_WORDS: [&str; 6] = ["varying", "precision", "with", "without", "time", "zone"];
/// A string is a string, whichever of these it is cast to.
const TEXTS: [&str; 5] = ["text", "character varying", "character", "bpchar", "varchar"];
/// A number in a default is cast to the type of its column.
const NUMBERS: [&str; 6] = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];
/// The column's own name of the sequence that counts for it, which an earlier name of the table is left in.
const NEVER_COMPARED: &str = "sequence name";

pub(super) fn same_column(before: &Column, after: &Column) -> bool {
    let settled = |column: &Column| {
        let mut column = Column { comment: None, generation: Generation::None, ..column.clone() };
        column.options.remove(NEVER_COMPARED);
        column
    };
    settled(before) == settled(after) && same_generation(&before.generation, &after.generation)
}

fn same_generation(before: &Generation, after: &Generation) -> bool {
    match (before, after) {
        (Generation::Default(before), Generation::Default(after)) => {
            before == after || default_in_short(before) == default_in_short(after)
        }
        (
            Generation::Computed { expression: before, stored: was_stored },
            Generation::Computed { expression: after, stored },
        ) => was_stored == stored && same_expression(before, after),
        (before, after) => before == after,
    }
}

pub(super) fn same_constraint(before: &Constraint, after: &Constraint) -> bool {
    let same_body = match (&before.body, &after.body) {
        (ConstraintBody::Check { expression: before, .. }, ConstraintBody::Check { expression: after, .. })
        | (ConstraintBody::Exclude { definition: before }, ConstraintBody::Exclude { definition: after }) => {
            same_expression(before, after)
        }
        (before, after) => before == after,
    };
    same_body && before.deferral == after.deferral && before.options == after.options
}

pub(super) fn same_index(before: &Index, after: &Index) -> bool {
    in_short(before) == in_short(after)
}

/// An index without its name, its expressions in short.
fn in_short(index: &Index) -> Index {
    let mut short = Index { name: String::new(), ..index.clone() };
    short.predicate = short.predicate.map(|predicate| expression_in_short(&predicate).join(" "));
    for part in &mut short.parts {
        if let IndexKey::Expression(expression) = &mut part.key {
            *expression = expression_in_short(expression).join(" ");
        }
    }
    short
}

pub(super) fn same_view(before: &View, after: &View) -> bool {
    let indexes = before.indexes.iter().zip(&after.indexes);
    let same_indexes = before.indexes.len() == after.indexes.len()
        && indexes.into_iter().all(|(before, after)| before.name == after.name && same_index(before, after));
    same_expression(&before.query, &after.query)
        && before.columns == after.columns
        && before.materialized == after.materialized
        && before.options == after.options
        && same_indexes
}

fn same_expression(before: &str, after: &str) -> bool {
    before == after || expression_in_short(before) == expression_in_short(after)
}

/// One piece of an expression: a type stays in one.
type Pieces = Vec<String>;

/// A default without the casts of plain strings and numbers.
fn default_in_short(default: &str) -> Pieces {
    let pieces = expression_in_short(default);
    let pieces = without_lone_parentheses(&pieces);
    without_casts(&pieces, |value, data_type| {
        is_string(value) && TEXTS.contains(&data_type) || is_number(value) && NUMBERS.contains(&data_type)
    })
}

/// An expression whose casts of lists stand at their elements, and whose strings are cast once.
fn expression_in_short(expression: &str) -> Pieces {
    let Some(pieces) = pieces(expression) else { return vec![expression.to_owned()] };
    let pieces = without_lone_parentheses(&pieces);
    let pieces = with_casts_at_elements(&pieces);
    without_casts(&pieces, |value, data_type| is_string(value) && TEXTS.contains(&data_type))
}

/// The tokens, with `::type` as one piece; none for what is no SQL.
fn pieces(text: &str) -> Option<Pieces> {
    let tokens = Lexer::new(text, Dialect::Postgres).collect::<Result<Vec<_>, _>>().ok()?;
    let tokens: Vec<(TokenKind, &str)> = tokens
        .into_iter()
        .filter(|token| token.kind.is_significant())
        .map(|token| (token.kind, &text[token.start..token.end]))
        .collect();
    let mut pieces = Pieces::new();
    let mut rest = tokens.as_slice();
    while let Some(((_, first), others)) = rest.split_first() {
        if *first == ":" && others.first().is_some_and(|(_, next)| *next == ":") {
            let (data_type, after) = type_name(&others[1..]);
            pieces.push(format!("::{data_type}"));
            rest = after;
        } else {
            pieces.push((*first).to_owned());
            rest = others;
        }
    }
    Some(pieces)
}

/// The type at the start of tokens, and what follows.
fn type_name<'a, 'text>(tokens: &'a [(TokenKind, &'text str)]) -> (String, &'a [(TokenKind, &'text str)]) {
    let text = |index: usize| tokens.get(index).map_or("", |(_, text)| *text);
    let mut end = usize::from(!tokens.is_empty());
    let mut name = text(0).to_owned();
    loop {
        if text(end) == "." {
            name.extend([format!(".{}", text(end + 1))]);
            end += 2;
        } else if TYPE_WORDS.contains(&text(end)) {
            name.extend([format!(" {}", text(end))]);
            end += 1;
        } else if text(end) == "(" || text(end) == "[" {
            let close = if text(end) == "(" { ")" } else { "]" };
            let length = tokens[end..].iter().position(|(_, text)| *text == close).map_or(1, |place| place + 1);
            tokens[end..end + length].iter().for_each(|(_, text)| name.push_str(text));
            end += length;
        } else {
            return (name, &tokens[end.min(tokens.len())..]);
        }
    }
}

/// `('a')` and `(ARRAY[...])` without their parentheses, where they are no arguments.
fn without_lone_parentheses(pieces: &[String]) -> Pieces {
    let mut result: Pieces = Vec::with_capacity(pieces.len());
    let mut closing = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let is_call = index > 0 && is_word(&pieces[index - 1]) && !is_operator(&pieces[index - 1]);
        if piece == "("
            && !is_call
            && let Some(end) = end_of_lone(pieces, index)
        {
            closing.push(end);
            continue;
        }
        if closing.last() == Some(&index) {
            closing.pop();
            continue;
        }
        result.push(piece.clone());
    }
    result
}

/// The closing parenthesis, where there is one value or list between the two, perhaps with casts.
fn end_of_lone(pieces: &[String], start: usize) -> Option<usize> {
    let first = pieces.get(start + 1)?;
    let mut end = start + 2;
    if first == "ARRAY" {
        end = end_of_list(pieces, end)? + 1;
    } else if !is_string(first) && !is_number(first) && !is_word(first) {
        return None;
    }
    while pieces.get(end).is_some_and(|piece| piece.starts_with("::")) {
        end += 1;
    }
    (pieces.get(end)? == ")").then_some(end)
}

/// The bracket that closes the one at `start`.
fn end_of_list(pieces: &[String], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, piece) in pieces.iter().enumerate().skip(start) {
        match piece.as_str() {
            "[" | "(" => depth += 1,
            "]" | ")" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// `ARRAY['a', 'b']::text[]` as `ARRAY['a'::text, 'b'::text]`.
fn with_casts_at_elements(pieces: &[String]) -> Pieces {
    let mut result = Pieces::with_capacity(pieces.len());
    let mut index = 0;
    while index < pieces.len() {
        let list = (pieces[index] == "ARRAY").then(|| end_of_list(pieces, index + 1)).flatten();
        let cast = list.and_then(|end| pieces.get(end + 1)).and_then(|piece| element_cast(piece));
        if let (Some(end), Some(cast)) = (list, cast) {
            result.push("ARRAY".to_owned());
            push_elements(&mut result, &pieces[index + 1..=end], cast);
            index = end + 2;
        } else {
            result.push(pieces[index].clone());
            index += 1;
        }
    }
    result
}

/// `::text` of `::text[]`.
fn element_cast(piece: &str) -> Option<&str> {
    piece.strip_prefix("::").and_then(|_| piece.strip_suffix("[]"))
}

fn push_elements(result: &mut Pieces, list: &[String], cast: &str) {
    let mut depth = 0_usize;
    for piece in list {
        depth -= usize::from(matches!(piece.as_str(), "]" | ")"));
        let ends_element = depth == 1 && piece == "," || depth == 0 && piece == "]";
        let is_empty = result.last().is_some_and(|last| last == "[");
        if ends_element && !is_empty {
            result.push(cast.to_owned());
        }
        depth += usize::from(matches!(piece.as_str(), "[" | "("));
        result.push(piece.clone());
    }
}

/// Leaves out casts that say nothing of the value before them.
fn without_casts(pieces: &[String], is_idle: impl Fn(&str, &str) -> bool) -> Pieces {
    let mut result: Pieces = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let idle = piece.strip_prefix("::").is_some_and(|data_type| {
            result.last().is_some_and(|value| is_idle(value, data_type.split('(').next().unwrap_or(data_type)))
        });
        if !idle {
            result.push(piece.clone());
        }
    }
    result
}

fn is_string(piece: &str) -> bool {
    piece.starts_with('\'') || piece.starts_with("E'")
}

fn is_number(piece: &str) -> bool {
    piece.starts_with(|first: char| first.is_ascii_digit())
}

fn is_word(piece: &str) -> bool {
    piece.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '"')
}

/// Words before a parenthesis that is no list of arguments.
fn is_operator(piece: &str) -> bool {
    matches!(
        piece.to_ascii_uppercase().as_str(),
        "AND" | "OR" | "NOT" | "WHERE" | "ON" | "WHEN" | "THEN" | "ELSE" | "SELECT" | "CASE"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_prints_of_its_own_print_is_the_same() {
        let pairs = [
            (
                "name::text = ANY (ARRAY['a'::character varying, 'b'::character varying]::text[])",
                "name::text = ANY (ARRAY['a'::character varying::text, 'b'::character varying::text])",
            ),
            (
                "((name)::text = ANY ((ARRAY['a'::character varying])::text[]))",
                "((name)::text = ANY (ARRAY[('a'::character varying)::text]))",
            ),
            ("state = ANY (ARRAY['a'::mood, 'b'::mood])", "state = ANY (ARRAY['a'::mood, 'b'::mood])"),
            ("SELECT a\n   FROM b", "SELECT a FROM b"),
        ];
        for (one, other) in pairs {
            assert!(same_expression(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn what_means_otherwise_differs() {
        let pairs = [
            ("a > 0", "a >= 0"),
            ("a = ANY (ARRAY['a'::text])", "a = ANY (ARRAY['b'::text])"),
            ("(a + b) * c", "a + b * c"),
            ("f('a'::mood)", "f('a'::mood2)"),
            ("a::text = '1'::text", "a = '1'::text"),
            ("f(a)", "f + a"),
        ];
        for (one, other) in pairs {
            assert!(!same_expression(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_default_keeps_the_cast_of_an_earlier_type() {
        let same = |one: &str, other: &str| default_in_short(one) == default_in_short(other);
        assert!(same("'a'::character varying", "'a'::text"));
        assert!(same("(0)::numeric", "0"));
        assert!(same("'{}'::jsonb", "'{}'::jsonb"));
        assert!(!same("'{}'::jsonb", "'{}'::json"));
        assert!(!same("'a'::mood", "'a'::mood2"));
        assert!(!same("'a'::text", "'b'::text"));
        assert!(!same("now()", "now"));
    }
}
