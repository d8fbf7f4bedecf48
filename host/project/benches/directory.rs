//! Reads a project of 10,000 migrations: without an index, and with one when nothing changed.
//!
//! `cargo bench -p aludel-project --bench directory [COUNT]`

#![expect(clippy::print_stdout, reason = "the figures are what a benchmark is for")]

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use aludel_project::{Config, Directory};

const COUNT: usize = 10_000;
const RUNS: usize = 20;

fn main() {
    let count = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(COUNT);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    write_migrations(&folder.path().join("migrations"), count);
    let config = Config::defaults(&folder.path().join("aludel.toml"));
    // A file that has just changed is not put into the index.
    thread::sleep(Duration::from_millis(2_100));

    println!("{count} migrations            wall ms     CPU ms");
    measure("first, index written", &config, count);
    let runs: Vec<Figures> = (0..RUNS).map(|_| figures(&config, count)).collect();
    print("unchanged, best", &best(&runs, |figures| figures.cpu));
    let index = fs::metadata(config.state_folder().join("index")).expect("the index was written");
    println!("index: {} KiB", index.len() / 1024);
    fs::remove_dir_all(config.state_folder()).expect("the index was written");
    fs::write(config.state_folder(), "").expect("the folder is writable");
    measure("no index possible", &config, count);
}

fn write_migrations(folder: &Path, count: usize) {
    fs::create_dir_all(folder).expect("the folder is writable");
    for index in 0..count {
        let down = if index == 0 { String::new() } else { format!("-- down_revision = \"{:012x}\"\n", index - 1) };
        let text = format!(
            "-- /// migration\n-- revision = \"{index:012x}\"\n{down}-- message = \"add table {index}\"\n\
             -- created = 2026-11-22T09:00:00Z\n-- ///\n\n-- aludel:upgrade\n\
             CREATE TABLE table_{index} (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d INTEGER, e INTEGER);\n\
             CREATE INDEX index_{index} ON table_{index} (a);\n\n-- aludel:downgrade\nDROP TABLE table_{index};\n"
        );
        let path = folder.join(format!("20261122_{index:012x}_add_table_{index}.sql"));
        fs::write(path, text).expect("the folder is writable");
    }
}

#[derive(Clone, Copy)]
struct Figures {
    wall: Duration,
    cpu: Duration,
}

fn figures(config: &Config, count: usize) -> Figures {
    let (started, cpu_before) = (Instant::now(), cpu_time());
    let directory = Directory::read(config).expect("all are right");
    let revisions = directory.revisions();
    let figures = Figures { wall: started.elapsed(), cpu: cpu_time().saturating_sub(cpu_before) };
    assert_eq!(revisions.len(), count);
    figures
}

fn measure(name: &str, config: &Config, count: usize) {
    print(name, &figures(config, count));
}

fn print(name: &str, figures: &Figures) {
    println!("{name:<25} {:>10.1} {:>10.1}", figures.wall.as_secs_f64() * 1e3, figures.cpu.as_secs_f64() * 1e3);
}

fn best(runs: &[Figures], key: impl Fn(&Figures) -> Duration) -> Figures {
    *runs.iter().min_by_key(|figures| key(figures)).expect("there was a run")
}

/// The CPU time of this thread so far; zero where the system does not say it in this place.
fn cpu_time() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok()).map_or(Duration::ZERO, Duration::from_nanos)
}
