//! What lies among the migrations.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt as _;

use super::{Check, ends, link, looks, runs_well, system, told};
use crate::project::Project;

pub(super) const ALL: &[(&str, Check)] = &[
    ("a pipe called as SQL", |project| pipe(project, "migrations/b.sql")),
    ("a pipe called as a component", |project| pipe(project, "migrations/b.wasm")),
    ("a pipe called as a script", |project| pipe(project, "migrations/b.py")),
    ("a pipe in place of the configuration", configuration_is_a_pipe),
    ("a pipe in place of the lock file of digests", |project| harmless_pipe(project, "aludel.lock")),
    ("a device without end", |project| linked(project, "/dev/zero")),
    ("a device of noise", |project| linked(project, "/dev/urandom")),
    ("a link to itself", link_to_itself),
    ("a link to the folder that it is in", link_to_folder),
    ("a crate with links in a circle", circle_in_a_crate),
    ("SQL of ten gigabytes of nothing", |project| sparse(project, "migrations/b.sql")),
    ("a component of ten gigabytes of nothing", |project| sparse(project, "migrations/b.wasm")),
    ("a configuration of ten gigabytes of nothing", large_configuration),
    ("a name with a line feed and a command for the terminal", |project| named(project, b"b\n\x1b]0;owned\x07.sql")),
    ("a name that is no UTF-8", |project| named(project, b"b\xff\xfe.sql")),
    ("a name with text that is turned around", |project| named(project, "b\u{202e}lqs.sql".as_bytes())),
    ("ten thousand files that are none of ours", crowd),
    ("a configuration of a hundred thousand levels", deep_configuration),
    ("a header of thirty thousand levels", deep_header),
    ("a lock file of digests of a hundred thousand levels", deep_lock_file),
    ("two revisions that stand on each other", circle),
];

fn pipe(project: &Project, name: &str) -> Result<(), String> {
    system("mkfifo", &[&project.path().join(name).display().to_string()])?;
    ends(project, 2, "file_unreadable")?;
    looks(project).map(drop)
}

fn harmless_pipe(project: &Project, name: &str) -> Result<(), String> {
    system("mkfifo", &[&project.path().join(name).display().to_string()])?;
    project.aludel(&["upgrade", "--json"])?;
    project.aludel(&["build"])?;
    looks(project).map(drop)
}

fn configuration_is_a_pipe(project: &Project) -> Result<(), String> {
    let path = project.path().join("aludel.toml");
    fs::remove_file(&path).map_err(told)?;
    system("mkfifo", &[&path.display().to_string()])?;
    let ending = project.aludel(&["heads", "--json"])?;
    if ending.exit == 2 { Ok(()) } else { Err(format!("exit {}: {}", ending.exit, ending.message)) }
}

fn linked(project: &Project, target: &str) -> Result<(), String> {
    link(target, project.path().join("migrations/b.sql"))?;
    ends(project, 2, "file_unreadable")
}

fn link_to_itself(project: &Project) -> Result<(), String> {
    link("b.sql", project.path().join("migrations/b.sql"))?;
    ends(project, 2, "file_unreadable")
}

fn link_to_folder(project: &Project) -> Result<(), String> {
    link(".", project.path().join("migrations/again"))?;
    link("..", project.path().join("migrations/above"))?;
    runs_well(project)
}

fn circle_in_a_crate(project: &Project) -> Result<(), String> {
    project.write("migrations/b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.0.0\"\n")?;
    let header = "// /// migration\n// revision = \"b\"\n// down_revision = \"first\"\n// ///\n";
    project.write("migrations/b/src/lib.rs", header)?;
    for name in ["one", "other", "third"] {
        link(".", project.path().join("migrations/b/src").join(name))?;
    }
    ends(project, 2, "file_unreadable")
}

fn sparse(project: &Project, name: &str) -> Result<(), String> {
    let file = File::create(project.path().join(name)).map_err(told)?;
    file.set_len(10 << 30).map_err(told)?;
    ends(project, 2, "file_too_large")
}

fn large_configuration(project: &Project) -> Result<(), String> {
    let file = File::options().write(true).open(project.path().join("aludel.toml")).map_err(told)?;
    file.set_len(10 << 30).map_err(told)?;
    let ending = project.aludel(&["heads", "--json"])?;
    if ending.exit == 2 { Ok(()) } else { Err(format!("exit {}: {}", ending.exit, ending.message)) }
}

/// The file's name stands in what is said of it.
fn named(project: &Project, name: &[u8]) -> Result<(), String> {
    let path = project.path().join("migrations").join(OsStr::from_bytes(name));
    fs::write(path, "-- /// migration\n-- revision = 1\n-- ///\n").map_err(told)?;
    let ending = project.aludel(&["heads", "--json"])?;
    if ending.exit != 2 {
        return Err(format!("exit {}: {}", ending.exit, ending.message));
    }
    looks(project).map(drop)
}

fn crowd(project: &Project) -> Result<(), String> {
    for index in 0..10_000 {
        project.write(&format!("migrations/note-{index}.txt"), "note")?;
    }
    runs_well(project)
}

fn deep(levels: usize) -> String {
    format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

fn deep_configuration(project: &Project) -> Result<(), String> {
    project.configure(&format!("[limits]\nmemory = {}\n", deep(100_000)))?;
    let ending = project.aludel(&["heads", "--json"])?;
    if ending.exit == 2 { Ok(()) } else { Err(format!("exit {}: {}", ending.exit, ending.message)) }
}

fn deep_header(project: &Project) -> Result<(), String> {
    let text = format!("-- /// migration\n-- revision = \"b\"\n-- depends_on = {}\n-- ///\n", deep(30_000));
    project.write("migrations/b.sql", text)?;
    ends(project, 2, "invalid_toml")
}

fn deep_lock_file(project: &Project) -> Result<(), String> {
    project.write("aludel.lock", format!("version = {}\n", deep(100_000)))?;
    project.aludel(&["upgrade", "--json"])?;
    looks(project).map(drop)
}

fn circle(project: &Project) -> Result<(), String> {
    for (revision, down) in [("b", "c"), ("c", "b")] {
        let text = format!("-- /// migration\n-- revision = \"{revision}\"\n-- down_revision = \"{down}\"\n-- ///\n");
        project.write(&format!("migrations/{revision}.sql"), text + "-- aludel:upgrade\nDROP TABLE canary;\n")?;
    }
    ends(project, 4, "cycle")
}
