use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::{Directory, read};
use crate::config::Config;

struct Project {
    folder: TempDir,
    config: Config,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("migrations")).expect("the folder is writable");
        let config = Config::defaults(&folder.path().join("aludel.toml"));
        Self { folder, config }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, message: &str) {
        let id = &name[..1];
        let text = format!("-- /// migration\n-- revision = \"{id}\"\n-- message = \"{message}\"\n-- ///\n");
        fs::write(self.path("migrations").join(name), text).expect("the folder is writable");
    }

    fn read_at(&self, now: SystemTime) -> Vec<String> {
        let directory: Directory = read::read(&self.config, now).expect("all are right");
        directory.migrations().iter().map(|migration| migration.header.message.clone()).collect()
    }

    /// Reads when the clock is long past every change.
    fn read_later(&self) -> Vec<String> {
        self.read_at(SystemTime::now() + Duration::from_mins(1))
    }

    fn index(&self) -> Option<Vec<u8>> {
        fs::read(self.path(".aludel/index")).ok()
    }
}

#[test]
fn an_unchanged_file_is_not_opened_again() {
    let project = Project::new();
    project.write("a.sql", "one");
    project.write("b.sql", "two");
    assert_eq!(project.read_later(), ["one", "two"]);
    // What the index says is believed as long as the stamp is the same; so a forged record shows that it was used.
    let index = project.index().expect("the index was written");
    let content = index.len() - 32;
    let place = index.windows(3).position(|bytes| bytes == b"one").expect("the message is in the index");
    let mut forged = index[..content].to_vec();
    forged[place..place + 3].copy_from_slice(b"ONE");
    forged.extend_from_slice(blake3::hash(&forged).as_bytes());
    fs::write(project.path(".aludel/index"), &forged).expect("the index is writable");
    assert_eq!(project.read_later(), ["ONE", "two"]);
    assert_eq!(project.index(), Some(forged), "nothing changed, so nothing is written");
}

#[test]
fn an_index_is_not_written_where_a_link_leads() {
    let project = Project::new();
    project.write("a.sql", "one");
    fs::create_dir(project.path("elsewhere")).expect("the folder is writable");
    fs::write(project.path("elsewhere/index"), "sings").expect("the folder is writable");
    std::os::unix::fs::symlink(project.path("elsewhere"), project.path(".aludel")).expect("links can be made");
    assert_eq!(project.read_later(), ["one"]);
    assert_eq!(project.index().as_deref(), Some(&b"sings"[..]));
}

#[test]
fn a_changed_a_new_and_a_deleted_file_are_seen() {
    let project = Project::new();
    project.write("a.sql", "one");
    project.write("b.sql", "two");
    project.read_later();
    let before = project.index();
    project.write("a.sql", "another");
    project.write("c.sql", "three");
    assert_eq!(project.read_later(), ["another", "two", "three"]);
    fs::remove_file(project.path("migrations/b.sql")).expect("the file is there");
    assert_eq!(project.read_later(), ["another", "three"]);
    assert_ne!(project.index(), before);
}

#[test]
fn a_file_of_the_same_size_and_time_is_seen_by_its_time_of_change() {
    let project = Project::new();
    project.write("a.sql", "one");
    project.read_later();
    let path = project.path("migrations/a.sql");
    let modified = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("the file is there");
    project.write("a.sql", "two");
    let file = File::options().write(true).open(&path).expect("the file is there");
    file.set_modified(modified).expect("the time can be set");
    if cfg!(unix) {
        assert_eq!(project.read_later(), ["two"]);
    }
}

#[test]
fn a_file_that_has_just_changed_is_not_recorded() {
    let project = Project::new();
    project.write("a.sql", "one");
    project.read_at(SystemTime::now());
    assert_eq!(project.index(), None, "the file could change once more at the same time");
    project.read_later();
    assert!(project.index().is_some());
}

#[test]
fn a_damaged_index_is_made_anew() {
    let project = Project::new();
    project.write("a.sql", "one");
    project.read_later();
    let index = project.index().expect("the index was written");
    for place in 0..index.len() {
        let mut damaged = index.clone();
        damaged[place] ^= 0x10;
        fs::write(project.path(".aludel/index"), &damaged).expect("the index is writable");
        assert_eq!(project.read_later(), ["one"], "byte {place}");
        assert_eq!(project.index().as_ref(), Some(&index), "byte {place}");
    }
    for length in [0, 1, 31, 32, 33, index.len() - 1] {
        fs::write(project.path(".aludel/index"), &index[..length]).expect("the index is writable");
        assert_eq!(project.read_later(), ["one"], "{length} bytes");
    }
}
