//! Migrations in JavaScript and TypeScript with packages, bundled by esbuild and checked by the compiler of TypeScript.

use std::fs;
use std::path::{Path, PathBuf};

use crate::assert_screen;
use crate::workspace::Workspace;

/// The packages that `tests/setup` installs. Without them the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn packages() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-javascript/node_modules");
    if folder.join(".bin/esbuild").exists() {
        return Some(folder);
    }
    let reason = format!("{} has no esbuild; tests/setup installs it", folder.display());
    assert!(std::env::var("TEST_REQUIRE").is_err(), "{reason}");
    eprintln!("not run: {reason}");
    None
}

/// A project in which these packages and the tools are installed.
fn project(names: &[&str]) -> Option<Workspace> {
    let installed = packages()?;
    let workspace = Workspace::project();
    let own = workspace.path().join("node_modules");
    fs::create_dir_all(own.join(".bin")).expect("the folder is writable");
    for name in names {
        link(&installed.join(name), &own.join(name));
    }
    for (package, program) in [("esbuild", "esbuild"), ("typescript", "tsc")] {
        if names.contains(&package) {
            link(&installed.join(".bin").join(program), &own.join(".bin").join(program));
        }
    }
    Some(workspace)
}

#[cfg(unix)]
fn link(target: &Path, place: &Path) {
    let target = fs::canonicalize(target).expect("tests/setup installed it");
    std::os::unix::fs::symlink(target, place).expect("the folder is writable");
}

#[cfg(windows)]
fn link(target: &Path, place: &Path) {
    let target = fs::canonicalize(target).expect("tests/setup installed it");
    let link = if target.is_dir() { std::os::windows::fs::symlink_dir } else { std::os::windows::fs::symlink_file };
    link(target, place).expect("the folder is writable");
}

/// A migration whose first line of code is line 5.
fn migration(workspace: &Workspace, name: &str, code: &str) {
    let header = "// /// migration\n// revision = \"a1\"\n// message = \"add a1\"\n// ///\n";
    workspace.write(&format!("migrations/{name}"), format!("{header}{code}"));
}

