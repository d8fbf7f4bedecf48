//! What checks ask of a column, as far as their text says it plainly.

use std::collections::HashMap;

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// What is asked of one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bounds {
    /// The only values, as texts or numbers without quotes.
    pub(super) values: Vec<String>,
    pub(super) least: Option<f64>,
    pub(super) most: Option<f64>,
    pub(super) characters_least: Option<u32>,
    pub(super) characters_most: Option<u32>,
}

/// A token of a check, without what servers add to it.
#[derive(Debug, Clone, PartialEq)]
enum Word {
    Name(String),
    Literal(String),
    Operator(String),
}

/// Functions that count characters.
const LENGTHS: [&str; 5] = ["length", "char_length", "character_length", "octet_length", "lengthb"];

/// The words of types of more than one word, behind the first.
const TYPE_WORDS: [&str; 6] = ["varying", "precision", "without", "with", "time", "zone"];

/// Reads a check into what it asks of each column. What it does not understand, it leaves out: a row that the check
/// refuses is made anew.
pub(super) fn read(expression: &str, dialect: Dialect, known: &mut HashMap<String, Bounds>) {
    let words = words(expression, dialect);
    // Of `a OR b` neither side has to hold.
    if words.iter().any(|word| is_name(word, "or")) {
        return alternatives(&words, known);
    }
    for part in words.split(|word| is_name(word, "and")) {
        comparison(part, known);
    }
    between(&words, known);
}

fn is_name(word: &Word, name: &str) -> bool {
    matches!(word, Word::Name(found) if found == name)
}

/// `c = 'a' OR c = 'b'`
fn alternatives(words: &[Word], known: &mut HashMap<String, Bounds>) {
    let mut found: Vec<(&String, &String)> = Vec::new();
    for part in words.split(|word| is_name(word, "or")) {
        match part {
            [Word::Name(column), Word::Operator(operator), Word::Literal(value)] if operator == "=" => {
                found.push((column, value));
            }
            _ => return,
        }
    }
    for (column, value) in found {
        known.entry(column.clone()).or_default().values.push(value.clone());
    }
}

fn comparison(part: &[Word], known: &mut HashMap<String, Bounds>) {
    match part {
        [Word::Name(column), Word::Name(word), values @ ..] if word == "in" => one_of(column, values, known),
        [Word::Name(column), Word::Operator(operator), Word::Name(any), values @ ..]
            if operator == "=" && any == "any" =>
        {
            one_of(column, values, known);
        }
        [Word::Name(function), Word::Name(column), Word::Operator(operator), Word::Literal(number)]
            if LENGTHS.contains(&function.as_str()) =>
        {
            length(column, operator, number, known);
        }
        [Word::Name(column), Word::Operator(operator), Word::Literal(value)] => limit(column, operator, value, known),
        [Word::Literal(value), Word::Operator(operator), Word::Name(column)] => {
            limit(column, turned(operator), value, known);
        }
        _ => {}
    }
}

fn one_of(column: &str, values: &[Word], known: &mut HashMap<String, Bounds>) {
    let literals: Vec<String> = values
        .iter()
        .filter_map(|word| if let Word::Literal(value) = word { Some(value.clone()) } else { None })
        .collect();
    known.entry(column.to_owned()).or_default().values.extend(literals);
}

fn limit(column: &str, operator: &str, value: &str, known: &mut HashMap<String, Bounds>) {
    let bounds = known.entry(column.to_owned()).or_default();
    let number = value.parse::<f64>().ok();
    match operator {
        "=" => bounds.values.push(value.to_owned()),
        ">=" => bounds.least = number.or(bounds.least),
        "<=" => bounds.most = number.or(bounds.most),
        // One more or less is right for whole numbers and does no harm to others.
        ">" => bounds.least = number.map(|number| number + 1.0).or(bounds.least),
        "<" => bounds.most = number.map(|number| number - 1.0).or(bounds.most),
        _ => {}
    }
}

fn length(column: &str, operator: &str, number: &str, known: &mut HashMap<String, Bounds>) {
    let bounds = known.entry(column.to_owned()).or_default();
    let Ok(number) = number.parse::<u32>() else { return };
    match operator {
        "=" => (bounds.characters_least, bounds.characters_most) = (Some(number), Some(number)),
        ">=" => bounds.characters_least = Some(number),
        ">" => bounds.characters_least = Some(number + 1),
        "<=" => bounds.characters_most = Some(number),
        "<" => bounds.characters_most = Some(number.saturating_sub(1)),
        _ => {}
    }
}

/// `c BETWEEN 1 AND 5`, whose AND is none between checks.
fn between(words: &[Word], known: &mut HashMap<String, Bounds>) {
    for window in words.windows(5) {
        if let [Word::Name(column), Word::Name(between), Word::Literal(least), Word::Name(and), Word::Literal(most)] =
            window
            && between == "between"
            && and == "and"
        {
            limit(column, ">=", least, known);
            limit(column, "<=", most, known);
        }
    }
}

