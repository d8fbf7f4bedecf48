//! Calls that move a sequence, which is named in a string. No transaction takes back what they do.

use aludel_grants::AccessKind;
use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::{literals, names};
use crate::found::{Found, Name};

/// Adds the sequence of `setval('a', 1)`, `nextval('a')` and the like.
pub(super) fn read_call(call: &SyntaxNode, function: &Name, found: &mut Found<'_>) {
    let arguments = call.children().find(|child| child.kind() == SyntaxKind::ARG_LIST);
    let Some(first) = arguments.and_then(|arguments| arguments.children().next()) else { return };
    let is_read = match named(&first) {
        Some(sequence) => {
            found.add_house(&sequence.name);
            if function.is("setval") {
                found.add_to_table(AccessKind::Update, &sequence);
            }
            true
        }
        None => !function.is("setval"),
    };
    if !is_read {
        // A name that is put together can be that of any sequence.
        found.add_to(AccessKind::CallRoutine, function);
    }
}

/// The sequence, or the table of `pg_get_serial_sequence('a', 'id')`: the only plain string that may be a name.
fn named(argument: &SyntaxNode) -> Option<Name> {
    let tokens: Vec<_> = argument.descendants_with_tokens().filter_map(SyntaxElement::into_token).collect();
    let is_put_together = tokens.iter().any(|token| token.text() == "|" || token.text() == "||");
    let strings: Vec<_> = tokens.iter().filter(|token| literals::is_string(token.kind())).collect();
    let first = strings.first().filter(|token| token.kind() == SyntaxKind::STRING)?;
    let column_follows = argument.text().to_string().to_ascii_lowercase().contains("pg_get_serial_sequence");
    if is_put_together || strings.len() > if column_follows { 2 } else { 1 } {
        return None;
    }
    let text = first.text().strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
    let parts = text.split('.').map(|part| names::folded_word(part.trim()));
    Name::of_parts(parts.collect())
}
