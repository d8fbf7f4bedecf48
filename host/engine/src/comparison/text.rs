//! Operations as a text of SQL.

use aludel_schema::model::Uncompared;
use aludel_schema::script::{Script, ScriptStep};
use aludel_sql::Dialect;

use crate::offline::terminated;

/// The script for the database's own client: a paragraph for each operation.
pub(crate) fn for_client(script: &Script, dialect: Dialect) -> String {
    let paragraph = |step: &ScriptStep| -> String {
        step.rendered.statements.iter().map(|statement| terminated(&statement.sql, dialect) + "\n").collect()
    };
    paragraphs(script.steps.iter().map(paragraph))
}

/// The paragraphs that are not empty, with an empty line between them.
pub(crate) fn paragraphs(texts: impl Iterator<Item = String>) -> String {
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What was seen and is not modelled, as comments.
pub(crate) fn not_shown(uncompared: &[Uncompared]) -> String {
    let comment =
        |object: &Uncompared| format!("-- not shown: {} {}\n", object.kind, one_line(&object.name.to_string()));
    uncompared.iter().filter(|object| is_told(object)).map(comment).collect()
}

/// The tables behind a virtual one come and go with it, and are nobody's own.
pub(crate) fn is_told(object: &Uncompared) -> bool {
    object.kind != "shadow table"
}

/// Words for a comment: a line end in them would end it, and other control characters would command the terminal of
/// whoever looks at the script.
pub(crate) fn one_line(text: &str) -> String {
    let is_harmful = |character: &char| {
        character.is_control()
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|character| if is_harmful(&character) { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_comment_end_no_line_and_command_no_terminal() {
        assert_eq!(one_line("a\r\nDROP\u{1b}]0;b\u{7}\u{202e}c\u{9b}é"), "a  DROP ]0;b  c é");
    }
}
