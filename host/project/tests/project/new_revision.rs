use std::collections::HashSet;
use std::path::PathBuf;

use aludel_project::new_revision::{self, NewRevision, NewRevisionError, NewRevisionFiles};
use aludel_project::{Directory, Header, SourceKind, template};
use jiff::Timestamp;

use crate::folder::Folder;

fn now() -> Timestamp {
    "2026-11-22T23:30:05.25Z".parse().expect("it is a time")
}

fn plan(folder: &Folder, template: &str, header: Header) -> Result<NewRevisionFiles, NewRevisionError> {
    let config = folder.config();
    let template = template::find(&config, template)?;
    let location = new_revision::location(&config, None)?;
    new_revision::plan(&config, &NewRevision { header, template: &template, bodies: None, location, now: now() })
}

fn header() -> Header {
    let down_revision = vec!["8d02e5a71f36".to_owned()];
    Header { down_revision, message: "Add \"orders\"".to_owned(), ..Header::new("3f9a1c20b7d4") }
}

#[test]
fn an_sql_migration_is_written_and_read_back() {
    let folder = Folder::with_config("[project]\ntimezone = \"Asia/Tokyo\"\n");
    folder.write("migrations/.gitkeep", "");
    let files = plan(&folder, "sql", header()).expect("it can be planned");
    new_revision::write(&files).expect("nothing is in the way");
    let path = folder.path("migrations/20261123_3f9a1c20b7d4_add_orders.sql");
    assert_eq!((&files.path, &files.main_path), (&path, &path));
    insta::assert_snapshot!(std::fs::read_to_string(&path).expect("it was written"), @r#"
    -- /// migration
    -- revision = "3f9a1c20b7d4"
    -- down_revision = "8d02e5a71f36"
    -- message = "Add \"orders\""
    -- created = 2026-11-22T23:30:05Z
    -- ///

    -- aludel:upgrade


    -- aludel:downgrade
    "#);
    let directory = Directory::read(&folder.config()).expect("it can be read");
    let expected = Header { created: Some("2026-11-22T23:30:05Z".to_owned()), ..header() };
    assert_eq!(directory.migrations()[0].header, expected);

    let error = new_revision::write(&files).expect_err("it is there now");
    assert_eq!(error.to_string(), format!("{} exists already", path.display()));
}

#[test]
fn a_rust_migration_is_a_crate() {
    let folder = Folder::with_config("[sdk]\nrust = { path = \"../aludel/guest-sdk/rust\" }\n");
    folder.write("migrations/.gitkeep", "");
    let files = plan(&folder, "rust", header()).expect("it can be planned");
    new_revision::write(&files).expect("nothing is in the way");
    let crate_folder = folder.path("migrations/20261122_3f9a1c20b7d4_add_orders");
    assert_eq!(files.path, crate_folder);
    assert_eq!(files.main_path, crate_folder.join("src/lib.rs"));
    let manifest = std::fs::read_to_string(crate_folder.join("Cargo.toml")).expect("it was written");
    assert!(manifest.contains("name = \"migration_3f9a1c20b7d4\"\n"), "{manifest}");
    assert!(manifest.contains("aludel-guest = { path = \"../../../aludel/guest-sdk/rust\" }\n"), "{manifest}");
    let directory = Directory::read(&folder.config()).expect("it can be read");
    assert_eq!(directory.migrations()[0].source.kind, SourceKind::RustCrate);
    assert_eq!(directory.migrations()[0].header.down_revision, ["8d02e5a71f36"]);
    assert!(matches!(new_revision::write(&files), Err(NewRevisionError::Write(_))));
}

#[test]
fn the_library_is_the_one_that_came_along_unless_the_project_says_otherwise() {
    let dependency = |config: &str| {
        let files = plan(&Folder::with_config(config), "rust", header()).expect("it can be planned");
        let manifest = files.files[0].text.clone();
        manifest.lines().find(|line| line.starts_with("aludel-guest")).map(str::to_owned)
    };
    let own = "aludel-guest = { path = \"../../.aludel/sdk/rust\" }";
    assert_eq!(dependency("[project]\n").as_deref(), Some(own));
    assert_eq!(dependency("[sdk]\nrust = \"0.1\"\n").as_deref(), Some("aludel-guest = \"0.1\""));
}

#[test]
fn a_merge_does_something_in_both_directions() {
    let header = Header { down_revision: vec!["a".to_owned(), "b".to_owned()], ..Header::new("c") };
    let files = plan(&Folder::with_config("[project]\n"), "merge", header).expect("it can be planned");
    assert_eq!(files.main_path.file_name(), Some("20261122_c.sql".as_ref()));
    assert!(files.files[0].text.contains("-- down_revision = [\"a\", \"b\"]\n"));
    assert_eq!(files.files[0].text.matches("SELECT 1;").count(), 2);
}

#[test]
fn ids_are_random_or_checked() {
    let ids: HashSet<String> = (0..1_000).map(|_| new_revision::new_id().expect("there is randomness")).collect();
    assert_eq!(ids.len(), 1_000);
    for id in ids {
        assert!(id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    }
    assert_eq!(new_revision::check_id("release_1.2"), Ok("release_1.2".to_owned()));
    for id in ["", "a-b", "a b", "head"] {
        assert!(matches!(new_revision::check_id(id), Err(NewRevisionError::Id(_))), "{id}");
    }
}

#[test]
fn a_version_location_is_found_however_it_is_written() {
    let config = Folder::with_config("[project]\nmigrations = [\"migrations\", \"./billing/migrations\"]\n").config();
    let found = |text: Option<&str>| new_revision::location(&config, text).map(|location| location.path.clone());
    let root = |name: &str| Ok::<PathBuf, NewRevisionError>(config.root.join(name));
    assert_eq!(found(None), root("migrations"));
    assert_eq!(found(Some("billing/../billing/migrations/")), root("./billing/migrations"));
    assert_eq!(found(config.root.join("migrations").to_str()), root("migrations"));
    let error = found(Some("migration")).expect_err("there is none");
    assert_eq!(error.to_string(), "`migration` is none of the version locations");
    assert_eq!(error.hint().as_deref(), Some("did you mean `--version-path migrations`?"));
}
