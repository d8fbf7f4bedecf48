//! A small disk in memory, which only the administrator of a machine can make.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Gone when it is dropped.
#[derive(Debug)]
pub(super) struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Makes one of so many bytes.
    pub(super) fn mount(bytes: u64) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &format!("size={bytes},mode=0755"), "tmpfs"]).arg(folder.path());
        system(command)?;
        Ok(Self { folder })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Makes a folder there that belongs to a user of the system.
    pub(super) fn create_folder(&self, name: &str, user: &str) -> Result<PathBuf, String> {
        let folder = self.path().join(name);
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::create_dir(&folder).map_err(told)?;
        chown(&folder, Some(id("-u", user)?), Some(id("-g", user)?)).map_err(told)?;
        Ok(folder)
    }

    /// Leaves so many bytes free, and no more.
    pub(super) fn fill(&self, bytes_free: u64) -> Result<(), String> {
        let told = |error: std::io::Error| error.to_string();
        let mut filler = File::create(self.filler()).map_err(told)?;
        while match filler.write_all(&[0; 4096]) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::StorageFull => false,
            Err(error) => return Err(told(error)),
        } {}
        let length = filler.metadata().map_err(told)?.len();
        filler.set_len(length.saturating_sub(bytes_free)).map_err(told)
    }

    /// Takes the filling away.
    pub(super) fn make_room(&self) -> Result<(), String> {
        fs::remove_file(self.filler()).map_err(|error| error.to_string())
    }

    /// Takes everything away.
    pub(super) fn empty(&self) -> Result<(), String> {
        let told = |error: std::io::Error| error.to_string();
        for entry in fs::read_dir(self.path()).map_err(told)? {
            let path = entry.map_err(told)?.path();
            let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            gone.map_err(told)?;
        }
        Ok(())
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let mut command = Command::new("umount");
        command.arg(self.folder.path());
        // What stays mounted is as small as it was.
        let _ = system(command);
    }
}

fn system(mut command: Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{command:?}: {}", told.trim())) }
}

/// The number of a user with `-u`, and of the user's group with `-g`.
fn id(which: &str, user: &str) -> Result<u32, String> {
    let output = Command::new("id").args([which, user]).output().map_err(|error| format!("id: {error}"))?;
    let told = String::from_utf8_lossy(&output.stdout);
    told.trim().parse().map_err(|_| format!("id {which} {user}: {}", String::from_utf8_lossy(&output.stderr)))
}
