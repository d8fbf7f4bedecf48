use proptest::prelude::*;

use super::*;
use crate::component::append_section;
use aludel_sql::SplitError;

const HEADER: &str = "-- /// migration\n-- revision = \"a\"\n-- ///\n";

fn script<'text>(scripts: &'text Scripts<'text>, phase: ScriptPhase, dialect: Dialect) -> Vec<(u32, &'text str)> {
    match scripts.get(phase, dialect) {
        Script::Statements(statements) => statements.iter().map(|one| (one.line, one.text)).collect(),
        Script::Irreversible { message } => vec![(0, message)],
        Script::Refused { message } => vec![(u32::MAX, message)],
    }
}

fn upgrade(text: &str, dialect: Dialect) -> Vec<(u32, String)> {
    let scripts = parse(text).expect("the text is valid");
    let script = script(&scripts, ScriptPhase::Upgrade, dialect);
    script.into_iter().map(|(line, text)| (line, text.to_owned())).collect()
}

fn error(text: &str) -> SqlSourceError {
    parse(text).expect_err("the text is wrong")
}

#[test]
fn sections_are_read_with_their_lines() {
    let text = format!("{HEADER}\n-- aludel:upgrade\nSELECT 1; SELECT 2;\n\n--aludel:downgrade  \r\nSELECT\n3");
    let scripts = parse(&text).expect("the text is valid");
    for dialect in DIALECTS {
        assert_eq!(script(&scripts, ScriptPhase::Upgrade, dialect), [(6, "SELECT 1"), (6, "SELECT 2")]);
        assert_eq!(script(&scripts, ScriptPhase::Downgrade, dialect), [(9, "SELECT\n3")]);
    }
}

#[test]
fn a_remark_about_rules_is_no_section() {
    let text =
        "-- aludel:upgrade\n-- aludel:nolint AL102 nobody reads it\nDROP TABLE a;\n-- aludel:nolint-file AL103 old\n";
    assert_eq!(upgrade(text, Dialect::Sqlite), [(3, "DROP TABLE a".to_owned())]);
}

#[test]
fn a_section_of_a_dialect_replaces_the_plain_one() {
    let text = "-- aludel:upgrade\nALL;\n-- aludel:upgrade postgres\nPG;\n-- aludel:upgrade mysql\nMY;";
    assert_eq!(upgrade(text, Dialect::Sqlite), [(2, "ALL".to_owned())]);
    assert_eq!(upgrade(text, Dialect::Postgres), [(4, "PG".to_owned())]);
    assert_eq!(upgrade(text, Dialect::MariaDb), [(6, "MY".to_owned())]);
    let text = format!("{text}\n-- aludel:upgrade mariadb\nMARIA;");
    assert_eq!(upgrade(&text, Dialect::Mysql), [(6, "MY".to_owned())]);
    assert_eq!(upgrade(&text, Dialect::MariaDb), [(8, "MARIA".to_owned())]);
}

#[test]
fn a_dialect_without_a_section_is_refused() {
    let text = "-- aludel:upgrade postgres\nSELECT 1;";
    let message = "no section is for SQLite: neither `-- aludel:upgrade` nor `-- aludel:upgrade sqlite`";
    assert_eq!(upgrade(text, Dialect::Sqlite), [(u32::MAX, message.to_owned())]);
}

#[test]
fn there_is_a_way_back_where_one_is_written_or_none_is_needed() {
    let is_irreversible = |text: &str| {
        let scripts = parse(text).expect("the text is valid");
        matches!(scripts.get(ScriptPhase::Downgrade, Dialect::Sqlite), Script::Irreversible { .. })
    };
    assert!(is_irreversible("-- aludel:upgrade\nSELECT 1"));
    assert!(is_irreversible("-- aludel:upgrade\nSELECT 1;\n-- aludel:downgrade\n-- nothing\n"));
    assert!(is_irreversible("-- aludel:upgrade\nSELECT 1;\n-- aludel:downgrade postgres\nSELECT 2"));
    assert!(!is_irreversible("-- aludel:upgrade\nSELECT 1;\n-- aludel:downgrade\nSELECT 2"));
    assert!(!is_irreversible("-- aludel:upgrade\n-- aludel:downgrade\n"));
    assert!(!is_irreversible(HEADER));
}

