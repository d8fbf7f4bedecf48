use aludel_project::new_revision::{self, NewRevision};
use aludel_project::{Header, Language, template};
use jiff::Timestamp;

use crate::folder::Folder;

#[test]
fn built_in_templates_are_listed_with_their_purpose() {
    let config = Folder::with_config("[project]\n").config();
    let templates = template::list(&config).expect("they are there");
    let lines: Vec<String> =
        templates.iter().map(|template| format!("{}: {}", template.name, template.description)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    assemblyscript: AssemblyScript: one file with two functions
    c: C: one file with two functions
    cpp: C++: one file with two functions
    go: Go: one file with two functions
    javascript: JavaScript: one file with two functions, which needs no toolchain
    merge: A merge of branches: nothing to run, in either direction
    python: Python: one file with two functions, which needs no toolchain
    rust: Rust: a crate with two functions, for changes that need code
    sql: SQL: one file with a section for each direction, which needs no toolchain
    typescript: TypeScript: one file with two functions, which needs no toolchain
    wat: WebAssembly text: one file with two functions, which needs no toolchain
    zig: Zig: one file with two functions
    ");
}

#[test]
fn a_project_has_its_own_templates_too() {
    let folder = Folder::with_config("[project]\n");
    folder.write("templates/sql.sql", "-- Copyright\n${header}\n-- aludel:upgrade\nSET ROLE owner;\n");
    folder.write("templates/backfill/Cargo.toml", "[package]\nname = \"${package}\"\n");
    folder.write("templates/backfill/src/lib.rs", "${header}\n");
    folder.write("templates/README.md", "Ours.\n");
    folder.write("templates/shout.as.ts", "${header}\n");
    folder.write("templates/parts/names.go", "package main\n");
    folder.write("templates/parts/migration.go", "${header}\n");
    let config = folder.config();
    let names: Vec<String> =
        template::list(&config).expect("they are there").into_iter().map(|found| found.name).collect();
    assert_eq!(
        names,
        [
            "assemblyscript",
            "backfill",
            "c",
            "cpp",
            "go",
            "javascript",
            "merge",
            "parts",
            "python",
            "rust",
            "shout",
            "sql",
            "typescript",
            "wat",
            "zig"
        ]
    );
    let backfill = template::find(&config, "backfill").expect("it is there");
    assert_eq!((backfill.language, backfill.path.as_ref()), (Language::Rust, Some(&folder.path("templates/backfill"))));

    let shout = template::find(&config, "shout").expect("it is there");
    assert_eq!(shout.language, Language::AssemblyScript);
    let parts = template::find(&config, "parts").expect("it is there");
    let paths: Vec<&str> = parts.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!((parts.language, paths), (Language::Go, vec!["migration.go", "names.go"]));

    let sql = template::find(&config, "sql").expect("it is there");
    let location = new_revision::location(&config, None).expect("there is one");
    let new =
        NewRevision { header: Header::new("a"), template: &sql, bodies: None, location, now: Timestamp::UNIX_EPOCH };
    let files = new_revision::plan(&config, &new).expect("it can be planned").files;
    assert_eq!(
        files[0].text,
        "-- Copyright\n-- /// migration\n-- revision = \"a\"\n-- created = 1970-01-01T00:00:00Z\n-- ///\n-- aludel:upgrade\nSET ROLE owner;\n"
    );
}

#[test]
fn bad_templates_are_named() {
    let message = |name: &str, text: &[u8]| {
        let folder = Folder::with_config("[project]\n");
        folder.write(&format!("templates/{name}"), text);
        let config = folder.config();
        let location = new_revision::location(&config, None).expect("there is one");
        let planned = template::find(&config, "sql").map_err(Into::into).and_then(|sql| {
            let new = NewRevision {
                header: Header::new("a"),
                template: &sql,
                bodies: None,
                location,
                now: Timestamp::UNIX_EPOCH,
            };
            new_revision::plan(&config, &new)
        });
        planned.expect_err("the template is bad").to_string()
    };
    assert_eq!(message("sql.sql", b"${header}\n${heder}\n"), "templates/sql.sql:2: no token `${heder}` for templates");
    assert_eq!(message("sql.sql", b"\xff"), "templates/sql.sql:1: the file is not UTF-8 (byte 0)");
    assert_eq!(
        message("sql.sql", b"-- nothing\n"),
        "sql: the template has no line `${header}`, where the migration header goes"
    );
    assert_eq!(
        message("code/src/lib.rs", b""),
        "the template `code` is a folder without Cargo.toml and src/lib.rs, and without a file such as migration.py"
    );
}

#[test]
fn an_unknown_template_is_named_with_the_nearest() {
    let error = template::find(&Folder::with_config("[project]\n").config(), "rst").expect_err("there is none");
    assert_eq!(error.to_string(), "no template `rst`");
    assert_eq!(error.hint().as_deref(), Some("did you mean `rust`?"));
}
