//! Builds the JavaScript interpreter: `cargo run --manifest-path guest-sdk/javascript/interpreter/generate/Cargo.toml`.
//!
//! With `--check` nothing is built: it fails when `javascript.wasm` was made of other sources than those that are there.

mod build;
mod functions;
mod inputs;
mod tables;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The folder `guest-sdk/javascript/interpreter`.
fn interpreter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    match run(check) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<(), Box<dyn Error>> {
    let folder = interpreter();
    let digest = inputs::digest(&folder)?;
    let record = folder.join("javascript.inputs");
    if check {
        let built_of = std::fs::read_to_string(&record)?;
        if built_of.trim() == digest {
            return Ok(());
        }
        let hint = "cargo run --manifest-path guest-sdk/javascript/interpreter/generate/Cargo.toml";
        return Err(format!("javascript.wasm is stale\nhint: run `{hint}`").into());
    }
    let component = build::component(&folder)?;
    std::fs::write(folder.join("javascript.wasm"), &component)?;
    std::fs::write(record, digest + "\n")?;
    println!("javascript.wasm: {} bytes", component.len());
    Ok(())
}
