//! Statements as nobody should write them, read as `SQLite` itself reads them.

use aludel_schema::ObjectName;
use aludel_schema::model::{Schema, Table};

use crate::reading::read;

async fn agrees(sql: &str) -> Schema {
    read(sql).await.1
}

fn only(schema: &Schema) -> &Table {
    schema.tables.values().next().expect("a table")
}

/// Each makes tables that the pragmas describe; [`read`] holds the one against the other.
const ODD: &[&str] = &[
    "CREATE TABLE \"a \"\"b\" (\"or der\" TEXT, [se\"lect] INT, `gr``oup` REAL, 'str''ing' BLOB, \"\" INT)",
    "CREATE TABLE [from] ([to] INT REFERENCES [from] ([to]), \"check\" INT CHECK (\"check\" > 0))",
    "CREATE TABLE t (abort INT, action, after TEXT, key INT, [no] INT, replace, \"strict\" INT, rowid2 INT)",
    "CREATE TABLE t (a, b, c DEFAULT 1, d CHECK (d), e UNIQUE, f PRIMARY KEY)",
    "CREATE/*x*/TABLE--y\nt/**/(/* ) , ( */a/**/INT/* ' */,--\"\nb\nTEXT)",
    "CREATE TABLE t (a CHECK (a IN (')')), b CHECK (b <> '(''(' AND b <> \")(\"), c DEFAULT ')', d DEFAULT (')('))",
    "CREATE TABLE t (a TEXT CHECK (((a) = (('x')))), b INT DEFAULT ((((1)))))",
    "CREATE TABLE t (a VARCHAR ( 10 ), b NUMERIC(8 , 2), c DOUBLE   PRECISION, d LONG VARCHAR(3), e 'my type', f [x y])",
    "CREATE TABLE t (a NUMERIC(-1, +2), b NATIVE /* of old */ CHARACTER (70), c UNSIGNED BIG INT)",
    "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a + 1), c AS (a || ')') STORED, d INT AS (b) VIRTUAL NOT NULL)",
    "CREATE TABLE t (a GENERATED ALWAYS AS (b) UNIQUE, b TEXT)",
    "CREATE TABLE t (a INT generated always, b)",
    "CREATE TABLE t (generated INT, always TEXT, a generated, b always DEFAULT 3)",
    "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, a)",
    "CREATE TABLE t (id INTEGER PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT, a)",
    "CREATE TABLE t (id INTEGER, a, PRIMARY KEY (id AUTOINCREMENT))",
    "CREATE TABLE t (id INTEGER, a, PRIMARY KEY (id DESC))",
    "CREATE TABLE t (id \"INTEGER\" PRIMARY KEY, a)",
    "CREATE TABLE t (id INT PRIMARY KEY, a)",
    "CREATE TABLE t (a, b, PRIMARY KEY (a DESC, \"b\" COLLATE NOCASE ASC) ON CONFLICT IGNORE)",
    "CREATE TABLE t (a COLLATE NOCASE, b COLLATE \"rtrim\", UNIQUE (a, b COLLATE BINARY), UNIQUE (b DESC))",
    "CREATE TABLE t (a, b, UNIQUE ('a'), UNIQUE (([b])))",
    "CREATE TABLE t (A TEXT, b INT, UNIQUE (a, B), PRIMARY KEY (B))",
    "CREATE TABLE t (a INT UNIQUE UNIQUE, b INT, UNIQUE (a), UNIQUE (b))",
    "CREATE TABLE t (a INT, b INT, CONSTRAINT x UNIQUE (a) CONSTRAINT y CHECK (a > b) CHECK (b > 1))",
    "CREATE TABLE t (a INT CONSTRAINT x CONSTRAINT y NOT NULL CONSTRAINT z, b NULL NOT NULL ON CONFLICT FAIL)",
    "CREATE TABLE t (a INT NOT NULL PRIMARY KEY, b TEXT) WITHOUT ROWID",
    "CREATE TABLE t (a TEXT PRIMARY KEY, b ANY, c REAL) STRICT, WITHOUT ROWID",
    "CREATE TABLE t (a TEXT, b INT, PRIMARY KEY (a)) without/**/rowid, strict",
    "CREATE TABLE t (a DEFAULT +5, b DEFAULT - 5, c DEFAULT foo, d DEFAULT \"bar\", e DEFAULT true, f DEFAULT x'AB')",
    "CREATE TABLE t (a DEFAULT .5, b DEFAULT -.5e-3, c DEFAULT 0x1F, d DEFAULT 1.e4, e DEFAULT NULL, f DEFAULT (NULL))",
    "CREATE TABLE t (a DEFAULT 'it''s' NOT NULL, b TEXT DEFAULT '' COLLATE NOCASE, c DEFAULT (1 + (2)) UNIQUE)",
    "CREATE TABLE t (a DEFAULT CURRENT_TIME, b DEFAULT current_date, c DEFAULT (Current_Timestamp))",
    "CREATE TABLE t (a DEFAULT (CASE WHEN 1 THEN 'NOT NULL' ELSE ')' END), b DEFAULT (cast('1' AS INT)))",
    "CREATE TABLE p (x INT PRIMARY KEY, y INT UNIQUE); CREATE TABLE t (a INT REFERENCES p, b INT REFERENCES P (Y) \
     ON DELETE SET NULL ON UPDATE CASCADE MATCH FULL NOT DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE t (a INT CONSTRAINT f REFERENCES t (b) ON INSERT CASCADE ON DELETE NO ACTION DEFERRABLE INITIALLY \
     DEFERRED NOT NULL, b INT UNIQUE ON CONFLICT ROLLBACK)",
    "CREATE TABLE p (a, b, PRIMARY KEY (a, b)); CREATE TABLE t (c, d, e, FOREIGN KEY (d, c) REFERENCES p, \
     CONSTRAINT \"f g\" FOREIGN KEY (e, [c]) REFERENCES \"p\" (b, \"a\") MATCH simple ON UPDATE SET DEFAULT ON DELETE RESTRICT)",
    "CREATE TABLE t (a INT REFERENCES nowhere, b INT REFERENCES nowhere (x))",
    "CREATE TABLE t (größe TEXT, 名前 INT, emoji🙂 REAL, CHECK (größe <> 'é'))",
    "CREATE TABLE t AS SELECT 1 AS \"or der\", 'x' AS b, 2.5 AS [se\"l], NULL AS \"select\"",
    "CREATE TEMP TABLE hidden (a); CREATE TABLE IF NOT EXISTS main . t /* of a schema */ (a INT) ;",
    "CREATE TABLE t (\ta\r\nINT\x0c)",
    "CREATE TABLE t (a TEXT, b INT); CREATE INDEX \"i 1\" ON t (lower(a), b DESC, a COLLATE NOCASE DESC, (b)); \
     CREATE UNIQUE INDEX i2 ON t(a||b COLLATE NOCASE, (a || b) COLLATE RTRIM) WHERE a IN ('x', ')') -- part\n; \
     CREATE INDEX IF NOT EXISTS main.i3 ON [t] (\"A\", 'b');",
];

