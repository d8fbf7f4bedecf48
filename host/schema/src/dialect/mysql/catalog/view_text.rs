//! The definition of a view without the name of its database.

use std::collections::BTreeSet;

use aludel_sql::lexer::{Token, TokenKind};

use super::super::sql_text::{tokens, unquoted};
use crate::model::ObjectName;

/// A definition, and what it reads.
pub(super) struct ViewText {
    pub(super) query: String,
    pub(super) reads: BTreeSet<ObjectName>,
}

/// Names with dots between them, as positions among the tokens.
struct Chain {
    names: Vec<String>,
    first: usize,
    end: usize,
}

/// Takes the name of the connection's database out of a definition: the server writes it before every table and
/// function.
///
/// An alias may have that name too. Then only what follows FROM or JOIN is taken for a table.
pub(super) fn without_database(query: &str, database: &str) -> ViewText {
    let Some(tokens) = tokens(query) else {
        return ViewText { query: query.to_owned(), reads: BTreeSet::new() };
    };
    let chains = chains(query, &tokens);
    let is_ambiguous = chains.iter().any(|chain| chain.names.last().is_some_and(|last| last == database));
    let mut text = ViewText { query: String::with_capacity(query.len()), reads: BTreeSet::new() };
    let mut copied = 0;
    for chain in &chains {
        let is_table = follows_from(query, &tokens[..chain.first]);
        let is_function = query[tokens[chain.end - 1].end..].starts_with('(');
        let is_ours = chain.names[0] == database && (!is_ambiguous || is_table || chain.names.len() == 3);
        text.reads.extend(read_by(chain, database, is_table || is_function, is_ours));
        if is_ours && chain.names.len() > 1 {
            text.query.push_str(&query[copied..tokens[chain.first].start]);
            // Past the name and its dot.
            copied = tokens[chain.first + 2].start;
        }
    }
    text.query.push_str(&query[copied..]);
    text
}

/// The table, view or function that a chain of names is about.
fn read_by(chain: &Chain, database: &str, is_object: bool, is_ours: bool) -> Option<ObjectName> {
    match chain.names.as_slice() {
        [_, name] if is_ours => Some(ObjectName::local(name)),
        [schema, name] if is_object && schema != database => Some(ObjectName::in_schema(schema, name)),
        [schema, name, _] if schema == database => Some(ObjectName::local(name)),
        [schema, name, _] => Some(ObjectName::in_schema(schema, name)),
        _ => None,
    }
}

fn chains(text: &str, tokens: &[Token]) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut position = 0;
    while position < tokens.len() {
        if tokens[position].kind != TokenKind::QuotedIdentifier {
            position += 1;
            continue;
        }
        let mut chain = Chain { names: vec![name(text, tokens[position])], first: position, end: position + 1 };
        while let Some([dot, next]) = tokens.get(chain.end..chain.end + 2)
            && &text[dot.start..dot.end] == "."
            && next.kind == TokenKind::QuotedIdentifier
        {
            chain.names.push(name(text, *next));
            chain.end += 2;
        }
        position = chain.end;
        chains.push(chain);
    }
    chains
}

fn name(text: &str, token: Token) -> String {
    unquoted(&text[token.start..token.end])
}

/// Whether a table stands after these tokens.
fn follows_from(text: &str, before: &[Token]) -> bool {
    let word = before.iter().rev().find(|token| &text[token.start..token.end] != "(");
    word.is_some_and(|token| {
        let word = text[token.start..token.end].to_ascii_lowercase();
        matches!(word.as_str(), "from" | "join" | "straight_join")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(query: &str) -> (String, Vec<String>) {
        let text = without_database(query, "shop");
        (text.query, text.reads.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn tables_lose_the_name_of_their_database() {
        let (query, reads) = stripped("select `b`.`id` AS `id` from (`shop`.`book` `b` join `other`.`loan` `l`)");
        assert_eq!(query, "select `b`.`id` AS `id` from (`book` `b` join `other`.`loan` `l`)");
        assert_eq!(reads, ["book", "other.loan"]);
    }

    #[test]
    fn so_do_columns_of_three_names_and_functions() {
        let (query, reads) = stripped("select `shop`.`book`.`id` AS `id`,`shop`.`f`(1) AS `f` from `shop`.`book`");
        assert_eq!(query, "select `book`.`id` AS `id`,`f`(1) AS `f` from `book`");
        assert_eq!(reads, ["book", "f"]);
    }

    #[test]
    fn an_alias_of_that_name_stays() {
        let (query, _) = stripped("select `shop`.`id` AS `id` from `shop`.`book` `shop` where `shop`.`a` = '`shop`.'");
        assert_eq!(query, "select `shop`.`id` AS `id` from `book` `shop` where `shop`.`a` = '`shop`.'");
        let (query, _) = stripped("select `shop`.`id` AS `id` from `shop`.`shop`");
        assert_eq!(query, "select `shop`.`id` AS `id` from `shop`");
    }
}
