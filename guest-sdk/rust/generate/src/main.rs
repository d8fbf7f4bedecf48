//! Writes the bindings of `aludel-guest` from the WIT files.
//!
//! `cargo run -p aludel-guest-generate` rewrites `src/bindings.rs` and `src/bindings/`; with `--check` it writes nothing and fails when the
//! files there are not what it would have written.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use wit_bindgen_core::wit_parser::{Resolve, WorldId};
use wit_bindgen_core::{Files, WorldGenerator};
use wit_component::StringEncoding;

/// The worlds whose descriptions the macros `migration!` and `target!` embed in a guest.
const WORLDS: [&str; 3] = ["migration", "checked-migration", "schema-target"];
/// The world with everything, from which the code is generated.
const WIDEST_WORLD: &str = "everything";

/// Modules of the generated code that only some guests need, and the feature that each is compiled with: together they
/// are most of it, and every cold build would wait for them.
const GATED_MODULES: [(&str, &str); 2] = [("pub mod schema {", "schema"), ("pub mod target {", "target")];

/// How the part of the generated code begins that is not wanted.
const EXPORT_MACRO_DOC: &str = "/// Generates `#[unsafe(no_mangle)]` functions to export the specified type";

/// A generated file, relative to `src`.
struct Generated {
    name: String,
    content: Vec<u8>,
}

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    match run(check) {
        Ok(stale) if stale.is_empty() => ExitCode::SUCCESS,
        Ok(stale) => {
            eprintln!("stale: {}", stale.join(", "));
            eprintln!("hint: run `cargo run -p aludel-guest-generate`");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Gives the names of the files that are stale, which is none after they were written.
fn run(check: bool) -> Result<Vec<String>, Box<dyn Error>> {
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let directory = sdk.join("src");
    let files = generate(&sdk.join("../../wit/0.1.0"))?;
    if check {
        return Ok(files.into_iter().filter(|file| !file.is_current(&directory)).map(|file| file.name).collect());
    }
    for file in &files {
        std::fs::write(directory.join(&file.name), &file.content)?;
    }
    Ok(Vec::new())
}

impl Generated {
    fn is_current(&self, directory: &Path) -> bool {
        std::fs::read(directory.join(&self.name)).is_ok_and(|content| content == self.content)
    }
}

fn generate(wit: &Path) -> Result<Vec<Generated>, Box<dyn Error>> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit)?;
    let mut files = Vec::new();
    for name in WORLDS {
        let world = resolve.select_world(&[package], Some(name))?;
        let content = wit_component::metadata::encode(&resolve, world, StringEncoding::UTF8, None)?;
        files.push(Generated { name: format!("bindings/{name}.world"), content });
    }
    let world = resolve.select_world(&[package], Some(WIDEST_WORLD))?;
    files.push(Generated { name: "bindings.rs".to_owned(), content: code(&mut resolve, world)? });
    Ok(files)
}

fn code(resolve: &mut Resolve, world: WorldId) -> Result<Vec<u8>, Box<dyn Error>> {
    let options = wit_bindgen_rust::Opts {
        runtime_path: Some("crate::runtime".to_owned()),
        additional_derive_attributes: vec!["PartialEq".to_owned()],
        additional_derive_ignore: Vec::new(),
        generate_all: true,
        generate_unused_types: true,
        pub_export_macro: true,
        export_macro_name: Some("export_interfaces".to_owned()),
        default_bindings_module: Some("$crate::bindings".to_owned()),
        disable_custom_section_link_helpers: true,
        ..Default::default()
    };
    let mut files = Files::default();
    options.build().generate(resolve, world, &mut files)?;
    let (_, source) = files.iter().next().ok_or("the generator wrote no file")?;
    format(&gated(without_export_macro(std::str::from_utf8(source)?)?)?)
}

/// Puts a condition before every module that only some guests need.
fn gated(source: &str) -> Result<String, Box<dyn Error>> {
    let mut gated = source.to_owned();
    for (module, feature) in GATED_MODULES {
        if gated.matches(module).count() != 1 {
            return Err(format!("the generated code does not hold `{module}` once").into());
        }
        gated = gated.replacen(module, &format!("#[cfg(feature = \"{feature}\")]\n{module}"), 1);
    }
    Ok(gated)
}

/// Cuts off the export macro of the generator and its description of the world: `migration!` takes their place, because
/// it knows whether the guest exports `check`.
fn without_export_macro(source: &str) -> Result<&str, Box<dyn Error>> {
    let start = source.find(EXPORT_MACRO_DOC).ok_or("the generated code has no export macro where it was expected")?;
    Ok(&source[..start])
}

/// Runs rustfmt over the text, so that `cargo fmt --check` holds for it too.
fn format(source: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let path: PathBuf = std::env::temp_dir().join(format!("aludel-bindings-{}.rs", std::process::id()));
    std::fs::write(&path, source)?;
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let status =
        Command::new("rustfmt").args(["--edition", "2024", "--config-path"]).arg(config).arg(&path).status()?;
    let formatted = std::fs::read(&path)?;
    std::fs::remove_file(&path)?;
    if status.success() { Ok(formatted) } else { Err("rustfmt did not accept the generated code".into()) }
}
