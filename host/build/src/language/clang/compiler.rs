//! A compiler, and how it is asked for WebAssembly.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::Dialect;

/// What a migration needs, each with what comes before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A compiler and a linker.
    Freestanding,
    /// The C library too.
    Library,
    /// And that of C++.
    Cpp,
}

impl Level {
    /// The name of a folder for what is compiled for it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Freestanding => "freestanding",
            Self::Library | Self::Cpp => "hosted",
        }
    }

    /// The folders of the library with the sources that it takes.
    pub(super) fn source_folders(self) -> [&'static str; 2] {
        match self {
            Self::Freestanding => ["src", "freestanding"],
            Self::Library | Self::Cpp => ["src", "hosted"],
        }
    }
}

/// What kind of program it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// clang, with its linker, and a folder with the libraries where the system's own is not the one.
    Clang { linker: PathBuf, sysroot: Option<PathBuf> },
    /// `zig cc`, which brings everything; with the arguments before its own.
    Zig { prefix: Vec<String> },
}

/// A compiler that was found.
#[derive(Debug, Clone)]
pub(super) struct Compiler {
    pub(super) program: PathBuf,
    pub(super) kind: Kind,
    /// All that it says of itself.
    pub(super) version: String,
    /// What it can build.
    pub(super) highest: Level,
}

/// Small code first. Functions keep their names, so that a trap can say where it was.
const COMMON: [&str; 5] = [
    "-Oz",
    "-mbulk-memory",
    "-fno-exceptions",
    "-fvisibility=hidden",
    // `errno` is local to its thread, and some versions know no other way to reach it.
    "-ftls-model=local-exec",
];

/// The stack, in bytes. It comes first in memory, so that one that is too deep is a trap and overwrites nothing.
const STACK: &str = "-Wl,-z,stack-size=262144";

impl Compiler {
    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    pub(super) fn version(&self) -> String {
        format!("{} {}", self.program.display(), self.version)
    }

    /// Whether it makes an object of each of several sources; zig keeps one of them.
    pub(super) fn makes_many_objects(&self) -> bool {
        matches!(self.kind, Kind::Clang { .. })
    }

    /// How it is told what to compile for.
    pub(super) fn arguments(&self, dialect: Dialect, level: Level, library: &Path) -> Vec<OsString> {
        let mut arguments = Vec::<OsString>::new();
        match &self.kind {
            Kind::Zig { prefix } => {
                arguments.extend(prefix.iter().map(OsString::from));
                arguments.push(if dialect == Dialect::Cpp { "c++" } else { "cc" }.into());
                arguments.extend(["-target".into(), zig_target(level).into()]);
            }
            Kind::Clang { sysroot, .. } => {
                arguments.push(format!("--target={}", clang_target(level)).into());
                if dialect == Dialect::Cpp {
                    // As `clang++`: the headers and the library of C++ come with it.
                    arguments.push("--driver-mode=g++".into());
                }
                if let Some(sysroot) = sysroot {
                    arguments.push(joined("--sysroot=", sysroot));
                }
            }
        }
        arguments.extend(COMMON.map(OsString::from));
        match dialect {
            Dialect::C => arguments.push("-std=gnu17".into()),
            Dialect::Cpp => arguments.extend(["-std=gnu++2b".into(), "-fno-rtti".into()]),
        }
        if level == Level::Freestanding {
            arguments.push("-ffreestanding".into());
            arguments.push(joined("-isystem", &library.join("freestanding")));
        }
        arguments.push(joined("-I", &library.join("include")));
        arguments
    }

    /// No path of this machine gets into a component.
    pub(super) fn reproducible_paths(root: &Path, library: &Path) -> [OsString; 2] {
        let mapped = |folder: &Path, name: &str| {
            let mut flag = joined("-ffile-prefix-map=", folder);
            flag.push(name);
            flag
        };
        // The later one wins, and the library is unpacked below the root.
        [mapped(root, "=."), mapped(library, "=aludel")]
    }

    /// How it is told to link a module whose functions are called from outside.
    pub(super) fn link_arguments(&self, level: Level) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = [STACK, "-Wl,--strip-debug"].map(OsString::from).into();
        // Zig puts the stack first anyway, and does not know the argument.
        if let Kind::Clang { linker, .. } = &self.kind {
            arguments.push("-Wl,--stack-first".into());
            arguments.push(joined("-fuse-ld=", linker));
        }
        match level {
            Level::Freestanding => arguments.extend(["-nostdlib".into(), "-Wl,--no-entry".into()]),
            Level::Library | Level::Cpp => arguments.push("-mexec-model=reactor".into()),
        }
        arguments
    }
}

fn zig_target(level: Level) -> &'static str {
    if level == Level::Freestanding { "wasm32-freestanding" } else { "wasm32-wasi" }
}

fn clang_target(level: Level) -> &'static str {
    if level == Level::Freestanding { "wasm32-unknown-unknown" } else { "wasm32-wasi" }
}

fn joined(flag: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(flag);
    joined.push(path);
    joined
}