#[tokio::test]
async fn odd_statements_are_read_as_sqlite_reads_them() {
    for sql in ODD {
        agrees(sql).await;
    }
}

/// Each begins with a table, which ALTER TABLE then writes into.
const ALTERED: &[&str] = &[
    "CREATE TABLE t (a INT -- the first\n); ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT 'x' CHECK (b <> '')",
    "CREATE TABLE t (a INT, UNIQUE (a) /* of old */); ALTER TABLE t ADD b; ALTER TABLE t ADD c AS (a + 1)",
    "CREATE TABLE t (a INT) STRICT; ALTER TABLE t ADD COLUMN b INT REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED;",
    "CREATE TABLE t (a INT, b INT CHECK (a < b), PRIMARY KEY (a), CHECK (t.a > 0)); \
     ALTER TABLE t RENAME COLUMN a TO \"or der\"; ALTER TABLE t RENAME TO \"new name\"",
    "CREATE TABLE t (a INT PRIMARY KEY); CREATE TABLE u (b INT REFERENCES t (a)); CREATE INDEX i ON t (a) WHERE a > 0; \
     ALTER TABLE t RENAME TO [select]; ALTER TABLE [select] RENAME a TO [from]",
    "CREATE TABLE t (a INT, b INT, c TEXT); ALTER TABLE t DROP COLUMN b; ALTER TABLE t DROP COLUMN c",
];

#[tokio::test]
async fn statements_that_were_altered_are_read_as_sqlite_reads_them() {
    for sql in ALTERED {
        agrees(sql).await;
    }
}

#[tokio::test]
async fn a_renamed_table_takes_everything_along() {
    let schema = agrees(
        "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);
         CREATE TABLE loan (book_id INT REFERENCES book (id));
         CREATE INDEX ix_title ON book (title);
         CREATE VIEW titles AS SELECT title FROM book;
         CREATE TRIGGER stamp AFTER INSERT ON book BEGIN UPDATE book SET title = 'x'; END;
         ALTER TABLE book RENAME TO \"my book\";",
    )
    .await;
    let renamed = ObjectName::local("my book");
    let table = &schema.tables[&renamed];
    assert_eq!(table.indexes[0].name, "ix_title");
    assert!(schema.triggers.keys().all(|name| name.table == renamed));
    assert!(schema.views.values().all(|view| view.depends_on.contains(&renamed)));
    let loan = &schema.tables[&ObjectName::local("loan")];
    assert!(format!("{:?}", loan.constraints).contains("my book"), "{loan:?}");
}

#[tokio::test]
async fn a_type_is_read_with_one_space_and_without_comments() {
    let schema =
        agrees("CREATE TABLE t (a  Double /* wide */  precision , b NUMERIC ( 8 , 2 ), c \"my type\", d)").await;
    let types: Vec<&str> = only(&schema).columns.iter().map(|column| &*column.data_type).collect();
    assert_eq!(types, ["Double precision", "NUMERIC(8,2)", "my type", ""]);
}
