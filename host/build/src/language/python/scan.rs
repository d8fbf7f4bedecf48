//! The statements of a text in Python, without what is in its strings.
//!
//! This is as much of Python's lexical analysis (section 2 of its reference) as it takes to know where statements begin
//! and what strings hide. What it finds wrong it says in the words of `CPython`.

use crate::script::Module;
use crate::toolchain::ToolchainError;

/// One statement, or the head of a compound one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// The line where it begins, from 1.
    pub(super) line: usize,
    /// How far it is moved to the right.
    pub(super) indent: usize,
    /// Its code on one line, without comments; each string is an empty one.
    pub(super) code: String,
}

/// What makes a text no Python.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxProblem {
    pub(super) line: usize,
    pub(super) message: String,
}

impl SyntaxProblem {
    fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }

    /// The error of a build, with the line.
    pub(super) fn in_file(&self, module: &Module) -> ToolchainError {
        let Self { line, message } = self;
        let code = module.text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
        ToolchainError::compile(format!("{}:{line}: SyntaxError: {message}\n    {code}", module.name))
    }
}

/// Divides a text into statements.
pub(super) fn statements(text: &str) -> Result<Vec<Statement>, SyntaxProblem> {
    let text = text.trim_start_matches('\u{feff}');
    let mut scanner = Scanner { rest: text, before: None, line: 1, statements: Vec::new(), open: Open::default() };
    scanner.scan()?;
    Ok(scanner.statements)
}

/// The statement that is being read.
#[derive(Debug, Default)]
struct Open {
    line: usize,
    indent: usize,
    code: String,
    /// Brackets that are open, and their lines.
    brackets: Vec<(char, usize)>,
}

struct Scanner<'text> {
    rest: &'text str,
    /// The character before `rest`.
    before: Option<char>,
    line: usize,
    statements: Vec<Statement>,
    open: Open,
}

impl Scanner<'_> {
    fn scan(&mut self) -> Result<(), SyntaxProblem> {
        self.begin_line();
        while let Some(character) = self.peek() {
            match character {
                '#' => self.skip_comment(),
                '\n' => self.end_line(),
                '\\' if self.rest.starts_with("\\\n") || self.rest.starts_with("\\\r\n") => self.join_lines(),
                '"' | '\'' => self.string_in_code()?,
                '(' | '[' | '{' => self.open_bracket(character),
                ')' | ']' | '}' => self.close_bracket(character)?,
                ';' if self.open.brackets.is_empty() => self.semicolon(),
                _ => self.push(character),
            }
        }
        if let Some((bracket, line)) = self.open.brackets.last() {
            return Err(SyntaxProblem::new(*line, format!("'{bracket}' was never closed")));
        }
        self.end_statement();
        Ok(())
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.rest = &self.rest[character.len_utf8()..];
        self.before = Some(character);
        if character == '\n' {
            self.line += 1;
        }
        Some(character)
    }

    fn push(&mut self, character: char) {
        self.take();
        if self.open.code.is_empty() && self.open.brackets.is_empty() {
            if character.is_whitespace() {
                return;
            }
            self.open.line = self.line;
        }
        self.open.code.push(character);
    }

    /// Measures the indentation; a tab goes to the next multiple of eight.
    fn begin_line(&mut self) {
        let mut indent = 0;
        while let Some(character @ (' ' | '\t' | '\u{c}')) = self.peek() {
            indent = match character {
                '\t' => (indent / 8 + 1) * 8,
                ' ' => indent + 1,
                _ => 0,
            };
            self.take();
        }
        self.open.indent = indent;
    }

    fn skip_comment(&mut self) {
        while self.peek().is_some_and(|character| character != '\n') {
            self.take();
        }
    }

    fn end_line(&mut self) {
        if self.open.brackets.is_empty() {
            self.end_statement();
            self.take();
            self.begin_line();
        } else {
            self.take();
            self.open.code.push(' ');
        }
    }

    fn join_lines(&mut self) {
        while self.take() != Some('\n') {}
        self.open.code.push(' ');
    }

    fn semicolon(&mut self) {
        let indent = self.open.indent;
        self.end_statement();
        self.open.indent = indent;
        self.take();
    }

    fn end_statement(&mut self) {
        let Open { line, indent, code, .. } = std::mem::take(&mut self.open);
        let code = code.trim_end().to_owned();
        if !code.is_empty() {
            self.statements.push(Statement { line, indent, code });
        }
    }

    fn open_bracket(&mut self, bracket: char) {
        self.push(bracket);
        self.open.brackets.push((bracket, self.line));
    }

    fn close_bracket(&mut self, bracket: char) -> Result<(), SyntaxProblem> {
        let line = self.line;
        match self.open.brackets.pop() {
            None => return Err(SyntaxProblem::new(line, format!("unmatched '{bracket}'"))),
            Some((opening, _)) if closing(opening) != bracket => {
                let message = format!("closing parenthesis '{bracket}' does not match opening parenthesis '{opening}'");
                return Err(SyntaxProblem::new(line, message));
            }
            Some(_) => {}
        }
        self.push(bracket);
        Ok(())
    }

    /// Leaves an empty string behind, in place of its prefix too.
    fn string_in_code(&mut self) -> Result<(), SyntaxProblem> {
        let (is_new, line) = (self.open.code.is_empty(), self.line);
        let prefix = prefix_length(&self.open.code);
        let kind = self.open.code.split_off(self.open.code.len() - prefix);
        self.string(is_formatted(&kind))?;
        if is_new {
            self.open.line = line;
        }
        self.open.code.push_str("\"\"");
        Ok(())
    }

    /// Skips a string that begins here.
    fn string(&mut self, is_formatted: bool) -> Result<(), SyntaxProblem> {
        let quote = self.take().expect("the caller saw a quote");
        let triple: String = std::iter::repeat_n(quote, 3).collect();
        let is_triple = self.rest.starts_with(&triple[1..]);
        let start = self.line;
        if is_triple {
            self.take();
            self.take();
        }
        let end = if is_triple { triple.as_str() } else { &triple[..1] };
        loop {
            if self.rest.starts_with(end) {
                for _ in end.chars() {
                    self.take();
                }
                return Ok(());
            }
            match self.peek() {
                None => return Err(unterminated(start, self.line, is_triple)),
                Some('\n') if !is_triple => return Err(unterminated(start, self.line, is_triple)),
                Some('\\') => {
                    self.take();
                    self.take();
                }
                Some('{') if is_formatted && !self.rest.starts_with("{{") => self.replacement()?,
                Some('{') if is_formatted => {
                    self.take();
                    self.take();
                }
                Some(_) => {
                    self.take();
                }
            }
        }
    }

    /// Skips `{expression!r:format}` within a string.
    fn replacement(&mut self) -> Result<(), SyntaxProblem> {
        let line = self.line;
        self.take();
        let mut depth = 0_usize;
        let mut letters = String::new();
        while let Some(character) = self.peek() {
            match character {
                '"' | '\'' => {
                    let is_formatted = is_formatted(&letters[letters.len() - prefix_length(&letters)..]);
                    self.string(is_formatted)?;
                    letters.clear();
                    continue;
                }
                '}' if depth == 0 => {
                    self.take();
                    return Ok(());
                }
                ':' if depth == 0 => return self.format_of_replacement(line),
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            letters.push(character);
            self.take();
        }
        Err(SyntaxProblem::new(line, "f-string: expecting '}'"))
    }

    fn format_of_replacement(&mut self, line: usize) -> Result<(), SyntaxProblem> {
        while let Some(character) = self.peek() {
            match character {
                '{' => self.replacement()?,
                '}' => {
                    self.take();
                    return Ok(());
                }
                _ => {
                    self.take();
                }
            }
        }
        Err(SyntaxProblem::new(line, "f-string: expecting '}'"))
    }
}

