use super::*;

const TYPED: &str = r#""""add orders

Revision ID: 3c8e5f709b43
Revises: 1a, 2b
Create Date: 2024-03-03 09:03:00.123456

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '3c8e5f709b43'
down_revision: Union[str, Sequence[str], None] = (
    '1a0c3f5d7e21',  # the first
    "2b9d4e6f8a32",
)
branch_labels: Union[str, Sequence[str], None] = ("shop",)
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    revision = "not this one"
    op.execute("""
revision = "nor this one"
""")
"#;

fn parsed(text: &str) -> Header {
    parse(text, "versions/a.py").expect("it is a revision").header
}

fn problems(text: &str) -> String {
    parse(text, "versions/a.py").expect_err("something is wrong").to_string()
}

#[test]
fn the_variables_of_a_module_are_its_header() {
    let placed = parse(TYPED, "versions/a.py").expect("it is a revision");
    assert_eq!((placed.first_line, placed.last_line), (15, 21));
    let expected = Header {
        down_revision: vec!["1a0c3f5d7e21".to_owned(), "2b9d4e6f8a32".to_owned()],
        branch_labels: vec!["shop".to_owned()],
        message: "add orders".to_owned(),
        created: Some("2024-03-03T09:03:00.123456Z".to_owned()),
        foreign_keys: Some(false),
        ..Header::new("3c8e5f709b43")
    };
    assert_eq!(placed.header, expected);
}

#[test]
fn values_are_written_in_many_ways() {
    let table: [(&str, &[&str]); 10] = [
        ("None", &[]),
        ("()", &[]),
        ("[]", &[]),
        ("'b'", &["b"]),
        ("('b')", &["b"]),
        ("'b',", &["b"]),
        ("['b', u'c']", &["b", "c"]),
        ("'b', \"c\"  # two", &["b", "c"]),
        ("(\n    'b'\n    'c',\n)", &["bc"]),
        ("\\\n    r'b'; x = 1", &["b"]),
    ];
    for (value, expected) in table {
        let header = parsed(&format!("revision = 'a'\ndown_revision = {value}\n"));
        assert_eq!(header.down_revision, expected, "{value}");
    }
    assert_eq!(parsed("'''a\\x00b\0c'''\nrevision='a'\n").message, "abc");
    assert_eq!(parsed("revision='\\x61\\u00fc'").revision, "aü");
    assert_eq!(parsed("\u{feff}revision='a'\r\ndown_revision='b'\r\n").down_revision, ["b"]);
}

#[test]
fn a_file_is_a_revision_when_its_module_says_so() {
    let revision = "revision = 'a'\n";
    assert!(is_revision(revision, "a.py") && is_revision(revision, "A.PY"));
    let others = [
        ("a.sql", revision),
        ("py", revision),
        ("a.py", "revisions = 'a'\n"),
        ("a.py", "if True:\n    revision = 'a'\n"),
        ("a.py", "revision == 'a'\n"),
        ("a.py", "'''\nrevision = 'a'\n'''\n"),
        ("a.py", "# revision = 'a'\n"),
        ("a.py", "call(\nrevision = 'a'\n)\n"),
        ("a.py", "revision: str\n"),
        ("a.py", ""),
    ];
    for (file, text) in others {
        assert!(!is_revision(text, file), "{file}: {text}");
    }
}

#[test]
fn a_block_of_its_own_commits_ends_the_transaction() {
    let with = |body: &str| parsed(&format!("revision = 'a'\ndef upgrade():\n    {body}\n")).transaction;
    assert!(!with("with op.get_context().autocommit_block():\n        pass"));
    assert!(with("# autocommit_block()"));
    assert!(with("'autocommit_block()'"));
}

#[test]
fn each_mistake_is_told_with_its_line() {
    assert_eq!(
        problems("\nrevision = make_id()\ndown_revision = f'{x}'\n"),
        "versions/a.py:2: `revision` is no literal, so it cannot be read without running the file\n\
         versions/a.py:3: `down_revision` is no literal, so it cannot be read without running the file"
    );
    let illegal = problems("revision = 'a b'");
    assert!(illegal.starts_with("versions/a.py:1: `revision`: "), "{illegal}");
    assert_eq!(problems("revision = None"), "versions/a.py: no migration header: no comment line says `/// migration`");
    for text in
        ["revision = '", "revision = \"\"\"", "revision = ('a'", "revision =", "revision = '\\", "revision = b'a'"]
    {
        assert!(parse(text, "a.py").is_err(), "{text}");
    }
}

#[test]
fn dates_are_moments_or_nothing() {
    let table = [
        ("2024-03-03 09:03:00.123456", Some("2024-03-03T09:03:00.123456Z")),
        ("2024-03-03 09:03:00+02:00", Some("2024-03-03T09:03:00+02:00")),
        ("2024-03-03", None),
        ("yesterday", None),
    ];
    for (date, expected) in table {
        assert_eq!(created(&format!("x\n\nCreate Date: {date}\n")).as_deref(), expected, "{date}");
    }
}
