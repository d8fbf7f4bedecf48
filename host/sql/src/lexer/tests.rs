use proptest::prelude::*;

use super::*;

const DIALECTS: [Dialect; 4] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];

/// The significant tokens as text, divided by a bar.
fn tokens(text: &str, dialect: Dialect) -> String {
    let tokens = Lexer::new(text, dialect).map(|token| token.expect("the text is whole"));
    let significant = tokens.filter(|token| token.kind.is_significant());
    significant.map(|token| &text[token.start..token.end]).collect::<Vec<_>>().join("|")
}

fn error(text: &str, dialect: Dialect) -> LexError {
    Lexer::new(text, dialect).find_map(Result::err).expect("the text has no end")
}

#[test]
fn dialects_divide_the_same_text_differently() {
    use Dialect::{Mysql, Postgres, Sqlite};
    let cases = [
        (Sqlite, "a'it''s'b", "a|'it''s'|b"),
        (Postgres, r"'a\'b", r"'a\'|b"),
        (Mysql, r"'a\'b' c", r"'a\'b'|c"),
        (Postgres, r"E'a\'b' c", r"E'a\'b'|c"),
        (Postgres, "E'a'\n  'b\\'' c", "E'a'\n  'b\\''|c"),
        (Postgres, r"E'a' 'b\' c", r"E'a'|'b\'|c"),
        (Postgres, r#"U&"d\0061t" x U&'\'"#, r#"U&"d\0061t"|x|U&'\'"#),
        (Postgres, "$$a;'$$ $x$ $$ $x$ $1 a$b$", "$$a;'$$|$x$ $$ $x$|$1|a$b$"),
        (Postgres, "a /* b /* c */ d */ e", "a|e"),
        (Sqlite, "a /* b /* c */ d", "a|d"),
        (Mysql, "a # b ' \n c -- d '\n--e", "a|c|-|-|e"),
        (Postgres, "a --b\n#c", "a|#|c"),
        (Mysql, r#""a\"b" `c``d` [e]"#, r#""a\"b"|`c``d`|[|e|]"#),
        (Sqlite, r#"[a'b] `c` "d""e""#, r#"[a'b]|`c`|"d""e""#),
        (Mysql, "/*!50003 a /* b */ ';*/' */ c", "/*!50003|a|';*/'|*/|c"),
        (Sqlite, "1.5e-3+0x1F-e", "1.5e-3|+|0x1F|-|e"),
        (Sqlite, "?1 :a @b $c", "?1|:a|@b|$c"),
        (Postgres, "a::b ?", "a|:|:|b|?"),
        (Mysql, "@@x @`y` :z ?", "@@x|@|`y`|:|z|?"),
        (Mysql, "1.FROM .5a 2fa.3b a.4 1e5c 0x1F 0xZ 1.e5 ..5", "1.|FROM|.5|a|2fa|.|3b|a|.|4|1e5|c|0x1F|0xZ|1.e5|.|.5"),
        (Sqlite, "\u{feff}SELECT é", "SELECT|é"),
    ];
    for (dialect, text, expected) in cases {
        assert_eq!(tokens(text, dialect), expected, "{dialect:?}: {text}");
    }
}

#[test]
fn what_has_no_end_is_named_with_its_start() {
    let cases = [
        (Dialect::Sqlite, "a 'b", Enclosure::Text, 2),
        (Dialect::Sqlite, "a [b", Enclosure::QuotedIdentifier, 2),
        (Dialect::Postgres, "a E'b\\'", Enclosure::Text, 2),
        (Dialect::Postgres, "a $x$ b $y$", Enclosure::DollarQuote, 2),
        (Dialect::Postgres, "/* /* */", Enclosure::Comment, 0),
        (Dialect::Postgres, "U&\"a", Enclosure::QuotedIdentifier, 0),
        (Dialect::Mysql, "a \"b", Enclosure::Text, 2),
        (Dialect::Mysql, "a /*! b", Enclosure::Comment, 2),
    ];
    for (dialect, text, enclosure, start) in cases {
        assert_eq!(error(text, dialect), LexError { enclosure, start }, "{dialect:?}: {text}");
    }
}

/// Text made of the pieces that the lexer treats specially.
fn sql() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "'", "''", "\"", "`", "[", "]", "$", "$$", "$a$", "a", "é", "1", "e", "E'", "U&'", "\\", "--", "-- ", "#",
        "/*", "*/", "/*!", "\n", " ", ";", ":", "@", "?", "(", ")", "BEGIN", "END", "\u{feff}",
    ]);
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn tokens_cover_any_text(text in prop_oneof![sql(), any::<String>()]) {
        for dialect in DIALECTS {
            let mut end = 0;
            let mut failed = false;
            for token in Lexer::new(&text, dialect) {
                let Ok(token) = token else { failed = true; break };
                prop_assert_eq!(token.start, end);
                prop_assert!(token.end > token.start && text.is_char_boundary(token.end));
                end = token.end;
            }
            prop_assert!(failed || end == text.len());
        }
    }
}
