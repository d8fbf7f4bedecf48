//! What the process of a guest has: next to nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_process::Program;
use aludel_sandbox::{Limits, Observer, Phase};
#[cfg(target_os = "linux")]
use rustix::fs::SealFlags;

use crate::support::{Fake, Guest, Listener, block_on, call, launcher, sandbox_with, sqlite};

/// The processes that were started with this mark, by their folders in `/proc`.
#[cfg(target_os = "linux")]
pub(crate) fn marked(mark: &str) -> Vec<PathBuf> {
    let is_marked = |folder: &Path| {
        let line = fs::read(folder.join("cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).any(|word| word == mark.as_bytes())
    };
    let folders = fs::read_dir("/proc").expect("there is a list of processes").flatten().map(|entry| entry.path());
    folders.filter(|folder| is_marked(folder)).collect()
}

/// Loads a guest whose processes have a mark.
pub(crate) fn load_marked(guest: &Guest, mark: &str) -> Program {
    let sandbox = crate::support::Sandbox { launcher: launcher(mark), ..sandbox_with(Limits::default()) };
    sandbox.load("test.wasm", &guest.build()).expect("the component loads")
}

/// Runs a guest until its database has it wait, looks at its process, and ends it.
#[cfg(target_os = "linux")]
fn look(mark: &str, look: impl FnOnce(&Path)) {
    let mut guest = Guest::new();
    let wait = guest.text("wait");
    let program = load_marked(&guest.upgrade(&format!("(call $execute (local.get $db) {wait})")), mark);
    let database: Fake = sqlite().stuck_at("execute wait");
    let journal = database.journal();
    block_on(async {
        let running =
            program.run(call(Phase::Upgrade), Box::new(database), Arc::new(Listener::default()) as Arc<dyn Observer>);
        let mut running = Box::pin(running);
        let waiting = async {
            while journal.lines().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            ended = &mut running => panic!("it does not wait: {ended:?}"),
            () = waiting => {}
        }
        let [process] = marked(mark).try_into().expect("it is one process");
        look(&process);
    });
    // A process that was dropped is killed, and somebody has to have taken notice of it.
    while marked(mark).iter().any(|process| fs::read(process.join("environ")).is_ok_and(|environ| !environ.is_empty()))
    {
        std::thread::yield_now();
    }
}

#[cfg(target_os = "linux")]
fn field<'text>(status: &'text str, name: &str) -> &'text str {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.unwrap_or_default().trim()
}

#[cfg(target_os = "linux")]
#[test]
fn system_calls_are_filtered_and_rights_cannot_be_gained() {
    look("a-look-at-the-status", |process| {
        let status = fs::read_to_string(process.join("status")).expect("it is there");
        assert_eq!((field(&status, "Seccomp"), field(&status, "Seccomp_filters")), ("2", "3"));
        assert_eq!(field(&status, "NoNewPrivs"), "1");
        for task in fs::read_dir(process.join("task")).expect("it has threads").flatten() {
            let status = fs::read_to_string(task.path().join("status")).expect("it is there");
            assert_eq!(field(&status, "Seccomp_filters"), "3", "of every thread");
        }
    });
}

#[cfg(target_os = "linux")]
#[test]
fn there_is_no_environment_and_no_folder_and_nothing_is_open_but_pipes_and_its_own_code() {
    look("a-look-at-what-it-has", |process| {
        assert_eq!(fs::read(process.join("environ")).expect("it is there"), b"");
        assert_eq!(fs::read_link(process.join("cwd")).expect("it is there"), Path::new("/"));
        let mut open: Vec<String> = fs::read_dir(process.join("fd"))
            .expect("it is there")
            .flatten()
            .map(|entry| fs::read_link(entry.path()).expect("it is a link").display().to_string())
            .collect();
        open.retain(|target| !target.starts_with("pipe:"));
        assert_eq!(open, ["/memfd:aludel-native (deleted)"]);
        let code = fs::File::open(process.join("fd/2")).expect("it is there");
        let seals = rustix::fs::fcntl_get_seals(&code).expect("it can be sealed");
        assert!(seals.contains(SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL), "{seals:?}");
    });
}

#[cfg(target_os = "linux")]
#[test]
fn what_it_takes_is_bounded_by_the_system() {
    look("a-look-at-its-limits", |process| {
        let limits = fs::read_to_string(process.join("limits")).expect("it is there");
        let limit = |name: &str| {
            let line = limits.lines().find(|line| line.starts_with(name)).expect("the system has such a limit");
            line[name.len()..].split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        for (name, bound) in [
            ("Max core file size", "0"),
            ("Max file size", "0"),
            ("Max processes", "0"),
            ("Max open files", "5"),
            ("Max cpu time", "86460"),
        ] {
            assert_eq!(limit(name), [bound, bound], "{name}");
        }
        let data: u64 = limit("Max data size")[0].parse().expect("it is bounded");
        assert!((128 << 20..2 << 30).contains(&data), "{data}");
    });
}

#[test]
fn descriptors_that_somebody_left_open_are_closed() {
    // The shell leaves a file open for what it becomes.
    let script = format!("exec 7</etc/passwd; exec {} guest-process a-test", env!("CARGO_BIN_EXE_aludel"));
    let launcher = aludel_process::Launcher::new("/bin/sh", ["-c".into(), script.into()]);
    let sandbox = crate::support::Sandbox { launcher, ..sandbox_with(Limits::default()) };
    // With the file still open the limit on descriptors would be reached by the pipes.
    sandbox.load("test.wasm", &Guest::new().build()).expect("the component loads");
}