fn closing(bracket: char) -> char {
    match bracket {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

fn unterminated(start: usize, end: usize, is_triple: bool) -> SyntaxProblem {
    let kind = if is_triple { "triple-quoted string" } else { "string" };
    SyntaxProblem::new(start, format!("unterminated {kind} literal (detected at line {end})"))
}

/// How many letters at the end of the code belong to a string that follows: `rb`, `f`.
fn prefix_length(code: &str) -> usize {
    let word: String = code.chars().rev().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let is_prefix = word.len() <= 2 && word.chars().all(|letter| "rRbBuUfFtT".contains(letter));
    if is_prefix { word.len() } else { 0 }
}

fn is_formatted(prefix: &str) -> bool {
    prefix.contains(['f', 'F', 't', 'T'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(usize, usize, String)> {
        let found = statements(text).expect("it is Python");
        found.into_iter().map(|Statement { line, indent, code }| (line, indent, code)).collect()
    }

    #[test]
    fn strings_and_comments_hide_what_is_in_them() {
        let text = "'''doc\nimport a\n'''\nx = f\"{d[\"k\"]:{w}>3} import b\"  # import c\nimport d; import e\n";
        let expected = [(1, 0, "\"\""), (4, 0, "x = \"\""), (5, 0, "import d"), (5, 0, "import e")];
        assert_eq!(codes(text), expected.map(|(line, indent, code)| (line, indent, code.to_owned())));
    }

    #[test]
    fn statements_go_on_within_brackets_and_after_backslashes() {
        let text = "def f():\n\tfrom a import (\n  b,  # one\n  c)\n\tx = 1 + \\\n 2\n";
        let expected = [(1, 0, "def f():"), (2, 8, "from a import (   b,     c)"), (5, 8, "x = 1 +   2")]
            .map(|(line, indent, code)| (line, indent, code.to_owned()));
        assert_eq!(codes(text), expected);
    }

    #[test]
    fn strings_of_every_kind_end_where_they_end() {
        for string in [
            "rb'\\''",
            "'a\\\nb'",
            "f'{x!r:>{w}}'",
            "f'{{}}'",
            "''",
            "\"\"\"a\"b\"\"\"",
            "f'{f\"{y}\"}'",
            "t'{a:{b}}'",
            "u'}'",
            "f'{x:%H:%M}'",
            "f'{ {1: 2}[1] }'",
        ] {
            let text = format!("x = {string}\nimport a");
            assert_eq!(codes(&text).last().map(|(_, _, code)| code.as_str()), Some("import a"), "{string}");
        }
    }

    #[test]
    fn what_is_not_closed_is_told_in_the_words_of_python() {
        let cases = [
            ("a = 1\nx = (1,\n", 2, "'(' was never closed"),
            ("x = 'a\n", 1, "unterminated string literal (detected at line 1)"),
            ("\nx = '''a\n\n", 2, "unterminated triple-quoted string literal (detected at line 4)"),
            ("x = )", 1, "unmatched ')'"),
            ("x = (1]", 1, "closing parenthesis ']' does not match opening parenthesis '('"),
        ];
        for (text, line, message) in cases {
            assert_eq!(statements(text), Err(SyntaxProblem::new(line, message)), "{text}");
        }
    }
}
