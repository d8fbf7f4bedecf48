//! How much is run, and what is written down of it: as in `tests/faults`, whose table holds these counts too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// How many ended in which way.
pub(super) type Tally = BTreeMap<String, usize>;

#[expect(clippy::disallowed_methods, reason = "the environment tells a test how much it is to run")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn is_long() -> bool {
    variable("FAULTS_SIZE").as_deref() == Some("long")
}

/// One of two numbers: for every change, and for the long run.
pub(super) fn choose(short: usize, long: usize) -> usize {
    if is_long() { long } else { short }
}

/// Says what a part saw, and writes it down for the table in `docs/safety.md` where that is asked for.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told the counts")]
pub(super) fn keep(part: &str, tally: &Tally) {
    let endings: Vec<String> = tally.iter().map(|(ending, count)| format!("{count} {ending}")).collect();
    eprintln!("{part}: {}, {}", tally.values().sum::<usize>(), endings.join(", "));
    if is_long() && variable("UPDATE_DOCS").is_some() {
        let text: String = tally.iter().map(|(ending, count)| format!("{ending} = {count}\n")).collect();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/faults/results");
        fs::create_dir_all(&folder).expect("the folder of the repository can be written to");
        fs::write(folder.join(format!("{part}.txt")), text).expect("the folder of the repository can be written to");
    }
}
