//! The components that are kept built in this repository: each is what its source becomes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_build::{Builder, Reuse, ToolEnvironment};
use aludel_project::{Config, Digest, Directory, LockedRevision, Lockfile, Migration, SourceKind};
use wasmparser::{KnownCustom, Parser, Payload};

const GUESTS: &str = "tests/guests/aludel.toml";
const SHOP: &str = "migrations/shop/aludel.toml";

/// The crates of a project of this repository.
fn crates(config: &Config) -> Vec<Migration> {
    let directory = Directory::read(config).expect("the project is right");
    assert_eq!(directory.warnings().len(), 0, "run with UPDATE_COMPONENTS=1: {:?}", directory.warnings());
    directory.into_migrations().into_iter().filter(|migration| migration.source.kind == SourceKind::RustCrate).collect()
}

fn config(path: &str) -> Config {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let path = fs::canonicalize(path).expect("the repository has it");
    Config::read(&path, &|_| Some(String::new())).expect("the config is right")
}

/// Where the component of a crate is kept: in the last location, under the name of the crate's folder.
fn kept_path(config: &Config, migration: &Migration) -> PathBuf {
    let folder = &config.project.migrations.last().expect("there are two locations").path;
    let name = migration.source.path.file_name().expect("a crate is a folder");
    folder.join(name).with_added_extension("wasm")
}

#[expect(clippy::disallowed_methods, reason = "a test stands where the command line does")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Builds every crate anew, and compares or keeps what comes out.
#[expect(clippy::print_stderr, reason = "a test says what it did not do")]
fn rebuild(path: &str) {
    let config = config(path);
    let builder = Builder::new(&config, ToolEnvironment::from_variables(&variable), Arc::default());
    let keep = variable("UPDATE_COMPONENTS").is_some();
    let directory = Directory::read(&config).expect("the project is right");
    for migration in directory.into_migrations() {
        if migration.source.kind != SourceKind::RustCrate {
            continue;
        }
        let unbuilt = Migration { prebuilt: None, ..migration.clone() };
        let built = match builder.artifact_with(&unbuilt, Reuse::OfThisToolchain, &|| ()) {
            Ok(artifact) => artifact.component,
            Err(error) if error.code() == "toolchain_missing" && variable("TEST_REQUIRE").is_none() => {
                return eprintln!("not run: {error}");
            }
            Err(error) => panic!("{error}\n{:?}", error.hint()),
        };
        let kept = kept_path(&config, &migration);
        if keep {
            fs::write(&kept, &built).expect("the repository is writable");
            lock(&config, &migration, &built);
        }
        compare(&kept, &built);
    }
}

/// What `aludel.lock` has to have for a component, where the project keeps one.
fn locked(migration: &Migration, component: &[u8]) -> LockedRevision {
    LockedRevision { source: migration.digest().expect("it can be read"), component: Digest::of(component) }
}

fn lock(config: &Config, migration: &Migration, component: &[u8]) {
    let Some(mut lockfile) = Lockfile::read(&config.root).expect("it is right") else { return };
    lockfile.revisions.insert(migration.header.revision.clone(), locked(migration, component));
    lockfile.update(&config.root).expect("the repository is writable");
}

/// Of the same tools every byte is the same; of others, what the component asks for, gives and says of itself.
#[expect(clippy::print_stderr, reason = "a test says what it did not do")]
fn compare(path: &Path, built: &[u8]) {
    let kept = fs::read(path).expect("the component is kept");
    let holds = |text: &str| built.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds(env!("CARGO_MANIFEST_DIR").trim_end_matches("host/build")), "a path of this machine is in it");
    let hint = "if its source has changed, run with UPDATE_COMPONENTS=1";
    assert_eq!(outline(&kept), outline(built), "{} is not what its source becomes: {hint}", path.display());
    let (tools, tools_here) = (producers(&kept), producers(built));
    if tools != tools_here {
        let (tools, tools_here) = (tools.join(", "), tools_here.join(", "));
        return eprintln!(
            "code not compared: {} was made by {tools}, and here by {tools_here}. Install those to compare \
             it, or run with UPDATE_COMPONENTS=1 to keep what is made here",
            path.display()
        );
    }
    assert!(kept == built, "{} is not what its source becomes: {hint}", path.display());
}

/// The compiler and the tools of a component and its modules, with their versions.
fn producers(component: &[u8]) -> Vec<String> {
    let mut producers = Vec::new();
    for payload in payloads(component) {
        let Payload::CustomSection(section) = payload else { continue };
        let KnownCustom::Producers(fields) = section.as_known() else { continue };
        for field in fields {
            for value in field.expect("a compiler wrote it").values {
                let value = value.expect("a compiler wrote it");
                producers.push(format!("{} {}", value.name, value.version));
            }
        }
    }
    producers
}

/// What does not depend on tools: the imports and exports of the component, and its sections of the project's own.
fn outline(component: &[u8]) -> Vec<String> {
    let mut outline = Vec::new();
    let mut depth = 0_usize;
    for payload in payloads(component) {
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(imports) if depth == 0 => {
                outline.extend(imports.into_iter().map(|import| import.expect("it is valid").name.name.to_owned()));
            }
            Payload::ComponentExportSection(exports) if depth == 0 => {
                outline.extend(exports.into_iter().map(|export| export.expect("it is valid").name.name.to_owned()));
            }
            Payload::CustomSection(section) if depth == 0 && section.name().starts_with("aludel") => {
                outline.push(format!("{}: {}", section.name(), String::from_utf8_lossy(section.data())));
            }
            _ => {}
        }
    }
    outline
}

fn payloads(component: &[u8]) -> impl Iterator<Item = Payload<'_>> {
    Parser::new(0).parse_all(component).map(|payload| payload.expect("it is a component"))
}

#[test]
fn components_are_built_from_the_sources_beside_them() {
    for (path, count) in [(GUESTS, 5), (SHOP, 1)] {
        let config = config(path);
        let crates = crates(&config);
        assert_eq!(crates.len(), count, "{path}");
        for migration in crates {
            assert_eq!(migration.prebuilt, Some(kept_path(&config, &migration)), "run with UPDATE_COMPONENTS=1");
        }
    }
}

#[test]
fn the_component_of_the_shop_may_run() {
    let config = config(SHOP);
    let lockfile = Lockfile::read(&config.root).expect("it is right").expect("the shop keeps one");
    for migration in crates(&config) {
        let component = fs::read(kept_path(&config, &migration)).expect("the component is kept");
        let found = lockfile.revisions.get(&migration.header.revision);
        assert_eq!(found, Some(&locked(&migration, &component)), "run with UPDATE_COMPONENTS=1");
    }
}

#[test]
fn components_of_guests_are_what_their_sources_become() {
    rebuild(GUESTS);
}

#[test]
fn components_of_the_shop_are_what_their_sources_become() {
    rebuild(SHOP);
}
