use proptest::prelude::*;

use super::*;
use crate::lexer::Enclosure;
use Dialect::{MariaDb, Mysql, Postgres, Sqlite};

const DIALECTS: [Dialect; 4] = [Sqlite, Postgres, Mysql, MariaDb];

fn texts(text: &str, dialect: Dialect) -> Vec<&str> {
    split(text, dialect).expect("the text is whole").into_iter().map(|statement| statement.text).collect()
}

/// Asserts that the text is one statement, also with another one after it.
fn assert_one(text: &str, dialect: Dialect) {
    let pair = format!("{text};\nSELECT 2");
    assert_eq!(texts(&pair, dialect), [text, "SELECT 2"], "{dialect:?}");
    assert_eq!(texts(text, dialect), [text], "{dialect:?}");
}

#[test]
fn statements_know_where_they_are() {
    let text = "-- first\n/* a; */ SELECT 1; SELECT\n2 ;;\n\n-- ;\nSELECT 'a;\n' -- last\n; -- end\n";
    let expected = [
        Statement { text: "SELECT 1", offset: 18, line: 2 },
        Statement { text: "SELECT\n2", offset: 28, line: 2 },
        Statement { text: "SELECT 'a;\n'", offset: 46, line: 6 },
    ];
    for dialect in DIALECTS {
        assert_eq!(split(text, dialect).expect("the text is whole"), expected, "{dialect:?}");
    }
}

#[test]
fn nothing_gives_nothing() {
    for text in ["", " \n", ";", "-- a", "/* ; */ ;; -- b\n", "\u{feff}"] {
        for dialect in DIALECTS {
            assert_eq!(texts(text, dialect), Vec::<&str>::new(), "{dialect:?}: {text:?}");
        }
    }
}

#[test]
fn lines_count_from_the_first_line_given() {
    let statements = split_from_line("\nSELECT 1;\nSELECT 2", Sqlite, 10).expect("the text is whole");
    assert_eq!(statements.iter().map(|statement| statement.line).collect::<Vec<_>>(), [11, 12]);
}

