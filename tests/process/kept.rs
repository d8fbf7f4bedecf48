//! What is kept of what processes compiled: found again, by processes alone, and never taken from anybody else.
//!
//! A host that gives its compiler no time at all can load from the cache alone, so it tells a hit from a miss.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use aludel_process::{Launcher, Program};
use aludel_sandbox::{Limits, LoadError, Phase, RunError, SandboxOptions};
use tempfile::TempDir;

use crate::support::guest::with_section;
use crate::support::{Guest, Sandbox, block_on, call, launcher, run_call, sqlite};

const AMPLE: Duration = Duration::from_mins(1);

/// A cache, with one component compiled by a process.
struct Cache {
    home: TempDir,
    component: Vec<u8>,
}

impl Cache {
    fn empty() -> Self {
        Self { home: TempDir::new().expect("a folder can be made"), component: Guest::new().build() }
    }

    fn filled() -> Self {
        let cache = Self::empty();
        cache.fill();
        assert!(cache.hits(), "a fresh cache is used");
        cache
    }

    /// That of the host, in which a folder is for processes.
    fn path(&self) -> PathBuf {
        self.home.path().join("cache")
    }

    fn apart(&self) -> PathBuf {
        self.path().join("apart")
    }

    fn key(&self) -> PathBuf {
        self.home.path().join("keys/key")
    }

    fn host(&self, compile_time: Duration) -> aludel_sandbox::Sandbox {
        let options = SandboxOptions {
            cache_directory: Some(self.path()),
            key_directory: Some(self.home.path().join("keys")),
            limits: Limits { compile_time, ..Limits::default() },
            ..SandboxOptions::default()
        };
        aludel_sandbox::Sandbox::new(options).expect("the limits are in range")
    }

    fn load(&self, compile_time: Duration, component: &[u8]) -> Result<Program, LoadError> {
        Sandbox { sandbox: self.host(compile_time), launcher: launcher("a-test") }.load("test.wasm", component)
    }

    fn fill(&self) {
        self.load(AMPLE, &self.component).expect("the component loads");
    }

    fn hits(&self) -> bool {
        self.hits_with(&self.component)
    }

    fn hits_with(&self, component: &[u8]) -> bool {
        match self.load(Duration::ZERO, component) {
            Ok(program) => run_call(&program, call(Phase::Upgrade), sqlite()).answer.is_ok(),
            Err(LoadError::CompileTime { .. }) => false,
            Err(other) => panic!("a cache is never an error, but: {other}"),
        }
    }

    fn entry(&self) -> PathBuf {
        native_files(&self.apart()).pop().expect("the cache has an entry")
    }
}

fn native_files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.expect("the cache can be read").path());
    files.filter(|file| file.extension().is_some_and(|end| end == "native")).collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

#[test]
fn what_a_process_compiled_is_found_again_and_is_private() {
    let cache = Cache::filled();
    assert_eq!(native_files(&cache.path()), Vec::<PathBuf>::new(), "none of it is the host's");
    assert_eq!((mode(&cache.apart()), mode(&cache.entry()), mode(&cache.key())), (0o700, 0o600, 0o600));
}

#[test]
fn components_with_the_same_code_share_it_and_others_do_not() {
    let cache = Cache::filled();
    assert!(cache.hits_with(&with_section(cache.component.clone(), "aludel:sql", b"SELECT 1")));
    assert!(!cache.hits_with(&Guest::upgrading("(unreachable)").build()));
}

#[test]
fn the_host_never_runs_it_itself() {
    let cache = Cache::filled();
    let entry = cache.entry();
    fs::copy(&entry, cache.path().join(entry.file_name().expect("it has one"))).expect("both are ours");
    let loaded = cache.host(Duration::ZERO).load("test.wasm", &cache.component);
    assert!(matches!(loaded, Err(LoadError::CompileTime { .. })), "under the very name that its own would have");
}

#[test]
fn a_process_is_not_given_what_the_host_compiled_for_itself() {
    let cache = Cache::filled();
    fs::remove_file(cache.entry()).expect("it is ours");
    cache.host(AMPLE).load("test.wasm", &cache.component).expect("it loads");
    let own = native_files(&cache.path()).pop().expect("the host keeps its own");
    fs::copy(&own, cache.apart().join(own.file_name().expect("it has one"))).expect("both are ours");
    assert!(!cache.hits(), "each is sealed for what it is for");
}

#[test]
fn a_change_of_any_byte_is_a_miss() {
    let cache = Cache::filled();
    let entry = cache.entry();
    let whole = fs::read(&entry).expect("it is ours");
    // The header whole: among it are the engine's version and the component's digest.
    for place in (0..112).step_by(3).chain([112, 113, whole.len() / 2, whole.len() - 1]) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&entry, changed).expect("it is ours");
        assert!(!cache.hits(), "byte {place}");
    }
    let longer = [&whole[..], b"\0"].concat();
    for changed in [&[], &whole[..50], &whole[..112], &whole[..whole.len() - 1], &longer] {
        fs::write(&entry, changed).expect("it is ours");
        assert!(!cache.hits(), "{} bytes", changed.len());
    }
    cache.fill();
    assert!(cache.hits(), "a bad entry is replaced");
}

#[test]
fn an_entry_of_another_component_is_a_miss() {
    let cache = Cache::filled();
    let first = cache.entry();
    cache.load(AMPLE, &Guest::upgrading("(unreachable)").build()).expect("it loads");
    let second = native_files(&cache.apart()).into_iter().find(|file| *file != first).expect("there are two");
    fs::copy(second, first).expect("both are ours");
    assert!(!cache.hits());
}

