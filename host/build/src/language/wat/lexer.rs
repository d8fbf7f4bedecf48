//! WebAssembly text as tokens, with nothing left out: put together again they are the text.

/// A piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// A parenthesis, a literal, a word, white space or a comment.
    pub(super) text: &'a str,
    /// The line where it begins, from 1.
    pub(super) line: usize,
}

impl Token<'_> {
    /// Whether it is white space or a comment.
    pub(super) fn is_blank(&self) -> bool {
        self.text.starts_with(char::is_whitespace) || self.text.starts_with(";;") || self.text.starts_with("(;")
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    let mut line = 1;
    std::iter::from_fn(move || {
        let length = token_length(rest)?;
        let (token, after) = rest.split_at(length);
        let begins = line;
        line += token.matches('\n').count();
        rest = after;
        Some(Token { text: token, line: begins })
    })
}

fn token_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if text.starts_with(";;") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("(;") {
        return Some(comment_length(text));
    }
    Some(match first {
        '(' | ')' => 1,
        '"' => literal_length(text),
        _ if first.is_whitespace() => text.find(|character: char| !character.is_whitespace()).unwrap_or(text.len()),
        // A lone semicolon is an error, which is not ours to tell.
        _ => {
            let end = text.char_indices().skip(1).find(|(_, character)| ends_word(*character));
            end.map_or(text.len(), |(place, _)| place)
        }
    })
}

fn ends_word(character: char) -> bool {
    character.is_whitespace() || matches!(character, '(' | ')' | '"' | ';')
}

/// Block comments hold others.
fn comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut place = 0;
    while place < text.len() {
        let rest = &text[place..];
        if rest.starts_with("(;") {
            depth += 1;
            place += 2;
        } else if rest.starts_with(";)") {
            depth -= 1;
            place += 2;
            if depth == 0 {
                return place;
            }
        } else {
            place += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn literal_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (place, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

/// The line where a function of that name is defined.
pub(super) fn line_of_function(text: &str, name: &str) -> Option<usize> {
    let tokens: Vec<_> = tokens(text).filter(|token| !token.is_blank()).collect();
    let is_definition = |three: &&[Token<'_>]| three[0].text == "(" && three[1].text == "func" && three[2].text == name;
    tokens.windows(3).find(is_definition).map(|three| three[2].line)
}
