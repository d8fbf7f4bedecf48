//! The README's tutorial, run line by line in an empty folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A line typed, and what the README says it prints (stdout and stderr together).
struct Typed {
    command: String,
    shown: String,
}

#[test]
fn the_tutorial_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("the README is there");
    let typed = console_blocks(&readme);
    assert!(typed.len() >= 5, "the tutorial has {} commands", typed.len());
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let position = folder.path().join("position");
    let mut current = folder.path().join("empty");
    fs::create_dir(&current).expect("the temporary folder is writable");
    for Typed { command, shown } in typed {
        let printed = run(&command, &mut current, &position, &folder.path().join("cache"));
        assert!(
            matches(&shown, &printed),
            "`{command}` does not print what the README says\n-- README:\n{shown}\n-- printed:\n{printed}"
        );
    }
}

fn console_blocks(readme: &str) -> Vec<Typed> {
    let mut typed: Vec<Typed> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            typed.push(Typed { command: command.to_owned(), shown: String::new() });
        } else if inside && let Some(last) = typed.last_mut() {
            // A line that goes on, as a here-document does, is a part of the command.
            if let Some(more) = line.strip_prefix("> ").or_else(|| (line == ">").then_some("")) {
                last.command.push('\n');
                last.command.push_str(more);
            } else {
                last.shown.push_str(line);
                last.shown.push('\n');
            }
        }
    }
    typed
}

/// Runs the command in the current folder, which a `cd` in it changes, as it would for a person.
fn run(command: &str, current: &mut PathBuf, position: &Path, cache: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_aludel"));
    let tools = binary.parent().expect("the binary is in a folder");
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}\npwd > \"$POSITION\"")])
        .current_dir(&current)
        .env("POSITION", position)
        .env("PATH", path)
        // Whoever reads it for the first time has nothing in theirs.
        .env("XDG_CACHE_HOME", cache)
        .env_remove("ALUDEL_DATABASE_URL")
        .env_remove("CI")
        .output()
        .expect("sh is there");
    let after = fs::read_to_string(position).expect("the command ended in a folder");
    *current = PathBuf::from(after.trim_end());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Compares line by line; `[..]` stands for anything within a line.
fn matches(expected: &str, printed: &str) -> bool {
    let expected: Vec<&str> = expected.lines().collect();
    let printed: Vec<&str> = printed.lines().collect();
    expected.len() == printed.len() && expected.iter().zip(&printed).all(|(pattern, line)| line_matches(pattern, line))
}

fn line_matches(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.trim_end().split("[..]");
    let line = line.trim_end();
    let first = parts.next().expect("split gives at least one part");
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[test]
fn wildcards_stand_for_a_part_of_a_line() {
    assert!(line_matches("upgraded [..] add ([..])", "upgraded 3f add (3 ms)"));
    assert!(!line_matches("upgraded [..] drop", "upgraded 3f add (3 ms)"));
    assert!(!line_matches("exact", "exactly"));
}
