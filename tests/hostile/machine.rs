//! Components that a machine made: good ones with a few bytes changed, and ones of noise.
//!
//! They run in this process, through the library, so that a panic, a thread or a file that stays open is seen.

mod mutation;
mod place;
mod process;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aludel_engine::Component;
use aludel_project::{Header, Limit, LimitSection, manifest};
use place::Place;
use process::Usage;
use wasm_encoder::{ComponentSection as _, RawSection};
use wasmparser::Payload;

use crate::guest::{Guest, header, name_revision, wrap_binary};
use crate::guests;
use crate::suite::Luck;
use crate::table::Tally;

#[path = "generate/src/dice.rs"]
mod dice;

pub(crate) use dice::Dice;
pub(crate) use mutation::mutate;

/// The number of the section of a component that is a component.
const NESTED_COMPONENT: u8 = 4;

/// Runs good components with a few bytes changed.
pub(crate) fn mutated(luck: Luck) -> Result<Tally, String> {
    let count = luck.size.choose(300, 10_000);
    let bases = [bare(&guests::busy()), sql()?, kept("hostile.wasm")?];
    let mut dice = Dice::new(luck.seed);
    run(count, |index| {
        // The last of them is large, and takes a while to compile.
        let base = &bases[if index % 40 == 39 { 2 } else { usize::from(index % 4 == 3) }];
        Some(mutate(&mut dice, base))
    })
}

/// Runs components of noise, which a program beside writes.
pub(crate) fn generated(luck: Luck) -> Result<Tally, String> {
    let count = luck.size.choose(40, 2_000);
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    generate(luck.seed, count, folder.path())?;
    let mut files: Vec<PathBuf> = fs::read_dir(folder.path())
        .map_err(|error| error.to_string())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    if files.len() != count {
        return Err(format!("{} files were written, not {count}", files.len()));
    }
    let good = bare(&Guest::new());
    run(count, |index| {
        let bytes = fs::read(&files[index]).ok()?;
        let is_module = files[index].file_name().is_some_and(|name| name.to_string_lossy().starts_with("module"));
        if is_module { wrap_binary("migration", bytes).ok() } else { Some(beside(&good, &bytes)) }
    })
}

fn run(count: usize, mut component: impl FnMut(usize) -> Option<Vec<u8>>) -> Result<Tally, String> {
    let place = Place::create()?;
    let mut tally = Tally::new();
    let mut usage = Usage::now();
    for index in 0..count {
        let Some(mut bytes) = component(index) else {
            *tally.entry("no component".to_owned()).or_default() += 1;
            continue;
        };
        name_revision(&mut bytes, &limited());
        let ending = place.run(Component { name: "machine.wasm".to_owned(), bytes: bytes.clone() });
        let ending = ending.map_err(|problem| keep(index, &bytes, &problem))?;
        *tally.entry(ending).or_default() += 1;
        if index == count / 10 {
            // By then all is loaded that is loaded once.
            usage = Usage::now();
        }
    }
    usage.check_same()?;
    Ok(tally)
}

/// Puts what found something where somebody can look at it.
fn keep(index: usize, bytes: &[u8], problem: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{index}.wasm"));
    let kept = fs::write(&path, bytes).map_or_else(|error| error.to_string(), |()| path.display().to_string());
    format!("component {index}: {problem}\nkept: {kept}")
}

/// The header with limits that a machine's patience is enough for.
fn limited() -> Header {
    let mut limits = LimitSection::default();
    limits.set(Limit::GuestTime, 50);
    limits.set(Limit::Memory, 16 << 20);
    limits.set(Limit::LogLines, 50);
    limits.set(Limit::Handles, 100);
    Header { limits, ..header() }
}

fn bare(guest: &Guest) -> Vec<u8> {
    guest.build_bare()
}

/// The component of a SQL migration, a runner and statements in a section, without the name that it has there.
fn sql() -> Result<Vec<u8>, String> {
    let text = "-- /// migration\n-- revision = \"other\"\n-- ///\n-- aludel:upgrade\n\
        INSERT INTO prey (word) VALUES ('one');\nUPDATE prey SET word = 'two';\n";
    let component = Component::from_sql("machine.sql", text).map_err(|error| error.to_string())?;
    let told = |error: wasmparser::BinaryReaderError| error.to_string();
    let (mut bytes, mut depth) = (component.bytes[..8].to_vec(), 0);
    for payload in wasmparser::Parser::new(0).parse_all(&component.bytes) {
        let payload = payload.map_err(told)?;
        let is_name = matches!(&payload, Payload::CustomSection(it) if it.name() == manifest::SECTION_NAME);
        if let (0, false, Some((id, range))) = (depth, is_name, payload.as_section()) {
            RawSection { id, data: &component.bytes[range] }.append_to_component(&mut bytes);
        }
        // What is inside of a module or component comes after it, and is in it already.
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            _ => {}
        }
    }
    Ok(bytes)
}

/// A component that is kept beside the tests.
fn kept(name: &str) -> Result<Vec<u8>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components").join(name);
    fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// A good migration, with a component beside its code that nobody uses.
fn beside(good: &[u8], component: &[u8]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    RawSection { id: NESTED_COMPONENT, data: component }.append_to_component(&mut bytes);
    bytes
}

/// Has the program beside write files of noise.
fn generate(seed: u64, count: usize, folder: &Path) -> Result<(), String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/generate/Cargo.toml");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../test-hostile");
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--locked", "--manifest-path"]).arg(manifest).arg("--target-dir").arg(target);
    command.args(["--", &seed.to_string(), &count.to_string()]).arg(folder);
    let output = command.output().map_err(|error| format!("cargo cannot be started: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
