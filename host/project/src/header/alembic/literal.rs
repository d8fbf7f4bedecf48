//! Literals of Python: texts, `None`, and tuples or lists of texts.

use super::python::{Token, TokenKind};

/// A value that can be read without running anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Literal {
    /// `None`.
    Nothing,
    /// `"a"`.
    Text(String),
    /// `("a", "b")`, `["a"]`, or without brackets.
    Texts(Vec<String>),
}

impl Literal {
    /// The texts in it.
    pub(crate) fn into_texts(self) -> Vec<String> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Text(text) => vec![text],
            Self::Texts(texts) => texts,
        }
    }
}

/// The literal that these tokens are, all of them.
pub(crate) fn read(tokens: &[Token<'_>]) -> Option<Literal> {
    if let [name] = tokens
        && name.kind == TokenKind::Name
    {
        return (name.text == "None").then_some(Literal::Nothing);
    }
    match tokens {
        [open, inside @ .., close] if is_pair(open.text, close.text) => read_inside(open.text, inside),
        _ => read_texts(tokens),
    }
}

fn is_pair(open: &str, close: &str) -> bool {
    matches!((open, close), ("(", ")") | ("[", "]") | ("{", "}"))
}

fn read_inside(open: &str, inside: &[Token<'_>]) -> Option<Literal> {
    match read(inside) {
        // `("a")` is a text, `["a"]` a list, and `()` is empty.
        Some(literal) if open == "(" => Some(literal),
        Some(Literal::Text(text)) => Some(Literal::Texts(vec![text])),
        Some(Literal::Texts(texts)) => Some(Literal::Texts(texts)),
        _ => None,
    }
}

fn read_texts(tokens: &[Token<'_>]) -> Option<Literal> {
    let mut items: Vec<&[Token<'_>]> = tokens.split(|token| token.text == ",").collect();
    let is_list = items.len() > 1 || tokens.is_empty();
    if items.last().is_some_and(|last| last.is_empty()) {
        items.pop();
    }
    let mut texts = items.into_iter().map(joined).collect::<Option<Vec<String>>>()?;
    if is_list { Some(Literal::Texts(texts)) } else { texts.pop().map(Literal::Text) }
}

/// Texts side by side are one.
fn joined(tokens: &[Token<'_>]) -> Option<String> {
    let are_texts = !tokens.is_empty() && tokens.iter().all(|token| token.kind == TokenKind::Text);
    if are_texts { tokens.iter().map(|token| text(token.text)).collect() } else { None }
}

/// What a text says; none for bytes and for texts with expressions in them.
pub(crate) fn text(source: &str) -> Option<String> {
    let start = source.find(['"', '\''])?;
    let prefix = source[..start].to_ascii_lowercase();
    if prefix.contains(['b', 'f', 't']) {
        return None;
    }
    let quoted = &source[start..];
    let quote = &quoted[..1];
    let mark = if quoted.starts_with(&quote.repeat(3)) { quote.repeat(3) } else { quote.to_owned() };
    let content = quoted.strip_prefix(mark.as_str())?.strip_suffix(mark.as_str())?;
    if prefix.contains('r') { Some(content.to_owned()) } else { unescaped(content) }
}

fn unescaped(content: &str) -> Option<String> {
    let mut text = String::with_capacity(content.len());
    let mut characters = content.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            text.push_str(&escape(&mut characters)?);
        } else {
            text.push(character);
        }
    }
    Some(text)
}

/// What an escape stands for. Python keeps the backslash of one that it does not know.
fn escape(characters: &mut std::str::Chars<'_>) -> Option<String> {
    let escape = characters.next()?;
    Some(match escape {
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        'r' => "\r".to_owned(),
        '\n' => String::new(),
        '\\' | '\'' | '"' => escape.to_string(),
        'x' => character_of(characters, 2)?.to_string(),
        'u' => character_of(characters, 4)?.to_string(),
        'U' => character_of(characters, 8)?.to_string(),
        other => format!("\\{other}"),
    })
}

fn character_of(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let code: String = characters.by_ref().take(digits).collect();
    u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)
}
