//! Projects in temporary folders.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod databases;

use std::fs;
use std::path::Path;

use aludel_engine::{Identity, Migrator, OpenOptions};
use tempfile::TempDir;

/// A project that is gone at the end of its test.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A project with a config of that text.
    pub(crate) fn with_config(config: &str) -> Self {
        let folder = TempDir::new().expect("the system has a temporary folder");
        fs::create_dir(folder.path().join("migrations")).expect("the folder is new");
        fs::write(folder.path().join("aludel.toml"), config).expect("the folder is writable");
        Self { folder }
    }

    /// Its folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.root().join(path), text).expect("the folder is writable");
    }

    /// Writes a SQL migration that has no statements.
    pub(crate) fn empty_migration(&self, revision: &str, header: &str) {
        let text =
            format!("-- /// migration\n-- revision = \"{revision}\"\n{header}-- ///\n-- aludel:upgrade\nSELECT 1;\n");
        self.write(&format!("migrations/{revision}.sql"), &text);
    }

    /// How a test opens it.
    pub(crate) fn options(&self) -> OpenOptions {
        OpenOptions::new(self.root(), Identity::of_this_process("tester", "testhost"))
    }

    /// Opens it.
    pub(crate) fn open(&self) -> Migrator {
        Migrator::open(self.options()).expect("the config is right")
    }
}

/// Remembers what a run tells, as the names of the events.
#[derive(Default)]
pub(crate) struct Heard(std::sync::Mutex<Vec<aludel_engine::Event>>);

impl aludel_engine::Observer for Heard {
    fn event(&self, event: &aludel_engine::Event) {
        self.0.lock().expect("no test panics while it listens").push(event.clone());
    }
}

impl Heard {
    /// Everything so far.
    pub(crate) fn events(&self) -> Vec<aludel_engine::Event> {
        self.0.lock().expect("no test panics while it listens").clone()
    }
}

impl Project {
    /// Writes a SQL migration with these scripts.
    pub(crate) fn migration(&self, revision: &str, header: &str, upgrade: &str, downgrade: &str) {
        let text = format!(
            "-- /// migration\n-- revision = \"{revision}\"\n{header}-- ///\n-- aludel:upgrade\n{upgrade}\n-- \
             aludel:downgrade\n{downgrade}\n"
        );
        self.write(&format!("migrations/{revision}.sql"), &text);
    }
}
