use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aludel_project::scaffold::{self, NewProject, NewProjectReport, ScaffoldError};
use aludel_project::{Config, Directory, Language};

use crate::folder::Folder;

fn init(folder: &Path) -> Result<NewProjectReport, ScaffoldError> {
    scaffold::init(&NewProject { folder, language: Language::Sql, database_url: None, template: None })
}

/// Every file below a folder with its content.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("it is a folder") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.display().to_string(), fs::read(&path).expect("it can be read"));
            }
        }
    }
    files
}

#[test]
fn a_new_project_is_whole() {
    let folder = Folder::new();
    let place = folder.path("shop/database");
    let url = "postgres://shop:${SHOP_PASSWORD}@localhost/\"shop\"?@SDK@";
    let project =
        NewProject { folder: &place, language: Language::Rust, database_url: Some(url), template: Some("rust") };
    let report = scaffold::init(&project).expect("the place is free");
    let names: Vec<_> =
        report.written.iter().map(|path| path.strip_prefix(&place).expect("it is in the place")).collect();
    assert_eq!(
        names,
        ["aludel.toml", "migrations/.gitkeep", ".gitignore", "templates/rust/Cargo.toml", "templates/rust/src/lib.rs"]
            .map(Path::new)
    );
    assert_eq!(report.notes, Vec::<String>::new());
    let ignored = fs::read_to_string(place.join(".gitignore")).expect("it was written");
    assert_eq!(ignored, "/.aludel/\naludel-ci/\naludel-report.html\n");
    assert_eq!(report.config_path, place.join("aludel.toml"));
    let config = Config::read(&report.config_path, &|_| Some("x".to_owned())).expect("it can be read");
    assert_eq!(config.project.language, Language::Rust);
    let database = config.database(None).expect("it is there");
    assert_eq!(database.url(), Ok(Some("postgres://shop:x@localhost/\"shop\"?@SDK@")));
    assert_eq!(Directory::read(&config).expect("it can be read").migrations(), []);
}

#[test]
fn the_values_that_are_written_are_the_defaults() {
    let folder = Folder::new();
    init(folder.root()).expect("the place is free");
    let text = fs::read_to_string(folder.path("aludel.toml")).expect("it was written");
    insta::assert_snapshot!(text.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    let (written, defaults) = (folder.config(), Config::defaults(&folder.path("aludel.toml")));
    assert_eq!(written.project.file_template, defaults.project.file_template);
    assert_eq!(written.project.language, defaults.project.language);
    let database = defaults.database(None).expect("defaults are there").with_url("sqlite://app.db");
    assert_eq!(written.database(None), Ok(database));
}

#[test]
fn what_is_commented_out_is_right_too() {
    let folder = Folder::new();
    init(folder.root()).expect("the place is free");
    let text = fs::read_to_string(folder.path("aludel.toml")).expect("it was written");
    let is_url = |line: &str| line.starts_with("# url") || line.starts_with("# guest_url");
    let is_setting = |line: &&str| line.starts_with("# [") || (line.contains(" = ") && !is_url(line));
    let settings: Vec<&str> =
        text.lines().filter(|line| line.starts_with("# ")).filter(is_setting).map(|line| &line[2..]).collect();
    assert_eq!(settings.len(), 10, "{settings:?}");
    let folder = Folder::with_config(&settings.join("\n"));
    assert_eq!(folder.config().hooks.post_write.len(), 1);
    assert_eq!(folder.config().lint.paths.len(), 1);
}

#[test]
fn a_place_in_use_is_added_to_and_not_touched() {
    let folder = Folder::new();
    folder.write("README.md", "Ours.\n");
    folder.write(".gitignore", "target\n");
    folder.write("migrations/1_a.sql", "-- ours\n");
    let before = content(folder.root());
    let report = init(folder.root()).expect("nothing is in the way");
    assert_eq!(report.notes, ["add these lines to .gitignore:\n/.aludel/\naludel-ci/\naludel-report.html"]);
    assert_eq!(report.written, [folder.path("aludel.toml"), folder.path("migrations/.gitkeep")]);
    let after = content(folder.root());
    assert!(before.iter().all(|(name, text)| after.get(name) == Some(text)));
}

#[test]
fn only_the_lines_that_are_not_ignored_are_told() {
    let notes = |ignored: &str| {
        let folder = Folder::new();
        folder.write(".gitignore", ignored);
        init(folder.root()).expect("nothing is in the way").notes
    };
    assert_eq!(notes(".aludel\n/aludel-ci\n"), ["add this line to .gitignore: aludel-report.html"]);
    assert_eq!(notes("/.aludel/\naludel-ci/\n/aludel-report.html\n"), Vec::<String>::new());
}

#[test]
fn what_is_in_the_way_is_named_and_nothing_is_written() {
    let refusal = |name: &str| {
        let folder = Folder::new();
        folder.write(name, "ours\n");
        let before = content(folder.root());
        let project =
            NewProject { folder: folder.root(), language: Language::Sql, database_url: None, template: Some("sql") };
        let error = scaffold::init(&project).expect_err("something is in the way");
        assert_eq!(content(folder.root()), before, "{name}");
        error.to_string().replace(&folder.root().display().to_string(), "PLACE")
    };
    assert_eq!(refusal("aludel.toml"), "there is a project already: PLACE/aludel.toml exists");
    assert_eq!(refusal("migrations"), "PLACE/migrations is no folder");
    assert_eq!(refusal("templates/sql.sql"), "PLACE/templates/sql.sql exists already");
}

#[test]
fn a_password_in_the_configuration_is_said() {
    let notes = |url| {
        let folder = Folder::new();
        let project =
            NewProject { folder: folder.root(), language: Language::Sql, database_url: Some(url), template: None };
        scaffold::init(&project).expect("the place is free").notes
    };
    let note = "the password of the database is in aludel.toml; `${VARIABLE}` in its place keeps it out";
    assert_eq!(notes("postgres://a:b@localhost/c"), [note]);
    assert_eq!(notes("postgres://a:${PASSWORD}@localhost/c"), Vec::<String>::new());
    assert_eq!(notes("sqlite://a:b.db"), Vec::<String>::new());
}
