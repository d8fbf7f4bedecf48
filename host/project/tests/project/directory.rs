use aludel_project::component::append_section;
use aludel_project::{Digest, Directory, DirectoryError, Header, ManifestEntry, SourceKind, manifest};

use crate::folder::Folder;

fn sql(revision: &str) -> String {
    format!("-- /// migration\n-- revision = \"{revision}\"\n-- ///\n\n-- aludel:upgrade\nSELECT 1;\n")
}

/// Every mistake with its hint, one a line.
fn mistakes(folder: &Folder) -> String {
    let errors = Directory::read(&folder.config()).expect_err("there are mistakes").errors;
    let line = |error: &DirectoryError| match error.hint() {
        Some(hint) => format!("{error}\n  hint: {hint}"),
        None => error.to_string(),
    };
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn sources_are_found_in_every_location_in_the_order_of_their_names() {
    let folder = Folder::with_config("[project]\nmigrations = [\"migrations\", \"billing\"]\n");
    folder.write("migrations/2_b.sql", sql("b"));
    folder.write("migrations/1_a.SQL", format!("\n{}", sql("a")));
    folder.write("migrations/3_c/Cargo.toml", "[package]\n");
    folder.write("migrations/3_c/src/lib.rs", "//! Backfill.\n\n// /// migration\n// revision = \"c\"\n// ///\n");
    folder.write("billing/0_d.sql", sql("d"));
    let directory = Directory::read(&folder.config()).expect("all are right");
    let found: Vec<_> = directory
        .migrations()
        .iter()
        .map(|migration| {
            let source = &migration.source;
            (migration.header.revision.as_str(), source.display_path.as_str(), source.kind, source.header_line)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("a", "migrations/1_a.SQL", SourceKind::Sql, 2),
            ("b", "migrations/2_b.sql", SourceKind::Sql, 1),
            ("c", "migrations/3_c", SourceKind::RustCrate, 3),
            ("d", "billing/0_d.sql", SourceKind::Sql, 1),
        ]
    );
    assert_eq!(directory.find("c").map(|migration| migration.source.path.clone()), Some(folder.path("migrations/3_c")));
    assert_eq!(directory.find("e"), None);
}

#[test]
fn what_is_no_migration_is_passed_over() {
    let folder = Folder::with_config("[project]\n");
    for name in ["README.md", "__init__.py", ".gitkeep", ".hidden.sql", "1_a.sql.orig", "notes.txt"] {
        folder.write(&format!("migrations/{name}"), if name.contains("sql") { sql("a") } else { String::new() });
    }
    folder.write("migrations/README.md", format!("A header looks so:\n{}", sql("a")));
    folder.write("migrations/old/1_a.sql", sql("a"));
    folder.write("migrations/picture.py", b"\0\xff");
    assert_eq!(Directory::read(&folder.config()).expect("nothing is there").migrations(), []);
}

#[test]
fn the_mistakes_of_all_files_are_named_at_once() {
    let folder =
        Folder::with_config("[project]\nmigrations = [\n  \"migrations\",\n  \"gone\",\n  \"aludel.toml\",\n]\n");
    folder.write("migrations/1_bare.sql", "CREATE TABLE a (b INT);\n");
    folder.write("migrations/2_empty.sql", "\n");
    folder.write("migrations/3_latin.sql", [sql("c").as_bytes(), b"-- caf\xe9\n"].concat());
    folder.write("migrations/4_nul.sql", [sql("d").as_bytes(), b"\0"].concat());
    folder.write("migrations/5_key.sql", "-- /// migration\n-- revison = \"e\"\n-- ///\n");
    folder.write("migrations/6_same.sql", sql("f"));
    folder.write("migrations/7_same.sql", sql("f"));
    folder.write("migrations/8_crate/Cargo.toml", "[package]\n");
    folder.write("migrations/9_script.rb", "\n# /// migration\n# revision = \"g\"\n# ///\n");
    let found = mistakes(&folder).replace("Is a directory", "Not a directory");
    insta::assert_snapshot!(found);
}

#[test]
fn a_missing_default_folder_is_named() {
    insta::assert_snapshot!(mistakes(&Folder::with_config("[project]\n")), @r"
    the migrations folder `migrations` does not exist
      hint: mkdir -p migrations
    ");
}

#[test]
fn a_huge_file_is_named() {
    let folder = Folder::with_config("[project]\n");
    let path = folder.write("migrations/1_huge.sql", "");
    let file = std::fs::OpenOptions::new().write(true).open(path).expect("the file is there");
    file.set_len(64 << 20).expect("a sparse file takes no room");
    assert_eq!(
        mistakes(&folder),
        "migrations/1_huge.sql: the file is larger than the limit `source_size` of 33554432 bytes\n  hint: keep the data out of it, or spread it over several migrations"
    );
}

#[test]
fn a_project_that_cannot_be_written_is_read_all_the_same() {
    let folder = Folder::with_config("[project]\n");
    folder.write("migrations/1_a.sql", sql("a"));
    // A file in the place of the folder is in the way of the index for every user, root too.
    folder.write(".aludel", "");
    assert_eq!(Directory::read(&folder.config()).expect("all are right").migrations().len(), 1);
}

fn component(entries: &[ManifestEntry]) -> Vec<u8> {
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    append_section(&mut component, "aludel:migrations", &manifest::to_json(entries));
    component
}

fn entry(revision: &str, source_digest: Digest) -> ManifestEntry {
    ManifestEntry { header: Header::new(revision), source_digest, language: "rust".to_owned(), wit: "0.1.0".to_owned() }
}

#[test]
fn a_component_holds_one_revision_or_several() {
    let folder = Folder::with_config("[project]\n");
    let entries = [entry("b", Digest::of(b"1")), entry("a", Digest::of(b"2"))];
    folder.write("migrations/both.wasm", component(&entries));
    let directory = Directory::read(&folder.config()).expect("it can be read");
    let found: Vec<_> = directory
        .migrations()
        .iter()
        .map(|migration| (migration.header.revision.as_str(), migration.source.kind, migration.digest()))
        .collect();
    let kind = SourceKind::Component;
    assert_eq!(found, [("b", kind, Ok(Digest::of(b"1"))), ("a", kind, Ok(Digest::of(b"2")))]);
    assert_eq!(directory.revisions()[1].id.as_str(), "a");
}

#[test]
fn files_that_are_no_components_of_migrations_are_named() {
    let folder = Folder::with_config("[project]\n");
    folder.write("migrations/1_empty.wasm", "");
    folder.write("migrations/2_module.wasm", b"\0asm\x01\0\0\0");
    folder.write("migrations/3_text.wasm", sql("a"));
    folder.write("migrations/4_bare.wasm", b"\0asm\x0d\0\x01\0");
    folder.write("migrations/5_cut.wasm", &component(&[entry("a", Digest::of(b""))])[..40]);
    folder.write("migrations/6_id.wasm", component(&[entry("head", Digest::of(b""))]));
    insta::assert_snapshot!(mistakes(&folder));
}

#[test]
fn a_component_built_from_the_source_beside_it_is_no_second_migration() {
    let folder = Folder::with_config("[project]\nmigrations = [\"migrations\", \"vendor\"]\n");
    folder.write("migrations/1_a.sql", sql("a"));
    folder.write("migrations/2_b/Cargo.toml", "[package]\n");
    folder.write("migrations/2_b/src/lib.rs", "// /// migration\n// revision = \"b\"\n// ///\n");
    folder.write("vendor/.gitkeep", "");
    let read = || Directory::read(&folder.config()).expect("it can be read");
    let sources = read();
    let digests: Vec<Digest> = sources.migrations().iter().map(|found| found.digest().expect("it is there")).collect();
    assert_eq!(digests[0], Digest::of_text(&sql("a")));

    folder.write("vendor/built.wasm", component(&[entry("b", digests[1]), entry("a", digests[0])]));
    folder.write("vendor/old.wasm", component(&[entry("b", digests[0])]));
    let directory = read();
    let found: Vec<_> = directory
        .migrations()
        .iter()
        .map(|migration| (migration.header.revision.as_str(), migration.source.kind, migration.prebuilt.clone()))
        .collect();
    let built = Some(folder.path("vendor/built.wasm"));
    assert_eq!(found, [("a", SourceKind::Sql, None), ("b", SourceKind::RustCrate, built)]);
    let warnings: Vec<String> = directory.warnings().iter().map(ToString::to_string).collect();
    let expected = format!(
        "vendor/old.wasm was not built from migrations/2_b as it is now: it names the source {}, and that is {}",
        digests[0], digests[1]
    );
    assert_eq!(warnings, [expected]);
    assert_eq!(directory.warnings()[0].hint().as_deref(), Some("aludel build --out vendor"));
}

#[test]
fn a_component_from_elsewhere_stands_for_no_source_of_the_project() {
    let config = "[project]\nmigrations = [\"migrations\", \"vendor\"]\n[trust.vendor]\n";
    let folder = Folder::with_config(config);
    folder.write("migrations/1_a.py", "# /// migration\n# revision = \"a\"\n# ///\n");
    folder.write("vendor/.gitkeep", "");
    let directory = Directory::read(&folder.config()).expect("it can be read");
    let digest = directory.migrations()[0].digest().expect("it is there");
    folder.write("vendor/a.wasm", component(&[entry("a", digest)]));
    let expected = "the revision `a` is in two files: migrations/1_a.py and vendor/a.wasm\n  \
                    hint: give one of them another id";
    assert_eq!(mistakes(&folder), expected);
}

#[test]
fn components_of_one_revision_without_its_source_are_duplicates() {
    let folder = Folder::with_config("[project]\n");
    folder.write("migrations/1.wasm", component(&[entry("a", Digest::of(b""))]));
    folder.write("migrations/2.wasm", component(&[entry("a", Digest::of(b""))]));
    assert_eq!(
        mistakes(&folder),
        "the revision `a` is in two files: migrations/1.wasm and migrations/2.wasm\n  hint: give one of them another id"
    );
}