#[test]
fn checks_have_a_section_and_its_lines() {
    let text =
        "-- aludel:upgrade\nSELECT 1;\n-- aludel:verify\nSELECT 2;\n\nSELECT 3;\n-- aludel:verify mysql\nSELECT 4;\n";
    let scripts = parse(text).expect("the text is valid");
    assert_eq!(script(&scripts, ScriptPhase::Verify, Dialect::Sqlite), [(4, "SELECT 2"), (6, "SELECT 3")]);
    assert_eq!(script(&scripts, ScriptPhase::Verify, Dialect::MariaDb), [(8, "SELECT 4")]);
    let section = encode_checks(&scripts).expect("it is small");
    assert_eq!(statement_line(&section, ScriptPhase::Verify, Dialect::Postgres, 1), Some(6));
    assert_eq!(encode(&scripts), encode(&parse("-- aludel:upgrade\nSELECT 1;\n").expect("the text is valid")));
}

#[test]
fn nothing_is_checked_where_nothing_is_written() {
    let has_checks = |text: &str| parse(text).expect("the text is valid").has_checks();
    assert!(!has_checks("-- aludel:upgrade\nSELECT 1"));
    assert!(!has_checks("-- aludel:upgrade\nSELECT 1;\n-- aludel:verify\n-- nothing\n"));
    assert!(has_checks("-- aludel:upgrade\n-- aludel:verify postgres\nSELECT 1"));
    let scripts = parse("-- aludel:upgrade\n-- aludel:verify postgres\nSELECT 1").expect("the text is valid");
    assert!(script(&scripts, ScriptPhase::Verify, Dialect::Sqlite).is_empty());
}

