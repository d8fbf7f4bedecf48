//! Installed packages: written, read, changed behind one's back, and taken away.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aludel_grants::{Grants, Patterns, Section};
use aludel_project::component::append_section;
use aludel_project::installed::{Extension, InstalledError, RevisionDifference, folder, store};
use aludel_project::lockfile::{LockedPackage, Lockfile, UNSIGNED};
use aludel_project::package::{ComponentShape, Draft, DraftComponent, Package};
use aludel_project::{Config, Digest, Directory, DirectoryError, Header, ManifestEntry, manifest};
use tempfile::TempDir;

const CONFIG: &str = "# Ours.\n[database]\nurl = \"sqlite://app.db\"\n";

/// A component that holds nothing but what it says of a revision.
fn component(revision: &str, parent: Option<&str>, text: &str) -> Arc<[u8]> {
    let down_revision = parent.iter().map(|&parent| parent.to_owned()).collect();
    let header = Header { down_revision, message: format!("add {revision}"), ..Header::new(revision) };
    let source_digest = Digest::of(text.as_bytes());
    let entry = ManifestEntry { header, source_digest, language: "sql".to_owned(), wit: "0.1.0".to_owned() };
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    append_section(&mut component, manifest::SECTION_NAME, &manifest::to_json(&[entry]));
    component.into()
}

/// A package of a line of revisions, each with the text of its source.
fn package(version: &str, line: &[(&str, &str)]) -> Package {
    let parents = std::iter::once(None).chain(line.iter().map(|(id, _)| Some(*id)));
    let revisions = line.iter().zip(parents).map(|((id, text), parent)| DraftComponent {
        revision: (*id).to_owned(),
        component: component(id, parent, text),
        shape: ComponentShape::default(),
    });
    let draft = Draft {
        name: "acme/audit".parse().expect("it is a name"),
        version: version.parse().expect("it is a version"),
        label: "audit".parse().expect("it is a label"),
        tables: Patterns::parse(["audit_*", "users"]).expect("they are patterns"),
        depends_on: Vec::new(),
        remarks: BTreeMap::new(),
        created: None,
        revisions: revisions.collect(),
        interpreters: Vec::new(),
    };
    Package::assemble(&draft).expect("the line is whole")
}

fn locked(package: &Package) -> LockedPackage {
    LockedPackage {
        name: package.about().name.to_string(),
        version: package.about().version.to_string(),
        source: format!("audit-{}.tar", package.about().version),
        manifest: package.manifest_digest,
        signer: UNSIGNED.to_owned(),
        key: None,
        accepted: None,
        components: folder::components(package.about()),
    }
}

fn project() -> TempDir {
    let project = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(project.path().join("aludel.toml"), CONFIG).expect("the folder is writable");
    fs::create_dir(project.path().join("migrations")).expect("the folder is writable");
    project
}

fn config(project: &TempDir) -> Config {
    Config::read(&project.path().join("aludel.toml"), &|_| None).expect("the configuration is right")
}

fn put(project: &TempDir, package: &Package) {
    let new = store::NewPackage { package, locked: &locked(package) };
    store::put(&config(project), new).expect("the folder is writable");
}

fn problem(project: &TempDir) -> DirectoryError {
    let mut errors = Directory::read(&config(project)).expect_err("something is wrong").errors;
    errors.remove(0)
}

fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn an_installed_package_is_a_branch_with_its_own_tables_and_nothing_else() {
    let project = project();
    put(&project, &package("1.2.0", &[("a1", "one"), ("b2", "two")]));
    let config = config(&project);
    let directory = Directory::read(&config).expect("it is what was installed");
    let [first, second] = directory.migrations() else { panic!("there are two revisions") };
    assert_eq!(
        (first.header.branch_labels.as_slice(), second.header.branch_labels.len()),
        (&["audit".to_owned()][..], 0)
    );
    assert!(first.source.display_path.starts_with("packages/audit/blobs/sha256/"), "{first:?}");
    let given = config.grants.given(second);
    assert_eq!(given.section, Section::Package("audit".to_owned()));
    let own = Patterns::parse(["audit_*"]).expect("it is a pattern");
    assert_eq!(given.grants, Grants::of_namespace(&own));
    assert!(!given.grants.code && !given.grants.transaction && given.grants.raw_sql);
    // Once more, now that the index has it.
    assert_eq!(Directory::read(&config).map(|read| read.migrations().len()), Ok(2));
}

#[test]
fn a_package_comes_and_goes_without_a_trace() {
    let project = project();
    Lockfile::default().update(project.path()).expect("the folder is writable");
    let before = fs::read(project.path().join("aludel.lock")).expect("it was written");
    put(&project, &package("1.2.0", &[("a1", "one")]));
    assert_eq!(listing(&project.path().join("packages")), ["audit"]);
    store::remove(&config(&project), "audit").expect("the folder is writable");
    assert_eq!(listing(project.path()), ["aludel.lock", "aludel.toml", "migrations"]);
    assert_eq!(fs::read_to_string(project.path().join("aludel.toml")).expect("it is there"), CONFIG);
    assert_eq!(fs::read(project.path().join("aludel.lock")).expect("it is there"), before);
}

