//! Statements of `PostgreSQL`, read by a whole parser.
//!
//! The tree names everything that is referred to by the kind of thing that it is, so one walk over all of its nodes
//! sees a DELETE in a WITH, a function in a default and a table in a policy alike.

mod code;
mod definitions;
mod literals;
mod names;
mod place;
mod plain;
mod relations;
mod routines;
mod sequences;
mod settings;
mod shallow;
mod statements;
mod with;

use aludel_grants::AccessKind;
use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};
use squawk_syntax::ast::AstNode as _;
use squawk_syntax::syntax_error::SyntaxError;
use squawk_syntax::{SourceFile, SyntaxElement, SyntaxKind, SyntaxNode};

use crate::NotOneStatement;
use crate::found::Found;

/// Adds what one statement does.
pub(crate) fn read(sql: &str, found: &mut Found<'_>) -> Result<(), NotOneStatement> {
    if !shallow::is_shallow(sql) {
        return read_words(sql, found);
    }
    let parse = SourceFile::parse(sql);
    let root = parse.tree().syntax().clone();
    let errors = parse.errors();
    let is_understood = errors.iter().all(|error| is_within_a_string(&root, error));
    let count = if is_understood { statement_count(&root) } else { divided_count(sql) };
    if count > 1 {
        return Err(NotOneStatement { count });
    }
    let mut is_plain = errors.is_empty();
    for node in root.descendants() {
        read_node(&node, found);
        is_plain = is_plain && plain::is_plain(&node);
    }
    if !is_understood {
        add_unknown(sql, found);
    }
    if is_plain {
        found.tell_all();
    }
    Ok(())
}

/// Reads a text that is not parsed.
fn read_words(sql: &str, found: &mut Found<'_>) -> Result<(), NotOneStatement> {
    let count = divided_count(sql);
    if count > 1 {
        return Err(NotOneStatement { count });
    }
    add_unknown(sql, found);
    Ok(())
}

fn add_unknown(sql: &str, found: &mut Found<'_>) {
    found.add(AccessKind::Unknown(first_word(sql)));
    code::scan(sql, found);
}

fn read_node(node: &SyntaxNode, found: &mut Found<'_>) {
    statements::read(node, found);
    relations::read(node, found);
    definitions::read(node, found);
    routines::read(node, found);
    settings::read(node, found);
    code::read(node, found);
}

fn statement_count(root: &SyntaxNode) -> usize {
    root.children().filter(|child| child.kind() != SyntaxKind::EMPTY_STMT).count()
}

/// The tree of a text with errors has a node for each word that it stumbled over, so the splitter is asked.
fn divided_count(sql: &str) -> usize {
    aludel_sql::split(sql, Dialect::Postgres).map_or(1, |statements| statements.len())
}

/// The body of a function in SQL is parsed too, and what is wrong in it is its author's affair.
fn is_within_a_string(root: &SyntaxNode, error: &SyntaxError) -> bool {
    let tokens = root.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    tokens.filter(|token| literals::is_string(token.kind())).any(|token| {
        let range = token.text_range();
        range.start() < error.range().start() && error.range().end() <= range.end()
    })
}

fn first_word(sql: &str) -> String {
    let mut tokens = Lexer::new(sql, Dialect::Postgres).map_while(Result::ok);
    let word = tokens.find(|token| token.kind.is_significant() && token.kind != TokenKind::Semicolon);
    word.map_or_else(String::new, |token| sql[token.start..token.end].to_uppercase())
}