#[test]
fn each_wrong_text_has_its_error_and_line() {
    let marker = |line, problem| SqlSourceError::Marker { line, problem };
    let nearest = |name: &str| Some(name.to_owned());
    let cases = [
        ("SELECT 1;", SqlSourceError::OutsideSection { line: 1 }),
        ("/* a\n*/ SELECT 1;\n-- aludel:upgrade\n", SqlSourceError::OutsideSection { line: 2 }),
        ("\n-- aludel:downgrade\nSELECT 1", SqlSourceError::UpgradeMissing { line: 2, section: "downgrade" }),
        ("-- aludel:verify\nSELECT 1", SqlSourceError::UpgradeMissing { line: 1, section: "verify" }),
        ("-- aludel:upgrade\n-- aludel:verify\n--aludel:verify\n", marker(3, MarkerError::Duplicate { first_line: 2 })),
        (
            "\n-- aludel:upgrad\n",
            marker(2, MarkerError::UnknownSection { name: "upgrad".to_owned(), nearest: nearest("upgrade") }),
        ),
        (
            "-- aludel:upgrade postgress\n",
            marker(1, MarkerError::UnknownDialect { name: "postgress".to_owned(), nearest: nearest("postgres") }),
        ),
        ("-- aludel:upgrade sqlite mysql\n", marker(1, MarkerError::TooManyWords { rest: "mysql".to_owned() })),
        (
            "-- aludel:upgrade postgres\n-- aludel:upgrade postgresql\n",
            marker(2, MarkerError::Duplicate { first_line: 1 }),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(error(text), expected, "{text}");
        assert_eq!(error(text).line(), expected.line());
    }
}

#[test]
fn an_error_of_one_dialect_is_said_there_alone() {
    let text = "-- aludel:upgrade\nSELECT 'a\\';";
    assert_eq!(upgrade(text, Dialect::Sqlite), [(2, "SELECT 'a\\'".to_owned())]);
    let message = "a string that starts on line 2 has no end, as MySQL reads it";
    assert_eq!(upgrade(text, Dialect::Mysql), [(u32::MAX, message.to_owned())]);
    let all = error("-- aludel:upgrade\n\nSELECT 'a;");
    assert!(matches!(all, SqlSourceError::Split(SplitError::Unterminated { line: 3, .. })), "{all}");
}

#[test]
fn equal_scripts_and_texts_are_stored_once() {
    let body = "SELECT 'a long statement that is the same everywhere';\n".repeat(3);
    let text = format!("-- aludel:upgrade\n{body}-- aludel:upgrade mysql\n{body}-- aludel:downgrade\n{body}");
    let section = encode(&parse(&text).expect("the text is valid")).expect("it is small");
    let statement = b"a long statement";
    assert_eq!(section.windows(statement.len()).filter(|window| window == statement).count(), 1);
    assert_eq!(section.len(), HEADER_LENGTH + 3 * (8 + 3 * 12) + body.len() / 3 - 2);
    assert_eq!(statement_line(&section, ScriptPhase::Upgrade, Dialect::Mysql, 2), Some(8));
    assert_eq!(statement_line(&section, ScriptPhase::Upgrade, Dialect::Mysql, 3), None);
    assert_eq!(statement_line(b"", ScriptPhase::Upgrade, Dialect::Mysql, 0), None);
}

#[test]
fn a_section_is_no_component() {
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    append_section(&mut component, SECTION_NAME, b"");
    assert_eq!(SqlSection::new(&component).err(), Some(SectionError::Unrecognized));
    assert_eq!(SqlSection::new(b"ALSQ\x02\0\0\0").err(), Some(SectionError::UnknownVersion { version: 2 }));
    assert_eq!(SqlSection::new(b"ALSQ").err(), Some(SectionError::Truncated { offset: 8, length: 4 }));
}

fn source() -> impl Strategy<Value = String> {
    let line = proptest::sample::select(vec![
        "-- aludel:upgrade\n",
        "-- aludel:downgrade\n",
        "-- aludel:upgrade mysql\n",
        "-- aludel:downgrade sqlite\n",
        "-- aludel:verify\n",
        "-- aludel:verify postgres\n",
        "SELECT 1;\n",
        "SELECT 2; SELECT 'é'\n",
        "-- note\n",
        "\n",
        "';'\n",
        "'",
        "-- aludel:up\n",
        "\\a\n",
    ]);
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn scripts_survive_the_round_trip(text in source()) {
        if let Ok(scripts) = parse(&text) {
            let section = encode(&scripts).expect("it is small");
            let section = SqlSection::new(&section).expect("it is a section");
            let without_checks = Scripts { checks: no_checks(), ..scripts.clone() };
            prop_assert_eq!(section.scripts(), Ok(without_checks));
            let checks = encode_checks(&scripts).expect("it is small");
            let checks = SqlSection::new(&checks).expect("it is a section");
            for dialect in DIALECTS {
                let read = checks.script(ScriptPhase::Verify, dialect);
                prop_assert_eq!(read.as_ref(), Ok(scripts.get(ScriptPhase::Verify, dialect)));
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        offsets in proptest::collection::vec(prop_oneof![0..99_u32, any::<u32>()], 8),
        tail in proptest::collection::vec(prop_oneof![Just(0_u8), any::<u8>()], 0..99),
    ) {
        let mut bytes = b"ALSQ\x01\0\0\0".to_vec();
        bytes.extend(offsets.iter().flat_map(|offset| offset.to_le_bytes()));
        bytes.extend_from_slice(&tail);
        let section = SqlSection::new(&bytes).expect("the start is right");
        let _ = section.scripts();
        for index in [0, 1, usize::MAX] {
            let _ = section.statement_line(ScriptPhase::Upgrade, Dialect::Sqlite, index);
        }
    }
}
