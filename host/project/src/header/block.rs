//! Finds the comment block of a header, and takes the comment signs away.

use super::{HeaderError, HeaderErrors};
use crate::toml_reader::Positions;

/// How many bytes of TOML a header may have.
pub(super) const HEADER_SIZE_BYTES_MAX: usize = 64 * 1024;

/// The signs that start a comment, the longer of two that start alike first.
const COMMENT_PREFIXES: [&str; 6] = ["--", "#", "//", ";;", ";", "%"];

const OPENING: &str = "/// migration";
const CLOSING: &str = "///";

/// The TOML of a header, and where its lines were.
pub(super) struct Block {
    pub(super) toml: String,
    pub(super) positions: Positions,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
}

/// A line that opens a header.
struct Opening<'a> {
    line: usize,
    /// The comment sign with the white space before it.
    prefix: &'a str,
}

/// Finds the one header of a text.
pub(super) fn find(text: &str, file: &str) -> Result<Block, HeaderErrors> {
    let text = text.trim_start_matches('\u{feff}');
    let openings: Vec<Opening<'_>> = openings(text).take(2).collect();
    match openings.as_slice() {
        [] => Err(HeaderError::Missing { file: file.to_owned() }.into()),
        [opening] => Ok(take_block(text, file, opening)?),
        [first, second, ..] => {
            let repeated = HeaderError::Repeated { file: file.to_owned(), line: second.line, first_line: first.line };
            Err(repeated.into())
        }
    }
}

/// The line of the first opening.
pub(super) fn first_line(text: &str) -> Option<usize> {
    openings(text.trim_start_matches('\u{feff}')).next().map(|opening| opening.line)
}

fn openings(text: &str) -> impl Iterator<Item = Opening<'_>> {
    numbered_lines(text).filter_map(|(line, text)| opening(line, text))
}

fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

fn opening(line: usize, text: &str) -> Option<Opening<'_>> {
    // Nearly all lines of a file are told apart from an opening by this one look.
    if !text.trim_end().ends_with(OPENING) {
        return None;
    }
    let unindented = text.trim_start();
    let sign = COMMENT_PREFIXES.into_iter().find(|sign| unindented.starts_with(sign))?;
    let prefix = &text[..text.len() - unindented.len() + sign.len()];
    (text[prefix.len()..].trim() == OPENING).then_some(Opening { line, prefix })
}

fn take_block(text: &str, file: &str, opening: &Opening<'_>) -> Result<Block, HeaderError> {
    let mut block = Block {
        toml: String::new(),
        positions: Positions::default(),
        first_line: opening.line,
        last_line: opening.line,
    };
    for (line, text) in numbered_lines(text).skip(opening.line) {
        let Some(content) = text.strip_prefix(opening.prefix) else {
            return Err(interrupted(file, line, opening));
        };
        if content.trim() == CLOSING {
            block.last_line = line;
            return Ok(block);
        }
        block.add_line(line, opening.prefix, content);
        if block.toml.len() > HEADER_SIZE_BYTES_MAX {
            let allowed_bytes = HEADER_SIZE_BYTES_MAX;
            return Err(HeaderError::TooLarge { file: file.to_owned(), line: opening.line, allowed_bytes });
        }
    }
    Err(HeaderError::Unterminated { file: file.to_owned(), line: opening.line })
}

fn interrupted(file: &str, line: usize, opening: &Opening<'_>) -> HeaderError {
    HeaderError::Interrupted {
        file: file.to_owned(),
        line,
        opened_at: opening.line,
        comment_prefix: opening.prefix.to_owned(),
    }
}

impl Block {
    fn add_line(&mut self, line: usize, prefix: &str, content: &str) {
        let unspaced = content.strip_prefix(' ').unwrap_or(content);
        let columns_before = prefix.chars().count() + content.len() - unspaced.len();
        self.positions.add_line(self.toml.len(), line, columns_before);
        self.toml.push_str(unspaced);
        self.toml.push('\n');
    }
}
