//! What a registry says, made short enough for a message. Messages escape it.

use serde::Deserialize;

/// How much of a registry's words is shown, in characters.
const CHARACTERS_MAX: usize = 300;

/// The errors of an answer, as the OCI distribution specification has them.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    errors: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

/// The words of an answer that is an error: those of its document, or the first line of its text.
pub(crate) fn of_answer(body: &[u8]) -> String {
    let told = serde_json::from_slice::<Envelope>(body).ok().filter(|envelope| !envelope.errors.is_empty());
    let words = match told {
        Some(envelope) => envelope.errors.iter().map(shown).collect::<Vec<_>>().join("; "),
        None => String::from_utf8_lossy(body).lines().find(|line| !line.trim().is_empty()).unwrap_or("").to_owned(),
    };
    shortened(words.trim())
}

fn shown(one: &One) -> String {
    if one.message.is_empty() { one.code.clone() } else { one.message.clone() }
}

/// The cause of all causes: what the system said.
pub(crate) fn of_error(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    shortened(&innermost.to_string())
}

pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_document_or_the_first_line() {
        let document = br#"{"errors":[{"code":"DENIED","message":"requested access is denied"},{"code":"NAME"}]}"#;
        assert_eq!(of_answer(document), "requested access is denied; NAME");
        assert_eq!(of_answer(b"\n<html>\n<body>"), "<html>");
        assert_eq!(of_answer(b"{}"), "{}");
        assert_eq!(of_answer(b""), "");
        assert_eq!(of_answer("ä".repeat(400).as_bytes()).chars().count(), CHARACTERS_MAX + 3);
    }
}
