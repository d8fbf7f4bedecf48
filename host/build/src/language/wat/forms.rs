//! The forms that stand for more than they say. What they become is on the same line.
//!
//! | form | meaning |
//! |---|---|
//! | `(text "..." ...)` | the address of a text, of one literal or several |
//! | `(try CALL)` | leaves the function with the error of the call, if there is one, and notes the line |
//! | `(each CURSOR ...)` | runs the instructions for every row |
//! | `(fail TEXT)`, `(irreversible TEXT)`, `(precondition TEXT)` | a failure of the migration, to be returned |
//! | `(panic TEXT)` | stops the migration at once |

use std::fmt::Write as _;

use super::lexer::{Token, tokens};
use super::pool::{Pool, literal_bytes};
use crate::toolchain::ToolchainError;

/// What is wrong with a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormProblem {
    line: usize,
    problem: &'static str,
}

impl FormProblem {
    pub(super) fn in_file(&self, file: &str) -> ToolchainError {
        ToolchainError::compile(format!("{file}:{}: error: {}", self.line, self.problem))
    }
}

/// Replaces forms, and collects the texts.
#[derive(Debug)]
pub(super) struct Forms<'pool> {
    pool: &'pool mut Pool,
    out: String,
    /// What ends each of the lists that are open.
    ends: Vec<String>,
    /// The function at hand, and how many lists were open where it began.
    function: Option<(String, usize)>,
}

/// What stands in the place of a form.
struct Replacement {
    start: String,
    end: String,
    /// The place behind what the start took in.
    next: usize,
}

impl<'pool> Forms<'pool> {
    pub(super) fn new(pool: &'pool mut Pool) -> Self {
        Self { pool, out: String::new(), ends: Vec::new(), function: None }
    }

    /// The text with its forms replaced.
    pub(super) fn rewrite(mut self, text: &str) -> Result<String, FormProblem> {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let mut place = 0;
        while let Some(token) = tokens.get(place) {
            place += 1;
            match token.text {
                "(" => place = self.open(&tokens, place)?,
                ")" => self.close(),
                other => self.out.push_str(other),
            }
        }
        Ok(self.out)
    }

    /// Begins a list, and gives the place from which on the text is taken as it is.
    fn open(&mut self, tokens: &[Token<'_>], place: usize) -> Result<usize, FormProblem> {
        let Some(word) = tokens.get(place) else {
            self.out.push('(');
            return Ok(place);
        };
        if word.text == "text" {
            return self.text(tokens, place);
        }
        if word.text == "func" {
            let name = tokens[place..].iter().skip(1).find(|token| !token.is_blank());
            let name = name.map_or("", |token| token.text.strip_prefix('$').unwrap_or(""));
            self.function = Some((name.to_owned(), self.ends.len()));
        }
        let Some(replacement) = self.replacement(tokens, place)? else {
            self.out.push('(');
            self.ends.push(")".to_owned());
            return Ok(place);
        };
        self.out.push_str(&replacement.start);
        self.ends.push(replacement.end);
        Ok(replacement.next)
    }

    /// How the form at a place begins and ends, if it is one.
    fn replacement(&mut self, tokens: &[Token<'_>], place: usize) -> Result<Option<Replacement>, FormProblem> {
        let line = tokens[place].line;
        let function = self.function.as_ref().map_or("", |(name, _)| name.as_str());
        let function = self.pool.place(function.as_bytes());
        let here = format!("(i32.const {line}) (i32.const {function}))");
        let leave = format!(" {here} (then (return (global.get $error))))");
        let form = |start: &str, end: String| Replacement { start: start.to_owned(), end, next: place + 1 };
        Ok(Some(match tokens[place].text {
            "try" => form("(if (call $failed_at", leave),
            "each" => each(tokens, place, &leave)?,
            "fail" => form("(call $failure (i32.const 3)", format!(" {here}")),
            "precondition" => form("(call $failure (i32.const 2)", format!(" {here}")),
            "irreversible" => form("(call $failure (i32.const 1)", format!(" {here}")),
            "panic" => form("(call $panic_at", format!(" {here} (unreachable)")),
            _ => return Ok(None),
        }))
    }

    /// One literal or several, which are one text.
    fn text(&mut self, tokens: &[Token<'_>], place: usize) -> Result<usize, FormProblem> {
        let problem = || FormProblem { line: tokens[place].line, problem: "`(text \"...\")` holds literals" };
        let length = tokens[place..].iter().position(|token| token.text == ")").ok_or_else(problem)?;
        let content = &tokens[place + 1..place + length];
        let mut bytes = Vec::new();
        for literal in content.iter().filter(|token| !token.is_blank()) {
            bytes.extend(literal_bytes(literal.text).ok_or_else(problem)?);
        }
        if content.iter().all(Token::is_blank) {
            return Err(problem());
        }
        let address = self.pool.place(&bytes);
        // Lines stay where they are.
        let lines: String = content.iter().flat_map(|token| token.text.chars().filter(|&end| end == '\n')).collect();
        write!(self.out, "(i32.const {address}){lines}").expect("a string takes any text");
        Ok(place + length + 1)
    }

    fn close(&mut self) {
        // One that closes nothing is the assembler's to tell.
        let end = self.ends.pop().unwrap_or_else(|| ")".to_owned());
        self.out.push_str(&end);
        if self.function.as_ref().is_some_and(|(_, depth)| *depth == self.ends.len()) {
            self.function = None;
        }
    }
}

/// A loop that ends with the rows of a cursor, which is a local variable.
fn each(tokens: &[Token<'_>], place: usize, leave: &str) -> Result<Replacement, FormProblem> {
    let found = (place + 1..tokens.len()).find(|&index| !tokens[index].is_blank());
    let found = found.filter(|&index| tokens[index].text.starts_with('$'));
    let problem = FormProblem { line: tokens[place].line, problem: "`(each $rows ...)` names a local with a cursor" };
    let variable = found.ok_or(problem)?;
    let cursor = format!("(local.get {})", tokens[variable].text);
    let next = format!("(if (call $failed_at (call $next {cursor}){leave}");
    let start = format!("(block (loop {next} (br_if 1 (i32.eqz (call $has_row {cursor})))");
    // What stands between is white space and comments, whose lines have to stay.
    let between: String = tokens[place + 1..variable].iter().map(|token| token.text).collect();
    Ok(Replacement { start: format!("{start}{between}"), end: " (br 0)))".to_owned(), next: variable + 1 })
}