#[test]
fn what_somebody_else_sealed_or_can_reach_is_a_miss() {
    let cache = Cache::filled();
    let key = fs::read(cache.key()).expect("it is ours");
    fs::write(cache.key(), [7; 32]).expect("it is ours");
    assert!(!cache.hits(), "another key");
    fs::write(cache.key(), key).expect("it is ours");
    for (path, open, closed) in [(cache.entry(), 0o644, 0o600), (cache.apart(), 0o750, 0o700)] {
        set_mode(&path, open);
        assert!(!cache.hits(), "{}", path.display());
        set_mode(&path, closed);
        assert!(cache.hits());
    }
}

#[test]
fn links_are_not_followed() {
    let cache = Cache::filled();
    let (entry, elsewhere) = (cache.entry(), cache.home.path().join("elsewhere"));
    fs::rename(&entry, &elsewhere).expect("it is ours");
    symlink(&elsewhere, &entry).expect("a link can be made");
    assert!(!cache.hits(), "the entry is a link");
    fs::remove_file(&entry).expect("it is ours");
    fs::rename(&elsewhere, &entry).expect("it is ours");
    assert!(cache.hits());

    fs::rename(cache.apart(), &elsewhere).expect("it is ours");
    symlink(&elsewhere, cache.apart()).expect("a link can be made");
    assert!(!cache.hits(), "the folder is a link");
}

/// A process that says that it has compiled something, by an engine that is called so.
fn liar(compatibility: [u8; 32]) -> Launcher {
    let octal: String = compatibility.iter().map(|byte| format!("\\{byte:03o}")).collect();
    let script = format!(r"exec 3<&0; cat <&3 > /dev/null & printf 'w\044\0\0\0\2\0\0\0{octal}p\4\0\0\0evil'; wait");
    Launcher::new("/bin/sh", ["-c".into(), script.into()])
}

#[test]
fn a_process_that_lies_does_harm_to_its_own_component_alone() {
    let cache = Cache::empty();
    let host = cache.host(AMPLE);
    let own = host.load("test.wasm", &cache.component).expect("it loads");
    let compatibility = own.native().expect("it has native code").compatibility;
    block_on(Program::load(&liar(compatibility), &host, "test.wasm", &cache.component)).expect("it is believed");
    assert!(cache.load(Duration::ZERO, &cache.component).is_ok(), "the code is in the cache");
    assert!(!cache.hits(), "a process takes it for no code");

    let other = Guest::upgrading("(unreachable)").build();
    assert!(cache.load(AMPLE, &other).is_ok());
    let own = cache.host(Duration::ZERO).load("test.wasm", &cache.component);
    assert!(own.is_ok(), "the host has its own of the same component");
}

#[test]
fn code_that_its_process_died_of_is_compiled_anew() {
    let cache = Cache::empty();
    let host = cache.host(AMPLE);
    let own = host.load("test.wasm", &cache.component).expect("it loads");
    let compatibility = own.native().expect("it has native code").compatibility;
    block_on(Program::load(&liar(compatibility), &host, "test.wasm", &cache.component)).expect("it is believed");
    let failed = |compile_time| {
        let program = cache.load(compile_time, &cache.component).expect("it loads");
        run_call(&program, call(Phase::Upgrade), sqlite()).answer
    };
    let died = failed(Duration::ZERO).expect_err("a process takes it for no code");
    assert!(matches!(died, RunError::ProcessEnded { .. }), "{died:?}");
    assert_eq!(native_files(&cache.apart()), Vec::<PathBuf>::new(), "nothing is left of it");
    failed(AMPLE).expect("it is compiled anew, and runs");
    assert!(cache.hits(), "and that is kept");
}

#[test]
fn code_that_crashes_is_compiled_anew_and_code_that_fails_is_kept() {
    let cache = Cache { component: Guest::upgrading("(unreachable)").build(), ..Cache::empty() };
    cache.fill();
    assert!(!cache.hits());
    assert_eq!(native_files(&cache.apart()), Vec::<PathBuf>::new(), "it may have been compiled wrong");

    let mut failing = Guest::new();
    let text = failing.text("the rows are gone");
    let failing = failing.upgrade(&format!("(return (call $failure (local.get $db) (i32.const 3) {text}))"));
    let cache = Cache { component: failing.build(), ..Cache::empty() };
    cache.fill();
    for _ in 0..2 {
        let program = cache.load(Duration::ZERO, &cache.component).expect("it is in the cache");
        let answer = run_call(&program, call(Phase::Upgrade), sqlite()).answer;
        assert!(matches!(answer, Err(RunError::Failed(_))), "{answer:?}");
    }
}

#[test]
fn what_another_engine_compiled_is_not_kept() {
    let cache = Cache::empty();
    let (launcher, host) = (liar([7; 32]), cache.host(AMPLE));
    block_on(Program::load(&launcher, &host, "test.wasm", &cache.component)).expect("it is believed");
    assert_eq!(native_files(&cache.apart()), Vec::<PathBuf>::new());
}

#[test]
fn a_component_that_takes_its_compiler_too_long_is_refused_each_time() {
    let cache = Cache::empty();
    // One long function: seconds of work for a compiler that has a moment.
    let bomb = Guest::upgrading(&"(local.set $i (i32.popcnt (i32.mul (local.get $i) (local.get $i))))".repeat(100_000));
    let bomb = bomb.build();
    for _ in 0..2 {
        let loaded = cache.load(Duration::from_millis(20), &bomb);
        assert!(matches!(loaded, Err(LoadError::CompileTime { .. })), "{loaded:?}");
    }
    assert_eq!(native_files(&cache.apart()), Vec::<PathBuf>::new());
}
