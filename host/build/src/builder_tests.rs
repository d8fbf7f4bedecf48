use std::path::Path;

use super::*;
use crate::error::BuildErrors;
use aludel_project::header::Header;
use aludel_project::lockfile::{LockedRevision, Lockfile};
use aludel_project::migration::Source;
use aludel_project::sql_section::{ScriptPhase, SqlSection};

/// A project in a temporary folder.
struct Project {
    folder: tempfile::TempDir,
    config: Config,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let config = Config::defaults(&folder.path().join("aludel.toml"));
        Self { folder, config }
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("the name is in a folder")).expect("the folder is writable");
        std::fs::write(path, content).expect("the folder is writable");
    }

    fn migration(&self, name: &str, kind: SourceKind) -> Migration {
        let path = self.folder.path().join(name);
        let source = Source { path, display_path: name.to_owned(), kind, header_line: 1 };
        Migration { header: Header::new("a1"), source, source_digest: None, prebuilt: None, package: None }
    }

    fn builder(&self, environment: ToolEnvironment) -> Builder {
        Builder::new(&self.config, environment, Arc::default()).sealing_with(|| Some([7; 32]))
    }
}

#[expect(clippy::disallowed_methods, reason = "a test stands where the command line does")]
fn environment() -> ToolEnvironment {
    ToolEnvironment::from_variables(&|name| std::env::var(name).ok())
}

const SQL: &str = "-- /// migration\n-- revision = \"a1\"\n-- ///\n\n-- aludel:upgrade\nCREATE TABLE a (b INTEGER);\n";

#[test]
fn sql_needs_no_tools_and_leaves_no_files() {
    let project = Project::new();
    project.write("migrations/a.sql", SQL);
    let migration = project.migration("migrations/a.sql", SourceKind::Sql);
    let artifact = project.builder(ToolEnvironment::default()).artifact(&migration).expect("the file is valid");
    assert_eq!(artifact.language, "sql");
    assert_eq!(artifact.source_digest, migration.digest().expect("the file is readable"));
    assert_eq!(artifact.component_digest, Digest::of(&artifact.component));
    let entries = aludel_project::manifest::read(&artifact.component).expect("the component has a manifest");
    assert_eq!(entries, [manifest_entry(&migration, artifact.source_digest, Language::Sql)]);
    let section =
        aludel_project::component::custom_section(&artifact.component, aludel_project::sql_section::SECTION_NAME);
    let section = SqlSection::new(section.expect("it is a component").expect("the section is there"));
    let line = section.expect("it is valid").statement_line(ScriptPhase::Upgrade, aludel_sql::Dialect::Sqlite, 0);
    assert_eq!(line, Some(6));
    assert!(!project.config.state_folder().exists());
}

#[test]
fn wrong_sources_are_all_named() {
    let project = Project::new();
    project.write("migrations/a.sql", "-- aludel:upgrade\nSELECT 'a");
    project.write("migrations/b.sql", b"SELECT \xff");
    project.write("migrations/c.wasm", b"\0asm\x01\0\0\0");
    project.write("migrations/d.wasm", b"");
    let migrations = [
        project.migration("migrations/a.sql", SourceKind::Sql),
        project.migration("migrations/b.sql", SourceKind::Sql),
        project.migration("migrations/c.wasm", SourceKind::Component),
        project.migration("migrations/d.wasm", SourceKind::Component),
    ];
    let builder = project.builder(ToolEnvironment::default());
    let errors = migrations.iter().map(|migration| builder.artifact(migration).expect_err("all are wrong")).collect();
    let errors = BuildErrors { errors };
    let expected = "\
        migrations/a.sql:2: a string that starts on line 2 has no end, as SQLite reads it\n\
        migrations/b.sql:1: the file is not UTF-8 (byte 7)\n\
        migrations/c.wasm: expected a WebAssembly component, but this is a core module\n\
        migrations/d.wasm: expected a WebAssembly component, but the file is empty";
    assert_eq!(errors.to_string(), expected);
}

