//! Migrations in every language: what is written for them, before anything is built.

use std::fs;

use crate::assert_screen;
use crate::workspace::Workspace;

const LANGUAGES: [(&str, &str); 10] = [
    ("sql", "sql"),
    ("python", "py"),
    ("javascript", "js"),
    ("typescript", "ts"),
    ("go", "go"),
    ("c", "c"),
    ("cpp", "cpp"),
    ("zig", "zig"),
    ("assemblyscript", "as.ts"),
    ("wat", "wat"),
];

/// The text of a file, without the line with the time.
fn text(workspace: &Workspace, name: &str) -> String {
    let text = fs::read_to_string(workspace.path().join(name)).expect("the file is there");
    let is_kept = |line: &&str| !line.contains(" created = ");
    text.lines().filter(is_kept).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_project_begins_with_what_editors_want() {
    let workspace = Workspace::new();
    assert_screen!(workspace.screen("init app --lang python"), @r#"
        $ aludel init app --lang python
        created app/aludel.toml
        created app/migrations/.gitkeep
        created app/.gitignore
        created app/pyrightconfig.json
        ! next: aludel revision -m "create the first table"
        [exit 0]
    "#);
    assert!(workspace.path().join("app/.aludel/sdk/python/aludel/__init__.py").is_file());
    workspace.write("mine/tsconfig.json", "{}\n");
    assert_screen!(workspace.screen("init mine --lang typescript"), @r#"
        $ aludel init mine --lang typescript
        created mine/aludel.toml
        created mine/migrations/.gitkeep
        created mine/.gitignore
        ! tsconfig.json is left as it is; the library for TypeScript is in .aludel/sdk
        ! next: aludel revision -m "create the first table"
        [exit 0]
    "#);
    assert_eq!(text(&workspace, "mine/tsconfig.json"), "{}\n");
}

#[test]
fn every_language_has_its_template() {
    let workspace = Workspace::project();
    workspace.write("aludel.toml", "[project]\nfile_template = \"{rev}\"\n");
    for (language, ending) in LANGUAGES {
        let written = workspace.aludel(&["revision", "--lang", language, "--rev-id", language, "-m", "first"]);
        let screen = String::from_utf8_lossy(&written.stdout).into_owned();
        assert_eq!(screen, format!("wrote migrations/{language}.{ending}\n"), "{written:?}");
        let text = text(&workspace, &format!("migrations/{language}.{ending}"));
        assert!(text.contains(&format!("revision = \"{language}\"")), "{text}");
        assert!(!text.contains("${upgrade}"), "{text}");
    }
    assert_eq!(
        text(&workspace, "migrations/python.py"),
        "# /// migration
# revision = \"python\"
# down_revision = \"sql\"
# message = \"first\"
# ///
from aludel import Database, Irreversible, log


def upgrade(db: Database) -> None:
    changed = db.execute(\"SELECT 1\").rows_affected
    log.info(f\"{changed} rows changed\")


def downgrade(db: Database) -> None:
    raise Irreversible(\"nobody has written the way back\")
"
    );
    let heads = workspace.aludel(&["heads"]);
    assert_eq!(String::from_utf8_lossy(&heads.stdout), "wat (head)\n");
}
