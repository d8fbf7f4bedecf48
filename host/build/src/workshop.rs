//! Folders that builds work in, one for each build.
//!
//! A run that is killed leaves its folders behind, and the next one removes them. A run is known by its claim, a file that
//! it holds locked: the system takes the lock back when the process ends, however it ends.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder of the claims, among what is built.
const CLAIMS: &str = "claims";

/// The lock on all claims, held while one is made or looked at.
const GUARD: &str = ".guard";

/// The folder of workshops, in that of a language.
const WORKSHOPS: &str = "workshop";

/// The folder of components, whose files are written beside their places first.
pub(crate) const COMPONENTS: &str = "components";

/// Tells the runs of this process apart.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// The workshops of one run.
#[derive(Debug)]
pub(crate) struct Workshops {
    /// Where all that is built is kept.
    folder: PathBuf,
    /// What the names of this run's workshops end with: `PROCESS-RUN`.
    token: String,
    /// None where the file system knows no locks: then nothing of others is removed.
    claim: OnceLock<Option<File>>,
}

impl Workshops {
    pub(crate) fn new(folder: PathBuf) -> Self {
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        Self { folder, token: format!("{}-{run}", std::process::id()), claim: OnceLock::new() }
    }

    /// Makes an empty folder for one build in a language, and removes what killed runs have left.
    pub(crate) fn open(&self, language: &str, name: &str) -> io::Result<PathBuf> {
        self.claim();
        let workshop = self.folder.join(language).join(WORKSHOPS).join(format!("{name}-{}", self.token));
        // A process before this one may have had the same number.
        let _ = fs::remove_dir_all(&workshop);
        fs::create_dir_all(&workshop)?;
        Ok(workshop)
    }

    /// Says that this run is there, once. That it could not is no error: builds do not depend on it.
    pub(crate) fn claim(&self) {
        self.claim.get_or_init(|| make_claim(&self.folder, &self.token).ok());
    }
}

impl Drop for Workshops {
    fn drop(&mut self) {
        if let Some(Some(_)) = self.claim.get() {
            // One that stays is taken for that of a killed run.
            let _ = fs::remove_file(self.folder.join(CLAIMS).join(&self.token));
        }
    }
}

fn make_claim(folder: &Path, token: &str) -> io::Result<File> {
    let claims = folder.join(CLAIMS);
    fs::create_dir_all(&claims)?;
    if is_link(folder) || is_link(&claims) {
        return Err(io::Error::from(io::ErrorKind::NotADirectory));
    }
    let guard = claim_file(&claims.join(GUARD))?;
    guard.lock()?;
    let held = held_claims(&claims)?;
    remove_left(folder, &held);
    let claim = claim_file(&claims.join(token))?;
    claim.lock()?;
    Ok(claim)
}

/// A file to lock. Nothing is written to it: whoever brings the folder may have put a link there.
fn claim_file(path: &Path) -> io::Result<File> {
    File::options().create(true).write(true).truncate(false).open(path)
}

/// Whether a path leads somewhere else. A project may bring its state folder with it, and what is beyond a link is none of the runs'.
fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// The claims of runs that are under way; the others are removed.
fn held_claims(claims: &Path) -> io::Result<Vec<String>> {
    let mut held = Vec::new();
    for entry in fs::read_dir(claims)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name == GUARD {
            continue;
        }
        // Without the right to open it, it is another user's, who may be at work.
        let is_free = File::open(entry.path()).is_ok_and(|claim| claim.try_lock().is_ok());
        if is_free {
            let _ = fs::remove_file(entry.path());
        } else {
            held.push(name);
        }
    }
    Ok(held)
}

/// Removes workshops and half-written components whose run is no more. What cannot be removed is left to the next run.
fn remove_left(folder: &Path, held: &[String]) {
    for language in children(folder).into_iter().filter(|language| !is_link(language)) {
        for workshop in children(&language.join(WORKSHOPS)) {
            if !held.iter().any(|token| ends_with_token(&workshop, token)) {
                let _ = fs::remove_dir_all(workshop);
            }
        }
    }
    for file in children(&folder.join(COMPONENTS)) {
        let process = half_written_by(&file);
        if process.is_some_and(|process| !held.iter().any(|token| token.split('-').next() == Some(&process))) {
            let _ = fs::remove_file(file);
        }
    }
}

fn children(folder: &Path) -> Vec<PathBuf> {
    if is_link(folder) {
        return Vec::new();
    }
    fs::read_dir(folder).map_or_else(|_| Vec::new(), |entries| entries.flatten().map(|entry| entry.path()).collect())
}

/// `a1b2-PROCESS-RUN`.
fn ends_with_token(workshop: &Path, token: &str) -> bool {
    let name = workshop.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(token).is_some_and(|rest| rest.ends_with('-'))
}

/// The process that was writing a file, by its name: `.NAME.PROCESS.NUMBER`.
fn half_written_by(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?.strip_prefix('.')?;
    let (rest, _) = name.rsplit_once('.')?;
    rest.rsplit_once('.').map(|(_, process)| process.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_left_is_removed_and_what_is_in_use_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder is writable");
            fs::write(path, "").expect("the folder is writable");
        };
        // What a killed run leaves: its claim, unlocked, its workshop, and a component in the making.
        for name in ["claims/7-0", "go/workshop/a1-7-0/main.go", "components/.a1.wasm.7.3", "components/a1.wasm"] {
            write(name);
        }
        // From before there were claims.
        write("zig/workshop/a1-6/module.wasm");
        let running = Workshops::new(folder.path().to_owned());
        let used = running.open("go", "a1").expect("the folder is writable");
        write(&format!("components/.b2.wasm.{}.0", std::process::id()));
        let next = Workshops::new(folder.path().to_owned());
        let other = next.open("go", "a1").expect("the folder is writable");
        assert_ne!(used, other);
        assert!(used.is_dir() && other.is_dir(), "both are at work");
        let mut left: Vec<_> = ["go/workshop", "zig/workshop", "components"]
            .iter()
            .flat_map(|name| children(&folder.path().join(name)))
            .collect();
        left.retain(|path| *path != used && *path != other);
        left.sort();
        let half = format!("components/.b2.wasm.{}.0", std::process::id());
        assert_eq!(left, [folder.path().join(half), folder.path().join("components/a1.wasm")]);
        drop((running, next));
        assert_eq!(children(&folder.path().join(CLAIMS)), [folder.path().join(CLAIMS).join(GUARD)]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_beyond_a_link_is_removed_or_emptied() {
        use std::os::unix::fs::symlink;

        let files = ["file", ".guard", ".a.1.1", "claims/1-1", "workshop/a-1-1/file", "python/workshop/a-1-1/file"];
        for link in ["", "claims", "claims/.guard", "components", "python", "python/workshop"] {
            let home = tempfile::tempdir().expect("a temporary folder can be made");
            let (victim, folder) = (home.path().join("victim"), home.path().join("state/build"));
            for file in files {
                let path = victim.join(file);
                fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder is writable");
                fs::write(path, "sings").expect("the folder is writable");
            }
            let path = folder.join(link);
            fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder is writable");
            let target = if link == "claims/.guard" { victim.join("file") } else { victim.clone() };
            let path = if link.is_empty() { folder.clone() } else { path };
            symlink(target, path).expect("a link can be made");
            let workshops = Workshops::new(folder);
            // Whether it can be opened there is not the question.
            drop(workshops.open("python", "b"));
            for file in files {
                let left = fs::read_to_string(victim.join(file)).unwrap_or_default();
                assert_eq!(left, "sings", "{file} behind a link at `{link}`");
            }
        }
    }
}
