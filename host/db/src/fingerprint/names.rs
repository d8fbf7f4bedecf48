//! The names that a statement may be about.

use std::collections::BTreeSet;

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// More names than a definition of any size that people write.
const NAMES_MAX: usize = 2_000;

/// Every word and every quoted identifier of a statement, without its quotes, once: among them are the names of all
/// objects that it defines, changes or drops. Words that are keywords do no harm, since no object is called that.
pub fn names_in(sql: &str, dialect: Dialect) -> Vec<String> {
    let tokens = Lexer::new(sql, dialect).map_while(Result::ok);
    let names = tokens.filter_map(|token| {
        let text = &sql[token.start..token.end];
        match token.kind {
            TokenKind::Word => Some(folded(text, dialect)),
            TokenKind::QuotedIdentifier => Some(unquoted(text)),
            _ => None,
        }
    });
    let distinct: BTreeSet<String> = names.take(NAMES_MAX).collect();
    distinct.into_iter().collect()
}

/// As the server keeps a bare name.
fn folded(word: &str, dialect: Dialect) -> String {
    if dialect == Dialect::Postgres { word.to_lowercase() } else { word.to_owned() }
}

fn unquoted(text: &str) -> String {
    let mut characters = text.chars();
    let (open, close) = (characters.next(), characters.next_back());
    let inner = characters.as_str();
    match (open, close) {
        (Some('['), Some(']')) => inner.to_owned(),
        (Some(quote), Some(_)) => inner.replace(&format!("{quote}{quote}"), &quote.to_string()),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let names = |sql, dialect| names_in(sql, dialect).join(" ");
        assert_eq!(names("DROP TABLE `a``b`, c -- not d", Dialect::MariaDb), "DROP TABLE a`b c");
        assert_eq!(names("ALTER TABLE \"Big\".Small ADD x int", Dialect::Postgres), "Big add alter int small table x");
        assert_eq!(names("CREATE INDEX [i] ON t(a) WHERE a <> 'text'", Dialect::Sqlite), "CREATE INDEX ON WHERE a i t");
    }
}