fn turned(operator: &str) -> &str {
    match operator {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        same => same,
    }
}

/// The words of an expression without parentheses, casts and character sets.
fn words(expression: &str, dialect: Dialect) -> Vec<Word> {
    let tokens: Vec<(TokenKind, &str)> = Lexer::new(expression, dialect)
        .filter_map(Result::ok)
        .filter(|token| token.kind.is_significant())
        .map(|token| (token.kind, &expression[token.start..token.end]))
        .collect();
    let mut words = Vec::new();
    let mut index = 0;
    while let Some((kind, text)) = tokens.get(index) {
        index += 1;
        match kind {
            TokenKind::Symbol if *text == ":" => index = behind_cast(&tokens, index),
            TokenKind::Symbol if "<>=!~".contains(text) => add_operator(&mut words, text),
            TokenKind::Symbol if *text == "-" => words.push(Word::Operator("-".to_owned())),
            TokenKind::Number => add_number(&mut words, text),
            TokenKind::Text => words.push(Word::Literal(unquoted(text))),
            TokenKind::QuotedIdentifier => words.push(Word::Name(text.trim_matches(['"', '`', '[', ']']).to_owned())),
            TokenKind::Word if !text.starts_with('_') => words.push(Word::Name(text.to_lowercase())),
            _ => {}
        }
    }
    words
}

/// The index behind `::character varying(20)[]`, of which the first colon was read.
fn behind_cast(tokens: &[(TokenKind, &str)], start: usize) -> usize {
    let mut index = start;
    let at = |index: usize| tokens.get(index).copied().unwrap_or((TokenKind::Semicolon, ""));
    if at(index).1 == ":" {
        index += 1;
    }
    if matches!(at(index).0, TokenKind::Word | TokenKind::QuotedIdentifier) {
        index += 1;
    }
    while TYPE_WORDS.contains(&at(index).1.to_lowercase().as_str()) {
        index += 1;
    }
    if at(index).1 == "(" && at(index + 1).0 == TokenKind::Number {
        while !["", ")"].contains(&at(index).1) {
            index += 1;
        }
    }
    index
}

fn add_operator(words: &mut Vec<Word>, symbol: &str) {
    match words.last_mut() {
        Some(Word::Operator(operator)) if operator != "-" => operator.push_str(symbol),
        _ => words.push(Word::Operator(symbol.to_owned())),
    }
}

fn add_number(words: &mut Vec<Word>, text: &str) {
    if words.last() == Some(&Word::Operator("-".to_owned())) {
        words.pop();
        return words.push(Word::Literal(format!("-{text}")));
    }
    words.push(Word::Literal(text.to_owned()));
}

fn unquoted(text: &str) -> String {
    let start = text.find('\'').unwrap_or(0);
    text[start..].trim_matches('\'').replace("''", "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(expression: &str, dialect: Dialect) -> HashMap<String, Bounds> {
        let mut known = HashMap::new();
        read(expression, dialect, &mut known);
        known
    }

    #[test]
    fn limits_are_read_as_servers_write_them() {
        let postgres = bounds("((price > (0)::numeric) AND (price <= 99.5))", Dialect::Postgres);
        assert_eq!((postgres["price"].least, postgres["price"].most), (Some(1.0), Some(99.5)));
        let mysql = bounds("(`price` between -5 and 7)", Dialect::Mysql);
        assert_eq!((mysql["price"].least, mysql["price"].most), (Some(-5.0), Some(7.0)));
        let sqlite = bounds("0 <= price AND length(code) = 3 AND length(note) > 4", Dialect::Sqlite);
        assert_eq!(sqlite["price"].least, Some(0.0));
        assert_eq!((sqlite["code"].characters_least, sqlite["code"].characters_most), (Some(3), Some(3)));
        assert_eq!(sqlite["note"].characters_least, Some(5));
    }

    #[test]
    fn lists_are_read_as_servers_write_them() {
        let cases = [
            ("status IN ('new', 'it''s')", Dialect::Sqlite),
            ("(`status` in (_utf8mb4'new',_utf8mb4'it''s'))", Dialect::Mysql),
            (
                "((status)::text = ANY ((ARRAY['new'::character varying(5), 'it''s'::character varying])::text[]))",
                Dialect::Postgres,
            ),
            ("((status = 'new'::text) OR (status = 'it''s'::text))", Dialect::Postgres),
        ];
        for (expression, dialect) in cases {
            assert_eq!(bounds(expression, dialect)["status"].values, ["new", "it's"], "{expression}");
        }
    }

    #[test]
    fn what_is_not_understood_asks_nothing() {
        for expression in ["a < b", "a > 5 OR b > 5", "price > f(price)", "'", "((("] {
            assert!(
                bounds(expression, Dialect::Sqlite).values().all(|found| *found == Bounds::default()),
                "{expression}"
            );
        }
    }
}
