use proptest::prelude::*;

use super::*;
use crate::dialect::sqlite::expression::{default_text, means_the_same, tidy};

const BOOK: &str = "CREATE TABLE book (
    id INTEGER PRIMARY KEY, -- the number
    \"ti tle\" VARCHAR(80) NOT NULL DEFAULT 'x, y' /* two */ ,
    writer INT REFERENCES writer (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED NOT NULL,
    CONSTRAINT ck CHECK (id <> 0) UNIQUE (\"ti tle\")
) WITHOUT ROWID, STRICT";

#[test]
fn a_table_tells_where_everything_stands() {
    let table = table(BOOK).expect("a table");
    assert_eq!(table.name.span.of(BOOK), "book");
    assert!(table.body.of(BOOK).starts_with("id INTEGER") && table.body.of(BOOK).ends_with("UNIQUE (\"ti tle\")"));
    assert_eq!(table.options.of(BOOK), "WITHOUT ROWID, STRICT");
    let columns: Vec<&str> = table.columns.iter().map(|column| column.span.of(BOOK)).collect();
    assert_eq!(columns[0], "id INTEGER PRIMARY KEY");
    assert_eq!(columns[1], "\"ti tle\" VARCHAR(80) NOT NULL DEFAULT 'x, y'");
    let clauses: Vec<&str> = table.columns[2].clauses.iter().map(|clause| clause.span.of(BOOK)).collect();
    assert_eq!(clauses, ["REFERENCES writer (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED", "NOT NULL"]);
    let constraints: Vec<&str> = table.constraints.iter().map(|clause| clause.span.of(BOOK)).collect();
    assert_eq!(constraints, ["CONSTRAINT ck CHECK (id <> 0)", "UNIQUE (\"ti tle\")"]);
}

#[test]
fn a_deferral_after_another_clause_is_that_of_the_foreign_key() {
    let sql = "CREATE TABLE t (a INT REFERENCES p NOT NULL DEFERRABLE INITIALLY DEFERRED)";
    let clauses = table(sql).expect("a table").columns.remove(0).clauses;
    assert!(matches!(clauses[0].kind, ClauseKind::ForeignKey { deferral: Deferral::InitiallyDeferred, .. }));
    assert_eq!(clauses.len(), 2);
}

#[test]
fn an_index_tells_its_parts() {
    let sql =
        "CREATE UNIQUE INDEX \"i x\" ON [t] (a DESC, lower(b) COLLATE nocase, (c || d) , e NULLS LAST) WHERE e > 1";
    let index = index(sql).expect("an index");
    assert_eq!((&*index.name.text, &*index.table.text, index.is_unique), ("i x", "t", true));
    let collated = IndexPart { collation: Some("nocase".to_owned()), ..IndexPart::expression("lower(b)") };
    let last = IndexPart { nulls: Some(crate::model::NullsOrder::Last), ..IndexPart::column("e") };
    let first = IndexPart { descending: true, ..IndexPart::column("a") };
    assert_eq!(index.parts, [first, collated, IndexPart::expression("c || d"), last]);
    assert_eq!(index.predicate.as_deref(), Some("e > 1"));
}

#[test]
fn a_view_tells_what_it_reads() {
    let reads = |query: &str| {
        let view = view(&format!("CREATE VIEW v AS {query}")).expect("a view");
        view.reads.into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(reads("SELECT c, d AS e FROM a, main.\"B\" AS f WHERE g = (SELECT max(h) FROM i)"), "a b i");
    assert_eq!(reads("SELECT 1 FROM a LEFT JOIN b ON b.x IN (1, 2), c JOIN (d CROSS JOIN e) USING (y)"), "a b c d e");
    assert_eq!(reads("SELECT x IS DISTINCT FROM y FROM a WHERE x IN b UNION SELECT z, w FROM c"), "a b c");
    assert_eq!(reads("VALUES (1, 2)"), "");
    assert_eq!(reads("SELECT 1) FROM a"), "a");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let told = |sql: &str| table(sql).expect_err(sql).to_string();
    assert_eq!(told("DROP TABLE t"), "byte 0 should be CREATE, not `DROP`");
    assert_eq!(told("CREATE TABLE t"), "byte 14 should be the list of columns in parentheses, but the text ends");
    assert_eq!(told("CREATE TABLE t (a"), "byte 15 should be a closing parenthesis, not `(`");
    assert_eq!(told("CREATE TABLE t ()"), "byte 16 should be the name of a column, but the text ends");
    assert_eq!(told("CREATE TABLE t (a, CHECK)"), "byte 24 should be an expression in parentheses, but the text ends");
    assert_eq!(told("CREATE TABLE t (a DEFAULT)"), "byte 25 should be a default value, but the text ends");
    assert_eq!(
        told("CREATE TABLE t (a REFERENCES b ON DELETE x)"),
        "byte 41 should be what a foreign key does, not `x`"
    );
    assert_eq!(told("CREATE TABLE t (a) WITH"), "byte 19 should be WITHOUT ROWID, STRICT or the end, not `WITH`");
    assert_eq!(told("CREATE TABLE t (a 'x)"), "a string that starts at byte 18 has no end");
    assert_eq!(
        index("CREATE INDEX i ON t (a,)").expect_err("a part is missing").to_string(),
        "byte 23 should be a column or expression, but the text ends"
    );
}

/// Every span is one of the text.
fn check_spans(sql: &str, table: &ParsedTable) {
    let clauses = table.columns.iter().flat_map(|column| &column.clauses).chain(&table.constraints);
    let spans = clauses.map(|clause| clause.span).chain(table.columns.iter().map(|column| column.span));
    for span in spans.chain([table.body, table.options, table.name.span]) {
        assert!(span.start <= span.end);
        let _ = span.of(sql);
    }
}

fn read_all(sql: &str) {
    if let Ok(table) = table(sql) {
        check_spans(sql, &table);
    }
    let _ = (index(sql), view(sql));
}

/// What statements are made of.
fn word() -> impl Strategy<Value = String> {
    const WORDS: &str = "CREATE TABLE INDEX VIEW UNIQUE ON AS IF NOT EXISTS NULL PRIMARY KEY CHECK FOREIGN REFERENCES \
        CONSTRAINT DEFAULT COLLATE GENERATED ALWAYS STORED DEFERRABLE INITIALLY DEFERRED CONFLICT DELETE SET CASCADE \
        AUTOINCREMENT DESC NULLS LAST WHERE SELECT FROM JOIN IN WITHOUT ROWID STRICT MATCH ( ( ( ) ) ) , , . ; + - 1 \
        .5 x'0' 'a' \"b\" [c] `d` t ü /**/ ' \" [ --";
    prop::sample::select(WORDS.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
}

const INDEX: &str = "CREATE INDEX i ON t (a DESC, lower(b) COLLATE nocase, (c || d)) WHERE e > 1";
const VIEW: &str = "CREATE VIEW v (a, \"b\") AS SELECT c FROM d, (SELECT e FROM f WHERE g IN h) -- end";

proptest! {
    #[test]
    fn any_text_is_read_or_refused(sql in ".{0,80}") {
        read_all(&sql);
        read_all(&format!("CREATE TABLE t ({sql})"));
        read_all(&format!("CREATE INDEX i ON t ({sql})"));
        read_all(&format!("CREATE VIEW v AS {sql}"));
    }

    #[test]
    fn any_words_are_read_or_refused(words in prop::collection::vec(word(), 0..40)) {
        read_all(&words.join(" "));
        read_all(&format!("CREATE TABLE t (a {})", words.join(" ")));
        read_all(&format!("CREATE TABLE t (a, {})", words.concat()));
        read_all(&format!("CREATE INDEX i ON t ({})", words.join(" ")));
        read_all(&format!("CREATE VIEW v AS {}", words.join(" ")));
    }

    #[test]
    fn a_statement_with_a_mistake_is_read_or_refused(
        source in prop::sample::select(vec![BOOK, INDEX, VIEW]),
        (start, length) in (0_usize..400, 0_usize..12),
        put in prop::option::of(word()),
    ) {
        let mut bytes = source.as_bytes().to_vec();
        let start = start.min(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, put.unwrap_or_default().into_bytes());
        read_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_text_in_its_form_stays_in_it(words in prop::collection::vec(word(), 0..12), text in ".{0,40}") {
        // A byte order mark is whitespace at the start of a text only.
        for text in [words.join(" "), words.concat(), text.replace('\u{feff}', "")] {
            prop_assert_eq!(tidy(&tidy(&text)), tidy(&text));
            prop_assert!(means_the_same(&text, &tidy(&text)), "{}", text);
            let _ = default_text(&text);
        }
    }
}
