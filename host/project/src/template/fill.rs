//! Puts values in the places of tokens.

use super::{Bodies, TemplateError};
use crate::setting::nearest;

/// What the tokens of a template stand for.
#[derive(Debug)]
pub(crate) struct Values {
    /// The header as a comment block, without its last line end.
    pub(crate) header: String,
    pub(crate) revision: String,
    pub(crate) message: String,
    /// What the migration does, in either direction: the statements, or a function of that name.
    pub(crate) bodies: Bodies,
    /// A name for a crate.
    pub(crate) package: String,
    /// The right-hand side of the dependency on the library for guests.
    pub(crate) sdk: String,
}

const TOKENS: [&str; 8] = ["header", "revision", "message", "imports", "upgrade", "downgrade", "package", "sdk"];

impl Values {
    fn get(&self, token: &str) -> Option<&str> {
        match token {
            "header" => Some(&self.header),
            "revision" => Some(&self.revision),
            "message" => Some(&self.message),
            "imports" => Some(&self.bodies.imports),
            "upgrade" => Some(&self.bodies.upgrade),
            "downgrade" => Some(&self.bodies.downgrade),
            "package" => Some(&self.package),
            "sdk" => Some(&self.sdk),
            _ => None,
        }
    }
}

/// The text with the values in their places; `$${` stands for the characters `${`. `file` names the text in errors.
pub(crate) fn fill(text: &str, values: &Values, file: &str) -> Result<String, TemplateError> {
    let mut filled = String::with_capacity(text.len() + values.header.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, from_dollar) = rest.split_at(start);
        if let Some(kept) = before.strip_suffix('$') {
            filled.push_str(kept);
            filled.push_str("${");
            rest = &from_dollar[2..];
            continue;
        }
        let (token, after) = from_dollar[2..].split_once('}').unwrap_or((&from_dollar[2..], ""));
        let unknown = || unknown_token(file, line_of(text, from_dollar), token);
        filled.push_str(before);
        filled.push_str(values.get(token).ok_or_else(unknown)?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The line where the rest of a text starts, from 1.
fn line_of(text: &str, rest: &str) -> usize {
    text[..text.len() - rest.len()].split('\n').count()
}

fn unknown_token(file: &str, line: usize, token: &str) -> TemplateError {
    TemplateError::UnknownToken {
        file: file.to_owned(),
        line,
        token: token.lines().next().unwrap_or_default().to_owned(),
        nearest: nearest(token, TOKENS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            header: "-- H".to_owned(),
            revision: "3f9a".to_owned(),
            message: "${sdk}".to_owned(),
            bodies: Bodies { imports: "USE".to_owned(), upgrade: "UP".to_owned(), downgrade: "DOWN".to_owned() },
            package: "migration_3f9a".to_owned(),
            sdk: "\"0.1\"".to_owned(),
        }
    }

    #[test]
    fn tokens_are_replaced_once_and_escapes_kept() {
        let text =
            "${header}\n${revision} ${message} ${imports} ${upgrade} ${downgrade} ${package} = ${sdk} $${sdk} $1 {x}";
        let expected = "-- H\n3f9a ${sdk} USE UP DOWN migration_3f9a = \"0.1\" ${sdk} $1 {x}";
        assert_eq!(fill(text, &values(), "sql.sql").as_deref(), Ok(expected));
    }

    #[test]
    fn an_unknown_token_is_named_with_its_line() {
        let error = fill("a\n\nb ${mesage}", &values(), "templates/sql.sql").expect_err("it is unknown");
        assert_eq!(error.to_string(), "templates/sql.sql:3: no token `${mesage}` for templates");
        assert_eq!(error.hint().as_deref(), Some("did you mean `${message}`?"));
        assert!(fill("${", &values(), "sql.sql").is_err());
    }
}