#[test]
fn a_ready_component_is_taken_as_it_is() {
    let project = Project::new();
    project.write("migrations/a.sql", SQL);
    let builder = project.builder(ToolEnvironment::default());
    let built = builder.artifact(&project.migration("migrations/a.sql", SourceKind::Sql)).expect("the file is valid");
    project.write("migrations/a.wasm", &built.component);
    let mut ready = project.migration("migrations/a.wasm", SourceKind::Component);
    assert_eq!(builder.artifact(&ready), Ok(built));
    ready.header.revision = "b2".to_owned();
    let error = builder.artifact(&ready).expect_err("it holds another revision");
    assert_eq!(error.to_string(), "migrations/a.wasm: the component does not hold the revision `b2`");
}

const CARGO_TOML: &str = "[package]\nname = \"a1\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
                          [lib]\ncrate-type = [\"cdylib\"]\n\n[workspace]\n";

/// A migration without the library for guests: it does nothing.
const LIB_RS: &str = r#"
static RESULT: [u8; 64] = [0; 64];
#[export_name = "aludel:migration/revision@0.1.0#upgrade"]
pub extern "C" fn upgrade(_: i32) -> *const u8 { RESULT.as_ptr() }
#[export_name = "aludel:migration/revision@0.1.0#downgrade"]
pub extern "C" fn downgrade(_: i32) -> *const u8 { RESULT.as_ptr() }
#[export_name = "cabi_realloc"]
pub extern "C" fn allocate(_: *mut u8, _: usize, _: usize, size: usize) -> *mut u8 {
    Box::leak(vec![0_u8; size].into_boxed_slice()).as_mut_ptr()
}
"#;

fn write_crate(project: &Project, lib: &str) -> Migration {
    project.write("migrations/a/Cargo.toml", CARGO_TOML);
    project.write("migrations/a/src/lib.rs", lib);
    project.migration("migrations/a", SourceKind::RustCrate)
}

/// Whether this machine can compile for wasm. Where everything must be tested, it has to.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a test says that it did not run")]
fn has_toolchain() -> bool {
    let project = Project::new();
    let outcome = project.builder(environment()).artifact(&write_crate(&project, LIB_RS));
    let is_missing = outcome.as_ref().is_err_and(|error| error.code() == "toolchain_missing");
    if is_missing {
        assert!(std::env::var_os("TEST_REQUIRE").is_none(), "{outcome:?}");
        eprintln!("not run: {outcome:?}");
    }
    !is_missing
}

#[test]
fn a_missing_toolchain_is_an_error_that_says_what_to_install() {
    let project = Project::new();
    let migration = write_crate(&project, LIB_RS);
    let variables = |name: &str| (name == "PATH").then(|| project.folder.path().display().to_string());
    let builder = project.builder(ToolEnvironment::from_variables(&variables));
    // A system's own compiler is found without a search path; here it has no linker.
    let error = builder.artifact(&migration).expect_err("there is no toolchain");
    assert_eq!(error.code(), "toolchain_missing", "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("rustup target add wasm32-unknown-unknown")), "{error}");
}

#[test]
fn a_crate_is_built_once() {
    if !has_toolchain() {
        return;
    }
    let project = Project::new();
    let migration = write_crate(&project, LIB_RS);
    let artifact = project.builder(environment()).artifact(&migration).expect("the crate is valid");
    assert_eq!(artifact.language, "rust");
    wasmparser::Validator::new().validate_all(&artifact.component).expect("the component is valid");
    let holds_path = |path: &Path| {
        let path = path.to_str().expect("the path is UTF-8").as_bytes();
        artifact.component.windows(path.len()).any(|window| window == path)
    };
    assert!(!holds_path(project.folder.path()), "paths of the machine are in the component");
    // Without the build folder only a kept component can be the answer.
    let built = project.config.state_folder().join("build/rust");
    std::fs::remove_dir_all(&built).expect("the build folder is there");
    assert_eq!(project.builder(environment()).artifact(&migration), Ok(artifact.clone()));
    assert!(!built.exists());
    // What somebody else has put there is none of ours.
    let components = project.config.state_folder().join("build/components");
    for file in std::fs::read_dir(&components).expect("the folder is there") {
        let path = file.expect("it can be listed").path();
        let mut bytes = std::fs::read(&path).expect("it is ours");
        bytes[100] ^= 1;
        std::fs::write(path, bytes).expect("it is ours");
    }
    assert_eq!(project.builder(environment()).artifact(&migration), Ok(artifact.clone()));
    assert!(built.exists(), "it was built anew");
    let edited = write_crate(&project, &format!("{LIB_RS}// edited\n"));
    let edited = project.builder(environment()).artifact(&edited).expect("the crate is valid");
    assert_ne!(edited.source_digest, artifact.source_digest);
    assert_eq!(std::fs::read_dir(components).expect("the folder is there").count(), 1);
}

#[test]
fn a_crate_that_is_wrong_is_named() {
    if !has_toolchain() {
        return;
    }
    let project = Project::new();
    let builder = project.builder(environment());
    let error = |migration: &Migration| builder.artifact(migration).expect_err("the crate is wrong");
    let broken = error(&write_crate(&project, "fn a() -> u8 { \"\" }"));
    assert_eq!(broken.code(), "compile_failed");
    let message = broken.to_string();
    assert!(message.starts_with("migration `a1` (migrations/a): it does not compile:\n"), "{message}");
    assert!(message.contains("error[E0308]: mismatched types") && message.contains("src/lib.rs:1"), "{message}");
    let empty = error(&write_crate(&project, ""));
    assert_eq!(empty.code(), "not_a_migration", "{empty}");
    let migration = write_crate(&project, LIB_RS);
    project.write("migrations/a/Cargo.toml", CARGO_TOML.replace("cdylib", "rlib"));
    assert_eq!(
        error(&migration).to_string(),
        "migration `a1` (migrations/a): it compiles, but not to a WebAssembly module"
    );
}

#[test]
fn a_component_that_is_locked_needs_no_toolchain() {
    let project = Project::new();
    let mut migration = write_crate(&project, LIB_RS);
    let source_digest = migration.digest().expect("the crate is readable");
    let entry = manifest_entry(&migration, source_digest, Language::Rust);
    let component = sql::encode(&[entry], "-- aludel:upgrade\n").expect("the text is valid");
    project.write("migrations/a.wasm", &component);
    migration.prebuilt = Some(project.folder.path().join("migrations/a.wasm"));
    let error =
        project.builder(ToolEnvironment::default()).artifact(&migration).expect_err("anybody could have made it");
    assert_eq!(error.code(), "component_not_locked", "{error}");
    assert!(error.to_string().contains("migrations/a.wasm does not run in its place"), "{error}");

    let locked = LockedRevision { source: source_digest, component: Digest::of(&component) };
    let lockfile = Lockfile { revisions: [("a1".to_owned(), locked)].into(), ..Lockfile::default() };
    lockfile.update(project.folder.path()).expect("the project is writable");
    let artifact = project.builder(ToolEnvironment::default()).artifact(&migration).expect("the component fits");
    assert_eq!((artifact.component, artifact.language.as_str()), (component.clone(), "rust"));

    let entry = manifest_entry(&migration, source_digest, Language::Rust);
    project.write("migrations/a.wasm", sql::encode(&[entry], "-- aludel:upgrade\nSELECT 1;\n").expect("it is valid"));
    let error = project.builder(ToolEnvironment::default()).artifact(&migration).expect_err("it is another one");
    assert_eq!(error.code(), "component_not_locked", "{error}");
    assert_eq!(
        error.hint().as_deref(),
        Some("where its tools are, run `aludel build --out migrations`, and keep aludel.lock with the project")
    );
}