#[test]
fn postgres_bodies_hold_semicolons() {
    let bodies = [
        "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN NEW.a := 1; RETURN NEW; END; $$ LANGUAGE plpgsql",
        "DO $body$ BEGIN EXECUTE $x$ SELECT 1; $x$; END $body$",
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 1 END; SELECT 2; END",
        "CREATE PROCEDURE p(begin int) BEGIN ATOMIC INSERT INTO t VALUES (1); END",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT 1; SELECT ''a;'''",
        "CREATE FUNCTION begin() RETURNS int LANGUAGE sql BEGIN /* ; */ ATOMIC SELECT 1 AS begin; SELECT 2; END",
    ];
    for body in bodies {
        assert_one(body, Postgres);
    }
    assert_eq!(texts("CREATE FUNCTION begin() RETURNS int RETURN 1; SELECT 1", Postgres).len(), 2);
    assert_eq!(texts("BEGIN; SELECT 1; END;", Postgres), ["BEGIN", "SELECT 1", "END"]);
}

#[test]
fn sqlite_triggers_hold_semicolons() {
    let triggers = [
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END; DELETE FROM d; END",
        "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER UPDATE ON a WHEN new.x BEGIN SELECT 1;\n-- END;\nEND",
    ];
    for trigger in triggers {
        assert_one(trigger, Sqlite);
    }
    assert_eq!(texts("CREATE TABLE trigger_begin (a); BEGIN; END", Sqlite).len(), 3);
}

#[test]
fn mysql_programs_need_no_delimiter() {
    let programs = [
        "CREATE PROCEDURE p() BEGIN SELECT 1; END",
        "CREATE PROCEDURE p(IN a INT) MODIFIES SQL DATA main: BEGIN\n DECLARE x INT DEFAULT 0;\n \
         IF (a > 1) THEN SET x = IF(a, 1, 2); ELSEIF a THEN SET x = REPEAT('a', 3); ELSE IF a THEN SELECT 1; END IF; END IF;\n \
         WHILE x < 5 DO SET x = x + 1; END WHILE;\n REPEAT SET x = x - 1; UNTIL x < 1 END REPEAT;\n \
         l: LOOP LEAVE l; END LOOP l;\n CASE x WHEN 1 THEN SELECT 2; ELSE BEGIN END; END CASE; END main",
        "CREATE DEFINER=`root`@`localhost` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN \
         SET NEW.b = CASE WHEN NEW.c THEN IF(1, 2, 3) ELSE 4 END; SET NEW.end = 1; END",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = CASE NEW.c WHEN 1 THEN 2 END",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF NEW.b THEN SET NEW.c = 1; END IF",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW FOLLOWS `b` IF NEW.b THEN SET NEW.c = 1; SET NEW.d = 1; END IF",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW PRECEDES b WHILE NEW.b DO SET NEW.b = NEW.b - 1; END WHILE",
        "CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN IF(a, 1, 2)",
        "CREATE FUNCTION f(a INT) RETURNS INT UNSIGNED IF a THEN RETURN IF(a, 1, 2); ELSE RETURN 0; END IF",
        "CREATE FUNCTION f() RETURNS TEXT CHARSET utf8mb4 LOOP RETURN 'a'; END LOOP",
        "CREATE PROCEDURE p() BEGIN DECLARE done INT; DECLARE c CURSOR FOR SELECT start, end FROM t; \
         DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE; \
         DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; \
         DROP TABLE IF EXISTS x; SELECT 1 FROM t FOR UPDATE; START TRANSACTION; COMMIT; END",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; END",
        "/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END */",
    ];
    for program in programs {
        assert_one(program, Mysql);
        assert_one(program, MariaDb);
    }
    assert_one("BEGIN NOT ATOMIC FOR i IN 1..3 DO INSERT INTO t VALUES (i); END FOR; END", MariaDb);
    assert_one("IF (SELECT 1) THEN SELECT IF(1, 2, 3); ELSE SELECT 2; END IF", MariaDb);
    assert_one("FOR i IN 1..3 DO CASE i WHEN 1 THEN SELECT 1; END CASE; END FOR", MariaDb);
    let tables = "BEGIN; CREATE TABLE event (a INT, begin DATETIME, end DATETIME, `if` INT); COMMIT";
    assert_eq!(texts(tables, Mysql).len(), 3);
    assert_eq!(texts("SELECT IF(1, 2, 3); SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 3", Mysql).len(), 3);
}

#[test]
fn mysql_delimiters_are_the_clients() {
    let text = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT '$$'; END$$\n\ndelimiter //\nSELECT 1; //\n\
                SELECT 2//\nDELIMITER ;\nSELECT 3;";
    let expected = ["CREATE PROCEDURE p() BEGIN SELECT '$$'; END", "SELECT 1", "SELECT 2", "SELECT 3"];
    assert_eq!(texts(text, Mysql), expected);
    let dump = "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @x = 1 */;;\nDELIMITER ;";
    assert_eq!(texts(dump, MariaDb).len(), 1);
    assert_eq!(texts("DELIMITER go\nSELECT category\ngo\nSELECT 2\ngo", Mysql), ["SELECT category", "SELECT 2"]);
    assert_eq!(texts("CREATE TABLE t (\n delimiter INT\n)", Mysql).len(), 1);
}

#[test]
fn errors_name_the_line() {
    let unterminated = |enclosure, line, dialect| SplitError::Unterminated { enclosure, line, dialect };
    let cases = [
        (Sqlite, "SELECT 1;\nSELECT 'a\n;", unterminated(Enclosure::Text, 2, Sqlite)),
        (Sqlite, "\n\"a", unterminated(Enclosure::QuotedIdentifier, 2, Sqlite)),
        (Postgres, "SELECT 1;\n\n/* a", unterminated(Enclosure::Comment, 3, Postgres)),
        (Postgres, "DO $$\n;\n$x$", unterminated(Enclosure::DollarQuote, 1, Postgres)),
        (Mysql, "SELECT 'a\\';", unterminated(Enclosure::Text, 1, Mysql)),
        (Sqlite, "SELECT 1;\n\0", SplitError::HoldsNul { line: 2 }),
        (Postgres, "SELECT 1;\n\\connect db\n", SplitError::MetaCommand { command: "\\connect".to_owned(), line: 2 }),
        (Postgres, "COPY t (a) FROM stdin;\n1\n\\.\n", SplitError::CopyFromStdin { line: 1 }),
        (Mysql, "SELECT 1;\nDELIMITER \nSELECT 2", SplitError::DelimiterMissing { line: 2 }),
    ];
    for (dialect, text, error) in cases {
        assert_eq!(split(text, dialect), Err(error), "{dialect:?}: {text}");
    }
    let error = split("\nSELECT 'a", Mysql).expect_err("it has no end");
    assert_eq!(error.to_string(), "a string that starts on line 2 has no end, as MySQL reads it");
}

#[test]
fn millions_of_statements_take_linear_time() {
    let statement = "INSERT INTO t VALUES (1, 'it''s', \"b\"); -- note\n";
    let text = statement.repeat(50_000);
    for dialect in DIALECTS {
        assert_eq!(texts(&text, dialect).len(), 50_000);
        let one = format!("SELECT {}1", "(1),\n".repeat(200_000));
        assert_eq!(texts(&one, dialect).len(), 1);
    }
}

/// Text made of the pieces that the splitter treats specially.
fn sql() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "'",
        "''",
        "'a;'",
        "\"",
        "`",
        "[",
        "]",
        "$$",
        "$a$",
        "a",
        "é",
        "1",
        "E'",
        "\\'",
        "--",
        "-- b\n",
        "#",
        "/*",
        "*/",
        "/*!",
        "\n",
        " ",
        ";",
        ";",
        ";",
        ":",
        "(",
        ")",
        "BEGIN ",
        "END ",
        "CASE ",
        "IF ",
        "IF(",
        "THEN ",
        "ELSE ",
        "DO ",
        "LOOP ",
        "WHILE ",
        "REPEAT ",
        "CREATE ",
        "TRIGGER ",
        "FUNCTION ",
        "PROCEDURE ",
        "FOR EACH ROW ",
        "SELECT ",
        ".",
        ",",
    ]);
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn joined_statements_split_the_same(text in sql()) {
        for dialect in DIALECTS {
            let Ok(statements) = split(&text, dialect) else { continue };
            for statement in &statements {
                prop_assert_eq!(&text[statement.offset..statement.offset + statement.text.len()], statement.text);
                prop_assert_eq!(text[..statement.offset].matches('\n').count() + 1, statement.line);
            }
            let texts: Vec<&str> = statements.iter().map(|statement| statement.text).collect();
            let joined: String = texts.iter().flat_map(|text| [text, ";\n"]).collect();
            let again = split(&joined, dialect).map_err(|error| TestCaseError::fail(format!("{dialect:?} {error}: {joined}")))?;
            let again: Vec<&str> = again.iter().map(|statement| statement.text).collect();
            prop_assert_eq!(again, texts, "{:?}", dialect);
        }
    }

    #[test]
    fn any_text_is_split_or_refused(text in any::<String>()) {
        for dialect in DIALECTS {
            let _ = split(&text, dialect).map_err(|error| (error.line(), error.hint(), error.to_string()));
        }
    }
}