/// The screen, without the line that depends on what ran before.
fn screen(workspace: &Workspace, line: &str) -> String {
    let screen = workspace.screen(line);
    let lines = screen.lines().filter(|line| !line.starts_with("! compiling"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Reads names with one package and makes them with another, in a module beside the migration.
const CUSTOMERS: &str = r#"import { z } from "zod";
import { slug } from "../shared/slug.js";

const Customer = z.object({ id: z.coerce.number().int(), name: z.string().min(1) });

export function upgrade(db) {
  db.createTable("customers", (t) => {
    t.integer("id").primaryKey();
    t.varchar("slug", 40).notNull();
  });
  const writer = db.bulkInsert("customers", ["id", "slug"]);
  for (const row of [{ id: "1", name: "Ada Lovelace" }, { id: "2", name: "Zażółć gęślą" }]) {
    const { id, name } = Customer.parse(row);
    writer.push([id, slug(name)]);
  }
  writer.finish();
  for (const row of db.query("SELECT id, slug FROM customers ORDER BY id")) console.log(`${row.id} ${row.slug}`);
}

export function downgrade(db) {
  db.dropTable("customers");
}
"#;

const SLUG: &str =
    "import slugify from \"slugify\";\n\nexport function slug(name) {\n  return slugify(name, { lower: true });\n}\n";

#[test]
fn packages_are_part_of_what_imports_them() {
    let Some(workspace) = project(&["esbuild", "zod", "slugify"]) else { return };
    migration(&workspace, "a1.js", CUSTOMERS);
    workspace.write("shared/slug.js", SLUG);
    assert_screen!(screen(&workspace, "upgrade"), @r#"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        1 step in TIME; the database is at a1
        !   [info] 1 ada-lovelace
        !   [info] 2 zazolc-gesla
        [exit 0]
    "#);
    assert_screen!(screen(&workspace, "downgrade base"), @r#"
        $ aludel downgrade base
        downgraded a1 add a1 (TIME)
        1 step in TIME; the database is at base
        [exit 0]
    "#);
}

#[test]
fn a_component_that_stands_alone_needs_no_packages_where_it_runs() {
    let Some(workspace) = project(&["esbuild", "zod", "slugify"]) else { return };
    workspace.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n\n[build]\nstandalone = true\n");
    migration(&workspace, "a1.js", CUSTOMERS);
    workspace.write("shared/slug.js", SLUG);
    let built = workspace.aludel(&["build", "--out", "components"]);
    assert!(built.status.success(), "{built:?}");
    let component = fs::read(workspace.path().join("components/a1.wasm")).expect("it was built");
    assert!(component.len() > 1_000_000, "it carries the interpreter: {} bytes", component.len());
    let production = Workspace::new();
    production
        .write("aludel.toml", "[project]\nmigrations = [\"components\"]\n\n[database]\nurl = \"sqlite://app.db\"\n");
    production.write("components/a1.wasm", component);
    assert_screen!(screen(&production, "upgrade"), @r#"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        1 step in TIME; the database is at a1
        !   [info] 1 ada-lovelace
        !   [info] 2 zazolc-gesla
        [exit 0]
    "#);
    assert_screen!(screen(&production, "downgrade base"), @r#"
        $ aludel downgrade base
        downgraded a1 add a1 (TIME)
        1 step in TIME; the database is at base
        [exit 0]
    "#);
}

#[test]
fn a_trace_names_the_files_of_packages() {
    let Some(workspace) = project(&["esbuild", "slugify"]) else { return };
    let code = "import { slug } from \"../shared/slug.js\";\n\nexport function upgrade() {\n  slug(7);\n}\n\n\
                export function downgrade() {}\n";
    migration(&workspace, "a1.js", code);
    workspace.write("shared/slug.js", SLUG);
    assert_screen!(screen(&workspace, "upgrade"), @r#"
        $ aludel upgrade
        ! error: upgrade of `a1` failed (migrations/a1.js): Error: slugify: string argument expected
        !   at migrations/a1.js:8 in upgrade
        !   at shared/slug.js:4 in slug
        !   at node_modules/slugify/slugify.js:20 in replace
        !   state: everything was rolled back; the database is at base (no revision)
        !   hint: mend migrations/a1.js and run `aludel upgrade` again
        [exit 10]
    "#);
}

/// What `build` says of a migration with this import.
fn refused(workspace: &Workspace, import: &str) -> String {
    let code = format!("{import}\n\nexport function upgrade() {{}}\n\nexport function downgrade() {{}}\n");
    migration(workspace, "a1.js", &code);
    workspace.screen("build")
}

#[test]
fn packages_that_need_node_say_what_of_it_and_where() {
    let Some(workspace) = project(&["esbuild", "graceful-fs", "tunnel"]) else { return };
    assert_screen!(refused(&workspace, "import { readFileSync } from \"graceful-fs\";"), @r#"
        $ aludel build
        ! error: migration `a1` (migrations/a1.js): migrations/a1.js:5: import of "graceful-fs": the package needs what no migration is given:
        !   node_modules/graceful-fs/graceful-fs.js:1: "fs": a migration has no files; pass data with `-x name=value` or put it into the migration
        !   node_modules/graceful-fs/graceful-fs.js:6: "util": it is part of Node, and a migration runs on QuickJS
        !   node_modules/graceful-fs/graceful-fs.js:87: "assert": it is part of Node, and a migration runs on QuickJS
        !   node_modules/graceful-fs/legacy-streams.js:1: "stream": it is part of Node, and a migration runs on QuickJS
        !   node_modules/graceful-fs/polyfills.js:1: "constants": it is part of Node, and a migration runs on QuickJS
        [exit 2]
    "#);
    assert_screen!(refused(&workspace, "import tunnel from \"tunnel\";"), @r#"
        $ aludel build
        ! error: migration `a1` (migrations/a1.js): migrations/a1.js:5: import of "tunnel": the package needs what no migration is given:
        !   node_modules/tunnel/lib/tunnel.js:3: "net": a migration has no network; put the data into the migration or pass it with `-x name=value`
        !   node_modules/tunnel/lib/tunnel.js:4: "tls": a migration has no network; put the data into the migration or pass it with `-x name=value`
        !   node_modules/tunnel/lib/tunnel.js:5: "http": a migration has no network; put the data into the migration or pass it with `-x name=value`
        !   node_modules/tunnel/lib/tunnel.js:6: "https": a migration has no network; put the data into the migration or pass it with `-x name=value`
        !   node_modules/tunnel/lib/tunnel.js:7: "events": it is part of Node, and a migration runs on QuickJS
        !   node_modules/tunnel/lib/tunnel.js:8: "assert": it is part of Node, and a migration runs on QuickJS
        !   node_modules/tunnel/lib/tunnel.js:9: "util": it is part of Node, and a migration runs on QuickJS
        [exit 2]
    "#);
    assert_screen!(refused(&workspace, "import { readFileSync } from \"node:fs\";"), @r#"
        $ aludel build
        ! error: migration `a1` (migrations/a1.js): migrations/a1.js:5: import of "node:fs": a migration has no files; pass data with `-x name=value` or put it into the migration
        [exit 2]
    "#);
}

#[test]
fn imports_that_are_not_there_say_what_to_do() {
    let Some(workspace) = project(&["esbuild", "zod"]) else { return };
    assert_screen!(refused(&workspace, "import { chunk } from \"lodash/fp\";"), @r#"
        $ aludel build
        ! error: migration `a1` (migrations/a1.js): migrations/a1.js:5: import of "lodash/fp": the package is not installed
        !   hint: npm install lodash
        [exit 2]
    "#);
    assert_screen!(refused(&workspace, "import { nothing } from \"zod\";"), @r#"
        $ aludel build
        ! error: migration `a1` (migrations/a1.js): migrations/a1.js:5: import of "zod": the package exports no `nothing`
        [exit 2]
    "#);
    workspace.write("shared/broken.js", "export const one = 1;\nexport const two = (;\n");
    assert_screen!(refused(&workspace, "import { one } from \"../shared/broken.js\";"), @r#"
        $ aludel build
        ! error: migration `a1` (migrations/a1.js): it does not compile:
        ! shared/broken.js:2:21: Unexpected token
        ! 2 | export const two = (;
        !   |                     ^
        [exit 2]
    "#);
    let Some(workspace) = project(&["zod"]) else { return };
    assert_screen!(refused(&workspace, "import { z } from \"zod\";"), @r#"
        $ aludel build
        ! error: migration `a1` (migrations/a1.js): migrations/a1.js:5: import of "zod": a package is bundled by esbuild, which is not installed
        !   hint: npm install --save-dev esbuild zod
        [exit 2]
    "#);
}

/// Two mistakes that only a compiler of types sees, one of them about the types of a package.
const TYPED: &str = r#"import { type Database } from "aludel";
import { z } from "zod";

const Customer = z.object({ id: z.number() });

export function upgrade(db: Database): void {
  const customer = Customer.parse({ id: 1 });
  const name: string = customer.id;
  db.execut(`SELECT ${name}`);
}

export function downgrade(): void {}
"#;

#[test]
fn the_compiler_of_typescript_is_asked_where_it_is_installed() {
    let Some(workspace) = project(&["esbuild", "zod", "typescript"]) else { return };
    migration(&workspace, "a1.ts", TYPED);
    assert_screen!(screen(&workspace, "upgrade"), @r#"
        $ aludel upgrade
        ! error: migration `a1` (migrations/a1.ts): it does not compile:
        ! migrations/a1.ts:12:9: error TS2322: Type 'number' is not assignable to type 'string'.
        ! migrations/a1.ts:13:6: error TS2551: Property 'execut' does not exist on type 'Database'. Did you mean 'execute'?
        [exit 2]
    "#);
    let right = TYPED.replace("name: string", "name: number").replace("execut(", "execute(");
    migration(&workspace, "a1.ts", &right);
    assert_screen!(screen(&workspace, "upgrade"), @r#"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        1 step in TIME; the database is at a1
        [exit 0]
    "#);
}

#[test]
fn types_are_no_obstacle_without_a_compiler() {
    let Some(workspace) = project(&["esbuild", "zod"]) else { return };
    migration(&workspace, "a1.ts", TYPED);
    assert_screen!(screen(&workspace, "upgrade"), @r#"
        $ aludel upgrade
        ! error: upgrade of `a1` failed (migrations/a1.ts): TypeError: not a function
        !   at migrations/a1.ts:13 in upgrade
        !   state: everything was rolled back; the database is at base (no revision)
        !   hint: mend migrations/a1.ts and run `aludel upgrade` again
        [exit 10]
    "#);
}
