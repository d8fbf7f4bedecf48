use aludel_grants::{Extensions, ObjectKind, Patterns, Terms};
use aludel_project::header::PlacedHeader;
use aludel_project::{Header, Limit};
use proptest::prelude::*;

const FULL: &str = r#"revision = "3f9a1c20b7d4"
down_revision = ["8d02e5a71f36", "base_2"]
depends_on = "inventory"
branch_labels = ["shop"]
message = "add orders"
created = 2026-11-22T09:00:00Z
transaction = false
limits = { guest_time = "5s" }"#;

fn block(prefix: &str, toml: &str) -> String {
    let mut block = format!("{prefix} /// migration\n");
    for line in toml.lines() {
        block.push_str(format!("{prefix} {line}").trim_end());
        block.push('\n');
    }
    block + &format!("{prefix} ///\n")
}

fn parse(text: &str) -> PlacedHeader {
    Header::parse(text, "orders.sql").expect("the header is right")
}

/// Every mistake with its hint, one a line.
fn mistakes(text: &str) -> String {
    let errors = Header::parse(text, "orders.sql").expect_err("the header is wrong").errors;
    let lines: Vec<String> = errors
        .iter()
        .map(|error| match error.hint() {
            Some(hint) => format!("{error}\n  hint: {hint}"),
            None => error.to_string(),
        })
        .collect();
    lines.join("\n")
}

#[test]
fn a_header_is_read_in_every_comment_syntax() {
    for prefix in ["--", "#", "//", ";;", ";", "%", "  --", "\t#"] {
        let placed = parse(&format!("\u{feff}intro\n\n{}CREATE TABLE a (b INT);\n", block(prefix, FULL)));
        let header = placed.header;
        assert_eq!((placed.first_line, placed.last_line), (3, 12), "{prefix}");
        assert_eq!(header.revision, "3f9a1c20b7d4");
        assert_eq!(header.down_revision, ["8d02e5a71f36", "base_2"]);
        assert_eq!(header.depends_on, ["inventory"]);
        assert_eq!(header.branch_labels, ["shop"]);
        assert_eq!(header.message, "add orders");
        assert_eq!(header.created.as_deref(), Some("2026-11-22T09:00:00Z"));
        assert!(!header.transaction);
        assert_eq!(header.limits.get(Limit::GuestTime), Some(5_000));
    }
}

#[test]
fn windows_line_ends_and_blank_comment_lines_are_read() {
    let text = block("--", "\nrevision = \"a\"\n\n[limits]\nmemory = \"1MiB\"").replace('\n', "\r\n");
    let header = parse(&text).header;
    assert_eq!(header.revision, "a");
    assert!(header.transaction);
    assert_eq!(header.limits.get(Limit::Memory), Some(1 << 20));
}

#[test]
fn needs_are_read_with_every_key() {
    let toml = r#"revision = "a"
[needs]
ddl = ["table", "index"]
read = "orders"
write = ["shop_*", "audit.*"]
create = ["audit_*"]
raw_sql = true
temporary = true
code = true
privileges = true
roles = true
extensions = ["trusted", "postgis"]
settings = true
server_settings = true
server_files = true
transaction = true"#;
    let header = parse(&block("--", toml)).header;
    let needs = header.needs.as_ref().expect("it says what it needs");
    assert_eq!(
        needs.lines().join("\n"),
        toml.lines().skip(2).collect::<Vec<_>>().join("\n").replace("\"orders\"", "[\"orders\"]")
    );
    assert_eq!(parse(&header.render("#")).header, header);
    assert_eq!(parse(&block("--", "revision = \"a\"\n[needs]")).header.needs, Some(Terms::default()));
}

