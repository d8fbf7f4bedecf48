//! Assembles the code that every SQL migration shares.

use std::path::PathBuf;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folder in the environment")]
fn main() {
    let source = "src/build/runner.wat";
    println!("cargo::rerun-if-changed={source}");
    let module = wat::parse_file(source).expect("runner.wat is WebAssembly text");
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names the output folder"));
    std::fs::write(folder.join("runner.wasm"), module).expect("the output folder is writable");
}
