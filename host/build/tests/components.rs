//! The components that are kept built in this repository: each is what its source becomes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_build::{Builder, ToolEnvironment};
use aludel_project::{Config, Directory, Migration, SourceKind};
use wasmparser::{Parser, Payload};

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
        let built = match builder.artifact(&Migration { prebuilt: None, ..migration.clone() }) {
            Ok(artifact) => artifact.component,
            Err(error) if error.code() == "toolchain_missing" && variable("TEST_REQUIRE").is_none() => {
                return eprintln!("not run: {error}");
            }
            Err(error) => panic!("{error}\n{:?}", error.hint()),
        };
        let kept = kept_path(&config, &migration);
        if keep {
            fs::write(&kept, &built).expect("the repository is writable");
        }
        compare(&kept, &built);
    }
}

#[expect(clippy::print_stderr, reason = "a test says what it did not do")]
fn compare(path: &Path, built: &[u8]) {
    let kept = fs::read(path).expect("the component is kept");
    if producers(&kept) != producers(built) {
        return eprintln!("not compared: {} was built with another compiler", path.display());
    }
    let holds = |text: &str| built.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds(env!("CARGO_MANIFEST_DIR").trim_end_matches("host/build")), "a path of this machine is in it");
    assert!(kept == built, "{} is not what its source becomes: run with UPDATE_COMPONENTS=1", path.display());
}

/// What compilers and tools say of themselves in a component and its modules.
fn producers(component: &[u8]) -> Vec<Vec<u8>> {
    let payloads = Parser::new(0).parse_all(component).map(|payload| payload.expect("it is a component"));
    let sections = payloads.filter_map(|payload| match payload {
        Payload::CustomSection(section) if section.name() == "producers" => Some(section.data().to_vec()),
        _ => None,
    });
    sections.collect()
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
fn components_of_guests_are_what_their_sources_become() {
    rebuild(GUESTS);
}

#[test]
fn components_of_the_shop_are_what_their_sources_become() {
    rebuild(SHOP);
}