#[test]
fn what_is_changed_behind_its_back_is_found() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 4] = [
        ("package_changed", |root| edit_component(root)),
        ("package_changed", |root| replace_in_lock(root, "manifest = \"sha256:", "manifest = \"sha256:", flip)),
        ("lockfile_changed", |root| replace_in_lock(root, "version = \"1.2.0\"", "version = \"1.3.0\"", |text| text)),
        ("package_not_locked", |root| fs::remove_file(root.join("aludel.lock")).expect("it is there")),
    ];
    for (code, change) in changes {
        let project = project();
        put(&project, &package("1.2.0", &[("a1", "one")]));
        change(project.path());
        let error = problem(&project);
        assert_eq!(error.code(), code, "{error}");
        assert!(error.hint().is_some(), "{error}");
    }
}

fn edit_component(root: &Path) {
    let package = package("1.2.0", &[("a1", "one")]);
    let component = package.about().revisions[0].component;
    fs::write(folder::blob_path(root, "audit", component), component_of_another()).expect("the folder is writable");
}

fn component_of_another() -> Vec<u8> {
    component("a1", None, "another").to_vec()
}

/// Another last digit in the first digest of the line.
fn flip(text: String) -> String {
    let start = text.find("manifest = ").expect("the line is there");
    let end = start + text[start..].find("\"\n").expect("the line has an end");
    let other = if &text[end - 1..end] == "0" { "1" } else { "0" };
    format!("{}{other}{}", &text[..end - 1], &text[end..])
}

fn replace_in_lock(root: &Path, from: &str, to: &str, then: fn(String) -> String) {
    let path = root.join("aludel.lock");
    let text = fs::read_to_string(&path).expect("it is there");
    assert!(text.contains(from), "{text}");
    fs::write(path, then(text.replace(from, to))).expect("the folder is writable");
}

#[test]
fn a_folder_that_is_gone_says_how_it_comes_back() {
    let project = project();
    put(&project, &package("1.2.0", &[("a1", "one")]));
    fs::remove_dir_all(project.path().join("packages")).expect("it is there");
    let error = problem(&project);
    assert_eq!(error.to_string(), "the package `audit` is named in aludel.toml, and packages/audit is not there");
    assert_eq!(error.hint().as_deref(), Some("aludel package install"));
}

#[test]
fn nothing_is_written_where_not_all_can_be() {
    let project = project();
    // A folder in the place of the lock file cannot be replaced by a file.
    let config = config(&project);
    fs::create_dir_all(project.path().join("aludel.lock/in-the-way")).expect("the folder is writable");
    let package = package("1.2.0", &[("a1", "one")]);
    let new = store::NewPackage { package: &package, locked: &locked(&package) };
    assert!(store::put(&config, new).is_err());
    assert_eq!(listing(project.path()), ["aludel.lock", "aludel.toml", "migrations"]);
    assert_eq!(fs::read_to_string(project.path().join("aludel.toml")).expect("it is there"), CONFIG);
}

#[test]
fn a_new_version_goes_on_where_the_old_one_ends() {
    let old = package("1.2.0", &[("a1", "one"), ("b2", "two")]);
    let longer = package("1.3.0", &[("a1", "one"), ("b2", "two"), ("c3", "three")]);
    let extension = Extension::between(old.about(), longer.about());
    assert_eq!(extension, Extension { added: vec!["c3".to_owned()], differences: Vec::new() });
    let other = package("2.0.0", &[("z0", "none"), ("a1", "other")]);
    let differences: Vec<String> =
        Extension::between(old.about(), other.about()).differences.iter().map(ToString::to_string).collect();
    let components = [&old, &other].map(|package| package.about().revision("a1").expect("it is there").component);
    let expected = [
        "`a1`: its parent was nothing, and is `z0`".to_owned(),
        format!("`a1`: its component was {}, and is {}", components[0], components[1]),
        "`b2`: the new version does not have it".to_owned(),
    ];
    assert_eq!(differences, expected);
    let missing = Extension::between(old.about(), package("1.1.0", &[("a1", "one")]).about()).differences;
    assert_eq!(missing, [RevisionDifference::Missing { revision: "b2".to_owned() }]);
}

#[test]
fn a_new_version_takes_the_place_of_the_old_one() {
    let project = project();
    put(&project, &package("1.2.0", &[("a1", "one")]));
    put(&project, &package("1.3.0", &[("a1", "one"), ("b2", "two")]));
    assert_eq!(listing(&project.path().join("packages")), ["audit"]);
    let directory = Directory::read(&config(&project)).expect("it is what was installed");
    assert_eq!(directory.migrations().len(), 2);
    let text = fs::read_to_string(project.path().join("aludel.toml")).expect("it is there");
    assert!(text.ends_with("\n[packages.audit]\nsource = \"audit-1.3.0.tar\"\n"), "{text}");
    let whole = folder::read_whole(project.path(), "audit").expect("it is whole");
    assert_eq!(whole.about().version.to_string(), "1.3.0");
    let gone = folder::read_whole(project.path(), "other").expect_err("it is not there");
    assert!(matches!(gone, InstalledError::FolderMissing { .. }));
}
