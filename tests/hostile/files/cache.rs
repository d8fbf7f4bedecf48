//! The folders that Aludel keeps for itself, in the hands of somebody else.

use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};

use super::{Check, add_guest, ends, link, looks, runs_well, set_mode, system, told};
use crate::child::OWN_CACHE;
use crate::project::Project;

pub(super) const ALL: &[(&str, Check)] = &[
    ("the folder of compiled code is a link", compiled_is_a_link),
    ("the folder of compiled code is open to all", compiled_is_open),
    ("the folder of compiled code is somebody else's", compiled_is_foreign),
    ("the folder of compiled code is a file", compiled_is_a_file),
    ("compiled code cut short", |project| damaged(project, |bytes| bytes.truncate(100))),
    ("compiled code cut in half", |project| damaged(project, |bytes| bytes.truncate(bytes.len() / 2))),
    ("compiled code with a byte changed", |project| damaged(project, |bytes| bytes[5000] ^= 1)),
    ("compiled code of zeros", |project| damaged(project, |bytes| bytes.fill(0))),
    ("compiled code of nothing", |project| damaged(project, Vec::clear)),
    ("compiled code that is a pipe", compiled_is_a_pipe),
    ("compiled code that is a link to a device", compiled_is_a_device),
    ("compiled code that is a link to a file of the user", compiled_leads_to_a_file),
    ("compiled code that came with its key", came_with_its_key),
    ("compiled code of another user", compiled_by_another_user),
    ("the key of compiled code is a link to zeros", |project| key(project, |path| link("/dev/zero", path))),
    ("the key of compiled code is a link to a file", |project| {
        let canary = project.canary_file();
        key(project, |path| link(&canary, path))
    }),
    ("the key of compiled code is a pipe", |project| {
        key(project, |path| system("mkfifo", &["-m", "600", &path.display().to_string()]))
    }),
    ("the key of compiled code is empty", |project| key(project, |path| private_file(path, b""))),
    ("the key of compiled code is known to all", |project| {
        key(project, |path| private_file(path, &[0; 32]).and_then(|()| set_mode(path, 0o644)))
    }),
    ("the key of compiled code is a folder", |project| key(project, |path| fs::create_dir(path).map_err(told))),
    ("the user's cache is a file", |project| {
        project.write(OWN_CACHE, "none of yours").and_then(|()| runs_well(project))
    }),
    ("compiled code renamed to a component", renamed),
    ("the state folder is a file", state_is_a_file),
    ("the state folder is a link to a folder of the user", state_is_a_link),
    ("the index of headers is a link to a file of the user", index_is_a_link),
    ("the index of headers is a pipe", index_is_a_pipe),
    ("the index of headers is noise", index_is_noise),
    ("the lock beside the database is a link", lock_is_a_link),
    ("the lock beside the database is a pipe", lock_is_a_pipe),
    ("the lock beside the database is a folder", lock_is_a_folder),
];

fn compiled(project: &Project) -> PathBuf {
    project.path().join(".aludel/compiled")
}

/// Native code that the cache holds.
fn entries(project: &Project) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(compiled(project)).map_err(told)?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let entries: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "native")).collect();
    if entries.is_empty() { Err("nothing was compiled".to_owned()) } else { Ok(entries) }
}

fn compiled_is_a_link(project: &Project) -> Result<(), String> {
    let elsewhere = project.path().join("elsewhere");
    fs::create_dir(&elsewhere).map_err(told)?;
    set_mode(&elsewhere, 0o700)?;
    fs::remove_dir_all(compiled(project)).map_err(told)?;
    link(&elsewhere, compiled(project))?;
    runs_well(project)?;
    let count = fs::read_dir(elsewhere).map_err(told)?.count();
    if count == 0 { Ok(()) } else { Err(format!("{count} files were written where the link leads")) }
}

fn compiled_is_open(project: &Project) -> Result<(), String> {
    set_mode(&compiled(project), 0o770)?;
    let before = entries(project)?.len();
    runs_well(project)?;
    if entries(project)?.len() == before { Ok(()) } else { Err("it was written to all the same".to_owned()) }
}

/// Only the administrator can give files away; for others there is nothing to see here.
fn compiled_is_foreign(project: &Project) -> Result<(), String> {
    if chown(compiled(project), Some(12_345), None).is_err() {
        return Ok(());
    }
    let before = entries(project)?.len();
    runs_well(project)?;
    if entries(project)?.len() == before { Ok(()) } else { Err("it was written to all the same".to_owned()) }
}

fn compiled_is_a_file(project: &Project) -> Result<(), String> {
    fs::remove_dir_all(compiled(project)).map_err(told)?;
    fs::write(compiled(project), "none of yours").map_err(told)?;
    runs_well(project)
}

fn damaged(project: &Project, damage: fn(&mut Vec<u8>)) -> Result<(), String> {
    for entry in entries(project)? {
        let mut bytes = fs::read(&entry).map_err(told)?;
        damage(&mut bytes);
        fs::write(&entry, bytes).map_err(told)?;
    }
    another_of_sql(project)
}

/// Another migration of SQL has the same code as the first, which is compiled already.
fn another_of_sql(project: &Project) -> Result<(), String> {
    let header = "-- /// migration\n-- revision = \"b\"\n-- down_revision = \"first\"\n-- ///\n";
    project.write("migrations/b.sql", format!("{header}-- aludel:upgrade\nINSERT INTO prey (word) VALUES ('b');\n"))?;
    ends(project, 0, "")
}

