//! The functions that `fuzz` tries, with the same bytes every time: what stands in the repository, with a few bytes changed.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use crate::machine::{Dice, mutate};
use crate::suite::Luck;
use crate::table::Tally;

#[path = "../../fuzz/targets.rs"]
mod targets;

/// One function that is tried.
struct Tried {
    name: &'static str,
    function: fn(&[u8]),
    /// Folders and endings of the files that it begins with; no ending is all of them.
    texts: &'static [(&'static str, &'static str)],
}

const ALL: [Tried; 6] = [
    Tried {
        name: "header",
        function: targets::header,
        texts: &[("tests/guests/suite/migrations", ""), ("tests/matrix", "script")],
    },
    Tried {
        name: "config",
        function: targets::config,
        texts: &[("tests/guests", "toml"), ("migrations", "toml"), ("host", "toml")],
    },
    Tried {
        name: "split",
        function: targets::split_text,
        texts: &[("tests/hostile/sql", "sql"), ("tests/histories", "sql")],
    },
    Tried { name: "target", function: targets::target, texts: &[] },
    Tried { name: "manifest", function: targets::manifest, texts: &[("tests/guests/components", "wasm")] },
    Tried { name: "statement", function: targets::statement, texts: &[("tests/hostile/sql", "sql")] },
];

/// Short texts that any of them may begin with.
const SEEDS: [&str; 8] = [
    "head",
    "branch@base",
    "a1b2+1",
    "-3",
    "[database]\nurl = \"sqlite://${SET}\"\n[limits]\nmemory = \"1MiB\"\n",
    "-- /// migration\n-- revision = \"a\"\n-- down_revision = [\"b\"]\n-- [limits]\n-- memory = \"1MiB\"\n-- ///\n",
    "[{\"revision\":\"a\",\"source_digest\":\"\",\"language\":\"sql\",\"wit\":\"0.1.0\"}]",
    "CREATE FUNCTION f() RETURNS int AS $x$ BEGIN; END $x$; SELECT 'a' /* b */; -- c\n",
];

/// The longest text that is begun with.
const BYTES_MAX: usize = 20_000;

/// Tries all of them.
pub(crate) fn run(luck: Luck) -> Result<Tally, String> {
    let count = luck.size.choose(1_500, 100_000);
    let mut dice = Dice::new(luck.seed);
    for Tried { name, function, texts: folders } in ALL {
        let texts = texts(folders);
        for index in 0..count {
            let bytes = mutate(&mut dice, &texts[index % texts.len()]);
            if catch_unwind(|| function(&bytes)).is_err() {
                let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{name}-{index}"));
                let kept = fs::write(&path, &bytes).map_err(|error| error.to_string());
                return Err(format!("{name} panics, seed {}, round {index}: {} {kept:?}", luck.seed, path.display()));
            }
        }
    }
    Ok(Tally::from([("read or refused".to_owned(), count * ALL.len())]))
}

/// The seeds, and the texts of these folders in pieces that are not too long.
fn texts(folders: &[(&str, &str)]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for (folder, ending) in folders {
        collect(&root.join(folder), ending, &mut files);
    }
    files.sort();
    let mut texts: Vec<Vec<u8>> = SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    for bytes in files.iter().filter_map(|file| fs::read(file).ok()) {
        texts.extend(pieces(&bytes));
    }
    texts
}

/// A file of many cases is a text for each of them.
fn pieces(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let parts = text.split("-- case:").filter(|part| !part.trim().is_empty());
    parts.map(|part| part.bytes().take(BYTES_MAX).collect()).collect()
}

fn collect(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() {
            collect(&path, ending, files);
        } else if ending.is_empty() || path.extension().is_some_and(|it| it == ending) {
            files.push(path);
        }
    }
}
