//! What is compiled once, what is kept on disk, and what is never trusted.
//!
//! A sandbox that gives its compiler no time at all can load from the cache alone, so it tells a hit from a miss.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use aludel_sandbox::{Limits, LoadError, Phase, Program, Sandbox, SandboxOptions};
use tempfile::TempDir;

use crate::support::guest::with_section;
use crate::support::{Guest, call, run_call, sqlite};

/// A cache with one component in it.
struct Cache {
    _home: TempDir,
    path: PathBuf,
    component: Vec<u8>,
}

impl Cache {
    fn filled() -> Self {
        let home = TempDir::new().expect("a folder can be made");
        let path = home.path().join("cache");
        let cache = Self { _home: home, path, component: Guest::new().build() };
        cache.fill();
        assert!(cache.hits(), "a fresh cache is used");
        cache
    }

    fn sandbox(&self, compile_time: Duration) -> Sandbox {
        let limits = Limits { compile_time, ..Limits::default() };
        let options = SandboxOptions { cache_directory: Some(self.path.clone()), limits, ..SandboxOptions::default() };
        Sandbox::new(options).expect("the limits are in range")
    }

    fn fill(&self) -> Program {
        self.sandbox(Duration::from_mins(1)).load("test.wasm", &self.component).expect("the component loads")
    }

    fn hits(&self) -> bool {
        match self.sandbox(Duration::ZERO).load("test.wasm", &self.component) {
            Ok(program) => run_call(&program, call(Phase::Upgrade), sqlite()).answer.is_ok(),
            Err(LoadError::CompileTime { .. }) => false,
            Err(other) => panic!("a cache is never an error, but: {other}"),
        }
    }

    fn entry(&self) -> PathBuf {
        self.files(".native").pop().expect("the cache has an entry")
    }

    fn files(&self, suffix: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(&self.path).expect("the cache can be read");
        let files = files.map(|file| file.expect("the cache can be read").path());
        files.filter(|file| file.to_string_lossy().ends_with(suffix)).collect()
    }

    fn key(&self) -> PathBuf {
        self.path.join("key")
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the file is ours");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("the file is there").permissions().mode() & 0o777
}

#[test]
fn a_key_that_came_with_the_cache_is_not_used_where_the_key_is_elsewhere() {
    let cache = Cache::filled();
    let home = TempDir::new().expect("a folder can be made");
    let key_directory = Some(home.path().join("keys"));
    let load = |compile_time: Duration| {
        let limits = Limits { compile_time, ..Limits::default() };
        let (cache_directory, key_directory) = (Some(cache.path.clone()), key_directory.clone());
        let options = SandboxOptions { cache_directory, key_directory, limits, ..SandboxOptions::default() };
        Sandbox::new(options).expect("the limits are in range").load("test.wasm", &cache.component)
    };
    assert!(matches!(load(Duration::ZERO), Err(LoadError::CompileTime { .. })), "somebody else sealed that");
    load(Duration::from_mins(1)).expect("the component loads");
    load(Duration::ZERO).expect("now it is sealed with the key that is elsewhere");
    assert_eq!(mode(&home.path().join("keys")), 0o700);
}

#[test]
fn the_cache_is_private_and_survives_the_process() {
    let cache = Cache::filled();
    assert_eq!((mode(&cache.path), mode(&cache.key()), mode(&cache.entry())), (0o700, 0o600, 0o600));
    assert_eq!(cache.files(".new"), Vec::<PathBuf>::new());
    assert_eq!(fs::read(cache.key()).expect("the key is ours").len(), 32);
}

#[test]
fn a_sandbox_that_loads_nothing_touches_nothing() {
    let home = TempDir::new().expect("a folder can be made");
    let path = home.path().join("cache");
    let options = SandboxOptions { cache_directory: Some(path.clone()), ..SandboxOptions::default() };
    drop(Sandbox::new(options).expect("the limits are in range"));
    assert!(!path.exists());
}

#[test]
fn components_with_the_same_code_are_compiled_once() {
    let cache = Cache::filled();
    let sandbox = cache.sandbox(Duration::ZERO);
    sandbox.load("first.wasm", &cache.component).expect("it is on disk");
    fs::remove_file(cache.entry()).expect("the entry is ours");
    for content in ["one", "two", "three"] {
        let component = with_section(cache.component.clone(), "aludel:sql", content.as_bytes());
        let program = sandbox.load("other.wasm", &component).expect("it is in memory");
        assert_eq!(program.section("sql"), Some(content.as_bytes()));
        assert_eq!(program.name(), "other.wasm");
    }
}

#[test]
fn a_change_of_any_header_byte_is_a_miss() {
    let cache = Cache::filled();
    let entry = cache.entry();
    let whole = fs::read(&entry).expect("the entry is ours");
    for place in (0..112).chain([112, whole.len() / 2, whole.len() - 1]) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&entry, changed).expect("the entry is ours");
        assert!(!cache.hits(), "byte {place}");
    }
    fs::write(&entry, whole).expect("the entry is ours");
    assert!(cache.hits());
}

