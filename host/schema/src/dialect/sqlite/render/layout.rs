//! The layout of a CREATE TABLE: what stands between its columns and constraints.

use aludel_sql::lexer::{Lexer, TokenKind};

use super::lexical::tokens;
use super::name::name;
use crate::dialect::sqlite::parse::{ParsedTable, Span};

/// A column or constraint of the new statement.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// One that the old statement has.
    Written {
        /// Where it has it.
        span: Span,
        /// What stands there now; none where it goes.
        text: Option<String>,
    },
    /// One that it has not.
    New(String),
}

/// A CREATE TABLE, divided.
pub(super) struct Layout<'text> {
    text: &'text str,
    /// From the name to the first column.
    head: &'text str,
    /// The bytes of the parenthesis that ends the list.
    close: Span,
    options: Span,
    /// What the first column is set off with: a line end and spaces, or nothing.
    indent: &'text str,
}

impl<'text> Layout<'text> {
    pub(super) fn of(text: &'text str, parsed: &ParsedTable) -> Option<Self> {
        let first = parsed.columns.first()?.span.start;
        let head = &text[parsed.name.span.end..first];
        let end = parsed.body.end;
        let close = *tokens(&text[end..]).first()?;
        let close = Span { start: end + close.start, end: end + close.end };
        let indent = &head[head.trim_end().len()..];
        Some(Self { text, head, close, options: parsed.options, indent })
    }

    /// The statement with other items, under another name.
    pub(super) fn with(&self, new_name: &str, items: &[Item], options: Option<&str>) -> String {
        let mut list = List { layout: self, text: String::new(), gap: String::new(), is_empty: true };
        for (index, item) in items.iter().enumerate() {
            match item {
                Item::New(text) => list.push_new(text),
                Item::Written { span, text } => {
                    let gap = Gap::of(&self.text[span.end..self.gap_end(&items[index + 1..])]);
                    match text {
                        Some(text) => list.push(text, &gap),
                        None => list.skip(&gap),
                    }
                }
            }
        }
        let options = options.unwrap_or(&self.text[self.close.end..self.options.end.max(self.close.end)]);
        format!("CREATE TABLE {}{}{}){options}", name(new_name), self.head, list.end())
    }

    /// Where the next item of the old statement begins.
    fn gap_end(&self, next: &[Item]) -> usize {
        let start = next.iter().find_map(|item| match item {
            Item::Written { span, .. } => Some(span.start),
            Item::New(_) => None,
        });
        start.unwrap_or(self.close.start)
    }

    /// What a new item is set off with.
    fn separator(&self) -> &'text str {
        if self.indent.is_empty() { " " } else { self.indent }
    }
}

/// What stands after an item, without the comma.
struct Gap {
    text: String,
}

impl Gap {
    fn of(text: &str) -> Self {
        let comma = tokens(text).into_iter().find(|token| &text[token.start..token.end] == ",");
        let text = match comma {
            Some(comma) => format!("{}{}", &text[..comma.start], &text[comma.end..]),
            None => text.to_owned(),
        };
        Self { text }
    }

    /// The remarks that belong to what comes next: those on lines of their own.
    fn for_next(&self) -> &str {
        let rest = self.text.split_once('\n').map_or("", |(_, rest)| rest);
        if rest.trim().is_empty() { "" } else { rest.trim_start() }
    }
}

/// The list of items as it grows.
struct List<'layout> {
    layout: &'layout Layout<'layout>,
    text: String,
    /// What stands after the last item, unless nothing comes after it.
    gap: String,
    is_empty: bool,
}

impl List<'_> {
    fn push(&mut self, item: &str, gap: &Gap) {
        if !self.is_empty {
            let gap = std::mem::take(&mut self.gap);
            self.text.push(',');
            self.text.push_str(if gap.is_empty() { " " } else { &gap });
        }
        self.text.push_str(item);
        self.gap.clone_from(&gap.text);
        self.is_empty = false;
    }

    fn push_new(&mut self, item: &str) {
        let remarks = self.gap.trim_end();
        let separator = self.layout.separator();
        let end = if ends_in_line_remark(remarks) && !separator.contains('\n') { "\n" } else { "" };
        self.gap = format!("{remarks}{end}{separator}");
        self.push(item, &Gap { text: String::new() });
    }

    /// Leaves an item out, with the remark on its line.
    fn skip(&mut self, gap: &Gap) {
        if self.is_empty {
            self.text.push_str(gap.for_next());
        } else {
            self.gap.push_str(gap.for_next());
        }
    }

    /// Everything up to the closing parenthesis.
    fn end(self) -> String {
        let remarks = self.gap.trim_end();
        let last = &self.layout.text[..self.layout.close.start];
        let line_end = if last.trim_end().len() < last.len() { &last[last.trim_end().len()..] } else { "" };
        let line_end = if ends_in_line_remark(remarks) && !line_end.contains('\n') { "\n" } else { line_end };
        format!("{}{remarks}{line_end}", self.text)
    }
}

fn ends_in_line_remark(text: &str) -> bool {
    let last = Lexer::new(text, aludel_sql::Dialect::Sqlite).filter_map(Result::ok).last();
    last.is_some_and(|token| token.kind == TokenKind::Comment && text[token.start..].starts_with("--"))
}
