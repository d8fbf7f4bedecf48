//! A project in a temporary folder.

use std::path::{Path, PathBuf};

use aludel_project::{Config, ConfigErrors};

/// Removed when it goes out of scope.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    pub(crate) fn with_config(text: &str) -> Self {
        let folder = Self::new();
        folder.write("aludel.toml", text);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is writable");
        std::fs::write(&path, content).expect("the folder is writable");
        path
    }

    pub(crate) fn read_config(&self) -> Result<Config, ConfigErrors> {
        Config::read(&self.path("aludel.toml"), &|_| None)
    }

    pub(crate) fn config(&self) -> Config {
        self.read_config().expect("the configuration is right")
    }
}