#[test]
fn a_cut_or_longer_entry_is_a_miss() {
    let cache = Cache::filled();
    let entry = cache.entry();
    let whole = fs::read(&entry).expect("the entry is ours");
    let mut longer = whole.clone();
    longer.push(0);
    for changed in [&[], &whole[..50], &whole[..112], &whole[..whole.len() - 1], &longer] {
        fs::write(&entry, changed).expect("the entry is ours");
        assert!(!cache.hits(), "{} bytes", changed.len());
    }
    cache.fill();
    assert!(cache.hits(), "a bad entry is replaced");
}

#[test]
fn an_entry_of_another_component_is_a_miss() {
    let cache = Cache::filled();
    let first = cache.entry();
    let other = Guest::upgrading("(unreachable)").build();
    cache.sandbox(Duration::from_mins(1)).load("other.wasm", &other).expect("it loads");
    let second = cache.files(".native").into_iter().find(|file| *file != first).expect("there are two");
    fs::copy(second, first).expect("both are ours");
    assert!(!cache.hits());
}

#[test]
fn a_foreign_key_is_a_miss_and_is_replaced_only_when_it_cannot_be_one() {
    let cache = Cache::filled();
    fs::write(cache.key(), [7; 32]).expect("the key is ours");
    assert!(!cache.hits());
    cache.fill();
    assert!(cache.hits());
    assert_eq!(fs::read(cache.key()).expect("the key is ours"), [7; 32]);

    fs::write(cache.key(), b"too short").expect("the key is ours");
    assert!(!cache.hits());
    cache.fill();
    assert!(cache.hits());
    assert_eq!(fs::read(cache.key()).expect("the key is ours").len(), 32);
}

#[test]
fn what_others_can_reach_is_not_trusted() {
    let cache = Cache::filled();
    let entry = cache.entry();
    set_mode(&entry, 0o644);
    assert!(!cache.hits(), "others could read the entry");
    set_mode(&entry, 0o600);
    set_mode(&cache.path, 0o755);
    assert!(!cache.hits(), "others could list the folder");
    set_mode(&cache.path, 0o700);
    assert!(cache.hits());
    set_mode(&cache.key(), 0o640);
    assert!(!cache.hits(), "others could read the key");
}

#[test]
fn links_are_not_followed() {
    let cache = Cache::filled();
    let (entry, elsewhere) = (cache.entry(), cache.path.join("elsewhere"));
    fs::rename(&entry, &elsewhere).expect("the entry is ours");
    symlink(&elsewhere, &entry).expect("a link can be made");
    assert!(!cache.hits(), "the entry is a link");
    fs::rename(&elsewhere, &entry).expect("the entry is ours");
    assert!(cache.hits());

    let moved = cache.path.with_file_name("moved");
    fs::rename(&cache.path, &moved).expect("the folder is ours");
    symlink(&moved, &cache.path).expect("a link can be made");
    assert!(!cache.hits(), "the folder is a link");
}

#[test]
fn what_belongs_to_somebody_else_is_not_trusted() {
    let cache = Cache::filled();
    // Only root can give files away; for anybody else the kernel is the proof.
    if std::os::unix::fs::chown(cache.entry(), Some(65534), None).is_err() {
        return;
    }
    assert!(!cache.hits(), "the entry is somebody else's");
    cache.fill();
    assert!(cache.hits());
    std::os::unix::fs::chown(&cache.path, Some(65534), None).expect("root can do that");
    assert!(!cache.hits(), "the folder is somebody else's");
}

#[test]
fn a_folder_that_cannot_be_made_is_no_error() {
    let home = TempDir::new().expect("a folder can be made");
    fs::write(home.path().join("file"), b"").expect("a file can be made");
    for path in ["file", "file/cache"] {
        let options = SandboxOptions { cache_directory: Some(home.path().join(path)), ..SandboxOptions::default() };
        let sandbox = Sandbox::new(options).expect("the limits are in range");
        sandbox.load("test.wasm", &Guest::new().build()).expect("it is compiled");
    }
}

#[test]
fn old_entries_make_room() {
    let cache = Cache::filled();
    let first = cache.entry();
    let bytes = fs::metadata(&first).expect("it is there").len();
    let limits = Limits::default();
    let options = SandboxOptions {
        cache_directory: Some(cache.path.clone()),
        cache_bytes: bytes * 5 / 2,
        interpreter_cache_directory: None,
        key_directory: None,
        limits,
        hosts: aludel_sandbox::Hosts::Here,
    };
    let sandbox = Sandbox::new(options).expect("the limits are in range");
    for count in 1..=3 {
        let guest = Guest::upgrading(&format!("(drop (i32.const {count}))"));
        sandbox.load("test.wasm", &guest.build()).expect("it is compiled");
    }
    assert_eq!(cache.files(".native").len(), 2);
    assert!(!first.exists(), "the oldest goes first");
}
