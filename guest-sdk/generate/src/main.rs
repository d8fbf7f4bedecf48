//! Writes the low-level bindings of the guest SDKs from the WIT files.
//!
//! `cargo run --manifest-path guest-sdk/generate/Cargo.toml -- LANGUAGE...` rewrites the generated files of these
//! languages, of all without a name; with `--check` it writes nothing and fails when a file is not what it would have
//! written. `layout` prints what the canonical ABI makes of the interfaces.

mod assemblyscript;
mod c;
mod go;
mod zig;

use std::error::Error;
use std::process::ExitCode;

use aludel_generate::{Generated, Source, generated};

/// What a language's generator gives.
type Files = Result<Vec<Generated>, Box<dyn Error>>;

/// A name on the command line, and what writes the files.
type Language = (&'static str, fn(&Source) -> Files);

/// The languages, a line each.
#[rustfmt::skip]
const LANGUAGES: &[Language] = &[
    ("assemblyscript", assemblyscript::generate),
    ("c", c::generate),
    ("go", go::generate),
    ("zig", zig::generate),
];

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(stale) if stale.is_empty() => ExitCode::SUCCESS,
        Ok(stale) => {
            eprintln!("stale: {}", stale.join(", "));
            eprintln!("hint: run `cargo run --manifest-path guest-sdk/generate/Cargo.toml`");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Gives the names of the files that are stale, which is none after they were written.
fn run(arguments: &[String]) -> Result<Vec<String>, Box<dyn Error>> {
    let (flags, names): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|name| name.starts_with("--"));
    if let Some(flag) = flags.iter().find(|flag| flag.as_str() != "--check") {
        return Err(format!("there is no flag `{flag}`; there is `--check`").into());
    }
    let source = Source::read()?;
    if names.iter().any(|name| *name == "layout") {
        print!("{}", source.layout.describe());
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for (_, generate) in wanted(&names)? {
        files.extend(generate(&source)?);
    }
    if flags.is_empty() { generated::write(&files) } else { Ok(generated::stale(&files)) }
}

fn wanted(names: &[&String]) -> Result<Vec<&'static Language>, String> {
    if names.is_empty() {
        return Ok(LANGUAGES.iter().collect());
    }
    let find = |name: &&String| LANGUAGES.iter().find(|(known, _)| known == name).ok_or_else(|| unknown(name));
    names.iter().map(find).collect()
}

fn unknown(name: &str) -> String {
    let known: Vec<_> = LANGUAGES.iter().map(|(name, _)| *name).collect();
    format!("there is no language `{name}`; there are {}", known.join(", "))
}
