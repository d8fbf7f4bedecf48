//! What the text of `env.py` says, as far as that can be told without running it.

use std::collections::BTreeMap;

use crate::header::alembic::literal::{self, Literal};
use crate::header::alembic::python::{Scanner, Token, TokenKind};

/// Words of `env.py` that do something which is not carried over, and what to do about it.
const NOTES: [(&str, &str); 9] = [
    ("version_table_schema", "Aludel keeps its version table in the default schema of the connection"),
    ("on_version_apply", "hooks of a run are not called; `aludel upgrade --json` tells each step to a program"),
    (
        "process_revision_directives",
        "it concerned autogenerate, which is Aludel's own: see [target] and [autogenerate]",
    ),
    ("include_object", "it concerned autogenerate, which is Aludel's own: see [target] and [autogenerate]"),
    ("include_name", "it concerned autogenerate, which is Aludel's own: see [target] and [autogenerate]"),
    ("exec_driver_sql", "statements for the session belong into `on_connect` of aludel.toml"),
    ("listens_for", "statements for the session belong into `on_connect` of aludel.toml"),
    ("user_module_prefix", "it concerned autogenerate, which is Aludel's own"),
    ("run_async", "nothing is asynchronous here, and nothing needs to be"),
];

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Environment {
    /// The name of the version table.
    pub(super) version_table: Option<String>,
    /// The templates for the names of constraints, where they are written out here.
    pub(super) naming_convention: BTreeMap<String, String>,
    /// Whether it finds the URL of the database by itself.
    pub(super) sets_url: bool,
    /// What is not carried over.
    pub(super) notes: Vec<String>,
}

impl Environment {
    /// Looks through a text.
    pub(super) fn of(text: &str) -> Self {
        let tokens: Vec<Token<'_>> = Scanner::new(text).collect();
        let mut found = Self {
            version_table: named_text(&tokens, "version_table"),
            naming_convention: naming_convention(&tokens),
            sets_url: sets_url(&tokens),
            notes: notes(&tokens),
        };
        if found.naming_convention.is_empty() && uses_metadata(&tokens) {
            found.notes.push(
                "if the MetaData of the application has a naming_convention, write it to [alembic] in aludel.toml: revisions \
                 that leave constraints without a name need it"
                    .to_owned(),
            );
        }
        found
    }
}

fn is_name(token: &Token<'_>, name: &str) -> bool {
    token.kind == TokenKind::Name && token.text == name
}

/// What follows `name =` or `name :` up to the next comma or the end of what it stands in.
fn value<'text, 'tokens>(tokens: &'tokens [Token<'text>], name: &str) -> Option<&'tokens [Token<'text>]> {
    let place = tokens.windows(2).position(|pair| is_name(&pair[0], name) && pair[1].text == "=")?;
    let rest = &tokens[place + 2..];
    let mut depth = 0_usize;
    let end = rest.iter().position(|token| {
        let is_end = depth == 0 && (matches!(token.text, "," | ")" | "]" | "}") || token.kind == TokenKind::LineEnd);
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_end
    });
    Some(&rest[..end.unwrap_or(rest.len())])
}

fn named_text(tokens: &[Token<'_>], name: &str) -> Option<String> {
    match literal::read(value(tokens, name)?)? {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

/// `naming_convention = {"ix": "..."}`, as an argument or as a variable of that or of the usual names.
fn naming_convention(tokens: &[Token<'_>]) -> BTreeMap<String, String> {
    let names = ["naming_convention", "convention", "NAMING_CONVENTION"];
    let found = names
        .iter()
        .filter_map(|name| value(tokens, name))
        .find(|value| value.first().is_some_and(|token| token.text == "{"));
    let texts: Vec<&[Token<'_>]> = match found {
        Some([_, inside @ .., _]) => inside.split(|token| token.text == ",").collect(),
        _ => Vec::new(),
    };
    texts.into_iter().filter_map(template).collect()
}

fn template(item: &[Token<'_>]) -> Option<(String, String)> {
    let colon = item.iter().position(|token| token.text == ":")?;
    match (literal::read(&item[..colon])?, literal::read(&item[colon + 1..])?) {
        (Literal::Text(kind), Literal::Text(template)) => Some((kind, template)),
        _ => None,
    }
}

/// Whether it sets `sqlalchemy.url`, or takes something of the environment.
fn sets_url(tokens: &[Token<'_>]) -> bool {
    let sets = tokens.windows(3).any(|three| {
        is_name(&three[0], "set_main_option")
            && three[1].text == "("
            && literal::text(three[2].text).is_some_and(|text| text == "sqlalchemy.url")
    });
    sets || tokens.iter().any(|token| {
        ["environ", "getenv", "create_engine", "create_async_engine"].iter().any(|name| is_name(token, name))
    })
}

fn uses_metadata(tokens: &[Token<'_>]) -> bool {
    value(tokens, "target_metadata").is_some_and(|value| value.first().is_none_or(|token| token.text != "None"))
}

fn notes(tokens: &[Token<'_>]) -> Vec<String> {
    let place = |word: &str| tokens.iter().find(|token| is_name(token, word)).map(|token| token.line);
    let found = NOTES.iter().filter_map(|(word, advice)| {
        place(word).map(|line| format!("env.py:{line}: `{word}` is not carried over: {advice}"))
    });
    found.collect()
}