fn compiled_is_a_pipe(project: &Project) -> Result<(), String> {
    for entry in entries(project)? {
        fs::remove_file(&entry).map_err(told)?;
        system("mkfifo", &["-m", "600", &entry.display().to_string()])?;
    }
    another_of_sql(project)
}

fn compiled_is_a_device(project: &Project) -> Result<(), String> {
    for entry in entries(project)? {
        fs::remove_file(&entry).map_err(told)?;
        link("/dev/zero", &entry)?;
    }
    another_of_sql(project)
}

fn compiled_leads_to_a_file(project: &Project) -> Result<(), String> {
    for entry in entries(project)? {
        fs::remove_file(&entry).map_err(told)?;
        link(project.canary_file(), &entry)?;
    }
    another_of_sql(project)?;
    canary_file_sings(project)
}

fn canary_file_sings(project: &Project) -> Result<(), String> {
    let content = fs::read_to_string(project.canary_file()).map_err(told)?;
    if content == "sings" { Ok(()) } else { Err(format!("the user's file is `{content}` now")) }
}

/// Only the administrator can give files away; for others there is nothing to see here.
fn compiled_by_another_user(project: &Project) -> Result<(), String> {
    for entry in entries(project)? {
        if chown(&entry, Some(12_345), None).is_err() {
            return Ok(());
        }
        set_mode(&entry, 0o666)?;
    }
    another_of_sql(project)
}

/// A user whose key somebody else has made, and who has compiled nothing yet.
fn key(project: &Project, make: impl Fn(&Path) -> Result<(), String>) -> Result<(), String> {
    let folder = project.path().join(OWN_CACHE).join("aludel/compiled");
    fs::create_dir_all(&folder).map_err(told)?;
    set_mode(&folder, 0o700)?;
    make(&folder.join("key"))?;
    another_of_sql(project)?;
    canary_file_sings(project)
}

fn private_file(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(told)?;
    set_mode(path, 0o600)
}

/// Whoever packs a folder can pack compiled code and the key that says it is ours.
fn came_with_its_key(project: &Project) -> Result<(), String> {
    let key = compiled(project).join("key");
    if key.exists() { Err("the key is beside what it marks".to_owned()) } else { Ok(()) }
}

fn renamed(project: &Project) -> Result<(), String> {
    let native = fs::read(&entries(project)?[0]).map_err(told)?;
    let start = native.windows(4).position(|bytes| bytes == b"\x7fELF").ok_or("compiled code is no ELF file")?;
    project.write("migrations/hostile.wasm", &native[start..])?;
    ends(project, 2, "invalid_component")
}

fn state_is_a_file(project: &Project) -> Result<(), String> {
    fs::remove_dir_all(project.path().join(".aludel")).map_err(told)?;
    project.write(".aludel", "none of yours")?;
    runs_well(project)
}

/// What the folder that it leads to holds is the user's.
fn state_is_a_link(project: &Project) -> Result<(), String> {
    let elsewhere = project.path().join("elsewhere");
    fs::create_dir(&elsewhere).map_err(told)?;
    fs::write(elsewhere.join("index"), "sings").map_err(told)?;
    fs::remove_dir_all(project.path().join(".aludel")).map_err(told)?;
    link(&elsewhere, project.path().join(".aludel"))?;
    looks(project)?;
    runs_well(project)?;
    let content = fs::read(elsewhere.join("index")).map_err(told)?;
    if content == b"sings" { Ok(()) } else { Err("a file where the link leads was written over".to_owned()) }
}

fn index_is_a_link(project: &Project) -> Result<(), String> {
    let index = project.path().join(".aludel/index");
    let _ = fs::remove_file(&index);
    link(project.canary_file(), &index)?;
    looks(project)?;
    runs_well(project)?;
    canary_file_sings(project)
}

fn index_is_a_pipe(project: &Project) -> Result<(), String> {
    let index = project.path().join(".aludel/index");
    let _ = fs::remove_file(&index);
    system("mkfifo", &[&index.display().to_string()])?;
    looks(project)?;
    runs_well(project)
}

fn index_is_noise(project: &Project) -> Result<(), String> {
    project.write(".aludel/index", b"aludel header index 1\n\xff\xff\xff\xff\xff\xff")?;
    runs_well(project)
}

fn lock_file(project: &Project) -> PathBuf {
    let mut path = PathBuf::from(project.database.url().trim_start_matches("sqlite://")).into_os_string();
    path.push(".aludel-lock");
    path.into()
}

/// The lock is written to, so a link would have what it leads to overwritten.
fn lock_is_a_link(project: &Project) -> Result<(), String> {
    fs::remove_file(lock_file(project)).map_err(told)?;
    link(project.canary_file(), lock_file(project))?;
    add_guest(project)?;
    ends(project, 6, "lock_file")
}

fn lock_is_a_pipe(project: &Project) -> Result<(), String> {
    fs::remove_file(lock_file(project)).map_err(told)?;
    system("mkfifo", &[&lock_file(project).display().to_string()])?;
    add_guest(project)?;
    ends(project, 6, "lock_file")
}

fn lock_is_a_folder(project: &Project) -> Result<(), String> {
    fs::remove_file(lock_file(project)).map_err(told)?;
    fs::create_dir(lock_file(project)).map_err(told)?;
    add_guest(project)?;
    ends(project, 6, "lock_file")
}
