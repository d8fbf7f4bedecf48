//! The steps from C and JavaScript to a component.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

use crate::functions;

/// What the interpreter says of itself in its section `aludel:interpreter`.
const ABOUT: &str = concat!("{\"name\":\"javascript\",\"version\":\"", env!("CARGO_PKG_VERSION"), "\"}");
/// The compiler, of one version, so that everybody builds the same bytes.
const CLANG: &str = "clang-14";
const WORLD: &str = "checked-migration";
/// The parts of `QuickJS` that an engine needs: its own library of the operating system is left out.
const QUICKJS: [&str; 4] = ["quickjs", "libregexp", "libunicode", "dtoa"];
const INTERPRETER: [&str; 14] = [
    "arena", "handle", "lower", "lift", "value", "call", "columns", "column", "writer", "native", "modules", "script",
    "wasi", "engine",
];
/// `-O2` is a third faster than `-Oz` at rows, and half as large again.
const FLAGS: [&str; 9] = [
    "--target=wasm32-wasi",
    "-Wno-deprecated",
    "-O2",
    "-DNDEBUG",
    "-D_GNU_SOURCE",
    "-fno-exceptions",
    "-ffunction-sections",
    "-fdata-sections",
    "-w",
];
/// The stack of C lies first in memory, so that running out of it is a trap and not a change of data.
const LINK_FLAGS: [&str; 5] =
    ["-mexec-model=reactor", "-Wl,--gc-sections", "-Wl,-s", "-Wl,--stack-first", "-Wl,-z,stack-size=1048576"];

/// Where things are.
struct Places {
    interpreter: PathBuf,
    quickjs: PathBuf,
    work: PathBuf,
    clang: OsString,
}

/// Builds everything.
pub fn component(interpreter: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let places = Places {
        interpreter: interpreter.to_owned(),
        quickjs: quickjs(interpreter)?,
        work: interpreter.join("generate/target/interpreter"),
        clang: CLANG.into(),
    };
    std::fs::create_dir_all(&places.work)?;
    let (resolve, world) = interface(interpreter)?;
    std::fs::write(places.work.join("bindings.c"), functions::bindings(&resolve, world))?;
    compile_library(&places)?;
    let mut core = std::fs::read(compile_core(&places)?)?;
    embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8)?;
    let mut encoder = ComponentEncoder::default().module(&core)?.validate(true);
    let mut component = encoder.encode()?;
    append_section(&mut component, "aludel:interpreter", ABOUT.as_bytes());
    Ok(component)
}

fn interface(interpreter: &Path) -> Result<(Resolve, WorldId), Box<dyn Error>> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(interpreter.join("../../../wit/0.1.0"))?;
    let world = resolve.select_world(&[package], Some(WORLD))?;
    Ok((resolve, world))
}

/// The sources of `QuickJS`, as cargo has unpacked them.
fn quickjs(interpreter: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let manifest = interpreter.join("generate/Cargo.toml");
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version", "1", "--locked", "--manifest-path"]).arg(manifest);
    let output = cargo.output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    let package = packages.iter().find(|package| package["name"] == "rquickjs-sys");
    let path = package.and_then(|package| package["manifest_path"].as_str()).ok_or("rquickjs-sys is not there")?;
    Ok(Path::new(path).with_file_name("quickjs"))
}

/// Compiles the modules of the SDK to bytecode, with a compiler made of the same `QuickJS` for this machine.
fn compile_library(places: &Places) -> Result<(), Box<dyn Error>> {
    let compiler = places.work.join("compile");
    let sources = QUICKJS.iter().map(|name| places.quickjs.join(name).with_extension("c"));
    let flags = ["-O1", "-w", "-D_GNU_SOURCE", "-DNDEBUG", "-I"];
    let mut arguments: Vec<OsString> = flags.iter().map(OsString::from).collect();
    arguments.extend([places.quickjs.clone().into(), "-o".into(), compiler.clone().into()]);
    arguments.push(places.interpreter.join("src/compile.c").into());
    arguments.extend(sources.map(OsString::from));
    arguments.extend(["-lm".into(), "-lpthread".into()]);
    run("cc".as_ref(), &arguments)?;
    let mut modules = Vec::new();
    let mut library: Vec<PathBuf> = std::fs::read_dir(places.interpreter.join("library"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    library.sort();
    for path in library {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        modules.push(OsString::from(if name == "index" { "aludel".to_owned() } else { format!("aludel:{name}") }));
        modules.push(path.into());
    }
    let output = Command::new(&compiler).args(&modules).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(std::fs::write(places.work.join("sdk.c"), output.stdout)?)
}

fn compile_core(places: &Places) -> Result<PathBuf, Box<dyn Error>> {
    let core = places.work.join("core.wasm");
    let own = INTERPRETER.iter().map(|name| places.interpreter.join("src").join(name).with_extension("c"));
    // `engine.c` includes the first.
    let engine = QUICKJS[1..].iter().map(|name| places.quickjs.join(name).with_extension("c"));
    let generated = ["bindings.c", "sdk.c"].map(|name| places.work.join(name));
    let mut arguments: Vec<OsString> = FLAGS.iter().chain(&LINK_FLAGS).map(OsString::from).collect();
    for folder in [&places.quickjs, &places.interpreter.join("src")] {
        arguments.extend(["-I".into(), folder.into()]);
    }
    arguments.extend(own.chain(engine).chain(generated).map(OsString::from));
    arguments.extend(["-o".into(), core.clone().into()]);
    run(&places.clang, &arguments)?;
    Ok(core)
}

fn run(program: &OsStr, arguments: &[OsString]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(program).args(arguments).status()?;
    if status.success() { Ok(()) } else { Err(format!("{} failed", program.display()).into()) }
}

/// A custom section at the end of a component.
fn append_section(component: &mut Vec<u8>, name: &str, content: &[u8]) {
    let mut body = length(name.len());
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(content);
    component.push(0);
    component.extend(length(body.len()));
    component.extend(body);
}

/// A length as WebAssembly writes it.
fn length(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value % 128).expect("it is less than 128");
        value /= 128;
        bytes.push(if value == 0 { low } else { low | 128 });
        if value == 0 {
            return bytes;
        }
    }
}
