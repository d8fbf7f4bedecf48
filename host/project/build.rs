//! Assembles the modules that are written by hand: the code that every SQL migration shares, and a WASI without a system.

use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folder in the environment")]
fn main() {
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names the output folder"));
    for name in ["runner", "wasi_stub"] {
        assemble(name, &folder);
    }
}

fn assemble(name: &str, folder: &Path) {
    let source = format!("src/build/{name}.wat");
    println!("cargo::rerun-if-changed={source}");
    let module = wat::parse_file(&source).expect("the file is WebAssembly text");
    std::fs::write(folder.join(format!("{name}.wasm")), module).expect("the output folder is writable");
}
