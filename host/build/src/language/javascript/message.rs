//! Errors of a parser as compilers write them: place, words, line, mark.

use std::fmt::Write as _;

use oxc_span::Span;

/// Where a byte of a text is: its line and its column, both from 1, in characters.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// `migrations/a.js:3:5: what is wrong`, the line, and a mark below the place.
pub(super) fn complaint(file: &str, text: &str, span: Span, problem: &str, help: Option<&str>) -> String {
    let (line, column) = place(text, span.start as usize);
    let shown = text.lines().nth(line - 1).unwrap_or_default();
    let end = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let width = end.lines().next().unwrap_or_default().chars().count().max(1);
    let margin = " ".repeat(line.to_string().len());
    let mut message = format!("{file}:{line}:{column}: {problem}\n{line} | {shown}\n");
    let indent: String = shown.chars().take(column - 1).map(|letter| if letter == '\t' { '\t' } else { ' ' }).collect();
    let _ = write!(message, "{margin} | {indent}{}", "^".repeat(width));
    if let Some(help) = help {
        let _ = write!(message, " {help}");
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_shows_the_place() {
        let text = "let a = 1;\nlet größe = ;\n";
        let at = u32::try_from(text.find("= ;").expect("it is there") + 2).expect("the text is short");
        let shown = complaint("a.js", text, Span::new(at, at + 1), "Unexpected token", None);
        assert_eq!(shown, "a.js:2:13: Unexpected token\n2 | let größe = ;\n  |             ^");
    }
}
