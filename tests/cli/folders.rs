//! Migrations of several files: what is beside `migration.EXT` belongs to it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::assert_screen;
use crate::bad_sources::has_compilers;
use crate::builds::{migration, refusal};
use crate::python::interpreters;
use crate::workspace::Workspace;

/// A language: the ending of its files, the migration, and the file beside it that holds a statement.
struct Folder {
    ending: &'static str,
    main: &'static str,
    part: (&'static str, &'static str),
}

const FOLDERS: [Folder; 8] = [
    Folder {
        ending: "zig",
        main: "const aludel = @import(\"aludel\");\nconst part = @import(\"part.zig\");\n\
               pub fn upgrade(db: *aludel.Database) !void {\n    _ = try db.execute(part.statement, .{});\n}\n\
               pub fn downgrade(_: *aludel.Database) !void {}\n",
        part: ("part.zig", "pub const statement = \"SELECT 1\";\n"),
    },
    Folder {
        ending: "as.ts",
        main: "import { Database } from \"aludel\";\nimport { STATEMENT } from \"./part\";\n\
               export function upgrade(db: Database): void {\n  db.execute(STATEMENT);\n}\n\
               export function downgrade(db: Database): void {}\n",
        part: ("part.ts", "export const STATEMENT: string = \"SELECT 1\";\n"),
    },
    Folder {
        ending: "c",
        main: "#include <aludel.h>\nconst char *statement(void);\n\
               static aludel_error_t *up(aludel_database_t *db) {\n    ALUDEL_TRY(aludel_execute(db, statement()));\n    \
               return ALUDEL_OK;\n}\nALUDEL_MIGRATION(up, up)\n",
        part: ("part.c", "const char *statement(void) { return \"SELECT 1\"; }\n"),
    },
    Folder {
        ending: "cpp",
        main: "#include <aludel.hpp>\nusing namespace aludel;\nconst char *statement();\n\
               static Result<> up(Database &db) {\n    ALUDEL_TRY(db.execute(statement()));\n    return {};\n}\n\
               ALUDEL_MIGRATION(up, up)\n",
        part: ("part.cpp", "const char *statement() { return \"SELECT 1\"; }\n"),
    },
    Folder {
        ending: "go",
        main: "package main\n\nimport \"aludel\"\n\nfunc Upgrade(db *aludel.DB) error {\n\
               \t_, err := db.Execute(statement)\n\treturn err\n}\n",
        part: ("part.go", "package main\n\nconst statement = \"SELECT 1\"\n"),
    },
    Folder {
        ending: "py",
        main: "from part import STATEMENT\n\n\ndef upgrade(db):\n    db.execute(STATEMENT)\n",
        part: ("part.py", "STATEMENT = \"SELECT 1\"\n"),
    },
    Folder {
        ending: "js",
        main: "import { statement } from \"./part.js\";\nexport function upgrade(db) {\n  db.execute(statement);\n}\n\
               export function downgrade(db) {}\n",
        part: ("part.js", "export const statement = \"SELECT 1\";\n"),
    },
    Folder {
        ending: "ts",
        main: "import { statement } from \"./part.ts\";\n\
               export function upgrade(db: { execute(sql: string): void }): void {\n  db.execute(statement);\n}\n\
               export function downgrade(): void {}\n",
        part: ("part.ts", "export const statement: string = \"SELECT 1\";\n"),
    },
];

impl Folder {
    fn revision(&self) -> String {
        format!("in_{}", self.ending.replace('.', "_"))
    }

    fn write_part(&self, workspace: &Workspace, text: &str) {
        workspace.write(&format!("migrations/{}/{}", self.revision(), self.part.0), text);
    }
}

/// Digest of source and component of each revision.
fn digests(workspace: &Workspace, interpreters: &Path) -> BTreeMap<String, [String; 2]> {
    let mut command = workspace.command(&["build", "--json"]);
    let output = command.env("ALUDEL_INTERPRETERS", interpreters).output().expect("the binary was built for this test");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    let report = said.lines().last().expect("the report is the last line");
    let report: serde_json::Value = serde_json::from_str(report).expect("it is JSON");
    let built = report["artifacts"].as_array().expect("there are artefacts");
    let text = |value: &serde_json::Value| value.as_str().expect("it is a text").to_owned();
    let digests = built
        .iter()
        .map(|one| (text(&one["revision"]), ["source_digest", "component_digest"].map(|name| text(&one[name]))));
    digests.collect()
}

#[test]
fn a_file_beside_the_migration_is_part_of_it() {
    let Some(interpreters) = interpreters().filter(|_| has_compilers()) else { return };
    let workspace = Workspace::project();
    for folder in &FOLDERS {
        let revision = folder.revision();
        migration(&workspace, &format!("{revision}/migration.{}", folder.ending), &revision, folder.main);
        folder.write_part(&workspace, folder.part.1);
    }
    let before = digests(&workspace, &interpreters);
    assert_eq!(before.len(), FOLDERS.len());
    for folder in &FOLDERS {
        folder.write_part(&workspace, &folder.part.1.replace("SELECT 1", "SELECT 2"));
    }
    let after = digests(&workspace, &interpreters);
    for (revision, [source, component]) in &before {
        let [source_after, component_after] = &after[revision];
        assert_ne!(source, source_after, "{revision}: another source");
        assert_ne!(component, component_after, "{revision}: what is in the other file is in the component");
    }
    for folder in &FOLDERS {
        folder.write_part(&workspace, "(\n");
    }
    let said = refusal(&mut workspace.command(&["build"]));
    let named: Vec<&str> = said.lines().filter(|line| line.contains("/part.")).collect();
    assert_screen!(named.join("\n"), @r#"
           └─ in migrations/in_as_ts/part.ts:1:2
        migrations/in_c/part.c:1:2: error: expected identifier or '('
        migrations/in_c/part.c:1:2: error: expected ')'
        migrations/in_c/part.c:1:1: note: to match this '('
        migrations/in_cpp/part.cpp:1:2: error: expected unqualified-id
        migrations/in_cpp/part.cpp:1:2: error: expected ')'
        migrations/in_cpp/part.cpp:1:1: note: to match this '('
        migrations/in_go/part.go:1:1: expected 'package', found '('
        migrations/in_js/part.js:2:1: Expected `)` but found `EOF`
        migrations/in_py/part.py:1: SyntaxError: '(' was never closed
        migrations/in_ts/part.ts:2:1: Expected `)` but found `EOF`
        migrations/in_zig/part.zig:1:2: error: expected expression, found 'EOF'
    "#);
}