#[test]
fn a_text_without_a_whole_header_is_an_error() {
    let table = [
        ("CREATE TABLE a (b INT);", "orders.sql: no migration header: no comment line says `/// migration`"),
        (
            "/// migration\n/// revision = \"a\"\n",
            "orders.sql: no migration header: no comment line says `/// migration`",
        ),
        (
            "\n-- /// migration\n-- revision = \"a\"\n",
            "orders.sql:2: the migration header is not closed: no comment line `///` follows",
        ),
        (
            "-- /// migration\n-- revision = \"a\"\nSELECT 1;\n-- ///",
            "orders.sql:3: the migration header that line 1 opens is not closed before this line, which does not start with `--`",
        ),
        (
            "-- /// migration\n-- revision = \"a\"\n-- ///\n-- /// migration\n-- ///\n",
            "orders.sql:4: a second migration header; the first one is at line 1",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(Header::parse(text, "orders.sql").expect_err("it is wrong").to_string(), expected);
    }
    let long = block("--", &"# a long remark that goes on\n".repeat(4_000));
    assert_eq!(
        mistakes(&long),
        "orders.sql:1: the migration header is larger than the limit `header_size` of 65536 bytes"
    );
}

#[test]
fn all_mistakes_are_named_at_once_with_their_place() {
    let toml = r#"revision = "a b"
down_revisions = "8d02"
down_revision = ["a@head", 5, ""]
depends_on = true
message = ["no"]
created = "yesterday"
transaction = "no"
branch_labels = "shop+1"
needs = ["x"]

[limits]
memory = "1"
gest_time = "5s""#;
    insta::assert_snapshot!(mistakes(&format!("-- shop\n{}", block("--", toml))));
}

#[test]
fn single_mistakes() {
    let table = [
        ("--", "message = \"lost\"", "orders.sql:2:4: the key `revision` is missing"),
        ("  #", "revision = \"a\"\nrevision = \"b\"", "orders.sql:3:5: the key `revision` is given twice"),
        ("--", "revision = \"a\\u0000\"", "orders.sql:2:15: `revision` holds a NUL character"),
        (
            "--",
            "revision = \"head\"",
            "orders.sql:2:15: `revision` is `head`, but must be another name, because targets use this word",
        ),
        (
            "--",
            "revision = \"a\"\ncreated = 2026-11-22",
            "orders.sql:3:14: `created` is `2026-11-22`, but must be a date and time with offset, such as 2026-11-22T09:00:00Z",
        ),
        (
            "--",
            "revision = \"a\"\n[needs]\nddl = [\"tabel\"]",
            "orders.sql:4:11: `needs.ddl` is `tabel`, but must be one of table, view, index, sequence, type, schema, database, \
             policy, collation, text-search, statistics, publication\n  hint: did you mean `table`?",
        ),
        (
            "--",
            "revision = \"a\"\nneeds = { read = [\"a*b\"], cod = true }",
            "orders.sql:3:22: `needs.read` is `a*b`, but must be a name such as \"orders\" or \"audit_*\": a `*` is not at the end of \
             a name\norders.sql:3:30: unknown key `cod` in [needs]\n  hint: did you mean `code`?",
        ),
        (
            "--",
            "revision = a",
            "orders.sql:2:15: not valid TOML: string values must be quoted, expected literal string",
        ),
    ];
    for (prefix, toml, expected) in table {
        assert_eq!(mistakes(&block(prefix, toml)), expected);
    }
}

fn id() -> impl Strategy<Value = String> {
    "[a-z0-9_.é\"\\\\']{1,16}"
}

fn needs() -> impl Strategy<Value = Terms> {
    let names = || prop::option::of(prop::collection::vec("[a-z\"]{1,4}\\*?|[a-z]{1,4}\\.\\*", 0..3));
    let kinds = prop::option::of(prop::sample::subsequence(ObjectKind::definitions().collect::<Vec<_>>(), 0..4));
    let patterns = |texts: Option<Vec<String>>| texts.and_then(|texts| Patterns::try_from(texts).ok());
    (names(), names(), names(), kinds, any::<[Option<bool>; 3]>()).prop_map(
        move |(read, create, extensions, ddl, switches)| {
            let [raw_sql, code, transaction] = switches;
            Terms {
                ddl: ddl.map(|kinds| kinds.into_iter().collect()),
                read: patterns(read),
                create: patterns(create),
                extensions: extensions.and_then(|texts| Extensions::try_from(texts).ok()),
                raw_sql,
                code,
                transaction,
                ..Terms::default()
            }
        },
    )
}

fn header() -> impl Strategy<Value = Header> {
    let ids = || prop::collection::vec(id(), 0..4);
    let created = prop::option::of(Just("2026-11-22T09:00:00.25+01:30".to_owned()));
    let needs = prop::option::of(needs());
    let limit = prop::option::of((0..Limit::ALL.len(), 0..=i64::MAX.unsigned_abs()));
    let message = any::<String>().prop_map(|message| message.replace('\0', ""));
    (id(), ids(), ids(), ids(), message, created, any::<bool>(), limit, needs).prop_map(
        |(revision, down_revision, depends_on, branch_labels, message, created, transaction, limit, needs)| {
            let mut header = Header::new(revision);
            if let Some((limit, value)) = limit {
                header.limits.set(Limit::ALL[limit], value);
            }
            Header { down_revision, depends_on, branch_labels, message, created, transaction, needs, ..header }
        },
    )
}

proptest! {
    #[test]
    fn what_is_rendered_is_read_back(header in header(), prefix in prop::sample::select(vec!["--", "#", "//", ";", ";;", "%"])) {
        let rendered = header.render(prefix);
        let read = Header::parse(&rendered, "orders.sql").map(|placed| placed.header);
        prop_assert_eq!(read, Ok(header), "{}", rendered);
    }

    #[test]
    fn any_text_is_answered(text in "(-- /// migration\n)?(-- .*\n){0,4}(-- ///)?") {
        let _ = Header::parse(&text, "orders.sql");
    }
}
