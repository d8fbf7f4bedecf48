use std::fs;
use std::path::Path;

use aludel_project::Language;

use super::*;
use crate::toolchain::SourceFiles;
use crate::{sdk, world};

const HEAD: &str = "#include <aludel.h>\n";
const TAIL: &str = "static aludel_error_t *nothing(aludel_database_t *db) { (void)db; return ALUDEL_OK; }\n";
const EXPORT: &str = "ALUDEL_MIGRATION(nothing, nothing)\n";

#[expect(clippy::disallowed_methods, reason = "a test stands where the command line does")]
fn environment() -> ToolEnvironment {
    ToolEnvironment::from_variables(&|name| std::env::var(name).ok())
}

/// Builds a migration in a project of its own.
fn build(dialect: Dialect, name: &str, text: &str) -> Result<Vec<u8>, ToolchainError> {
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    build_in(root.path(), &Clang::new(dialect, &environment()), name, text)
}

fn build_in(root: &Path, clang: &Clang, name: &str, text: &str) -> Result<Vec<u8>, ToolchainError> {
    let main = root.join(name);
    for folder in [main.parent().expect("it is in a folder"), &root.join("workshop"), &root.join("kept")] {
        fs::create_dir_all(folder).expect("the folder is writable");
    }
    fs::write(&main, text).expect("the folder is writable");
    let library = sdk::unpack(Language::C, root).expect("the folder is writable");
    let source = SourceFiles { path: &main, main: &main, display_path: name, root };
    let (workshop, kept) = (root.join("workshop"), root.join("kept"));
    clang.build(&Job { source, revision: "a1", workshop: &workshop, library: &library, kept: &kept })
}

fn holds(module: &[u8], text: &str) -> bool {
    module.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_migration_without_the_c_library_asks_for_nothing_of_it() {
    let module = build(Dialect::C, "migrations/a.c", &format!("{HEAD}{TAIL}{EXPORT}")).expect("it compiles");
    assert!(!holds(&module, "wasi_snapshot_preview1"));
    assert!(module.len() < 20_000, "{} bytes", module.len());
    world::wrap(&module).expect("it is a migration");
}

#[test]
fn a_header_of_the_c_library_links_it() {
    let text = format!(
        "#include <errno.h>\n#include <stdio.h>\n{HEAD}static aludel_error_t *nothing(aludel_database_t *db) {{ (void)db; return puts(\"a\") < 0 ? aludel_fail(\"%d\", errno) : ALUDEL_OK; }}\n{EXPORT}"
    );
    let module = build(Dialect::C, "migrations/a.c", &text).expect("it compiles");
    assert!(holds(&module, "wasi_snapshot_preview1"));
    world::wrap(&module).expect("it is a migration");
}

#[test]
fn files_and_the_environment_are_refused_where_they_are_asked_for() {
    let up = |head: &str, call: &str| {
        format!(
            "{head}{HEAD}{TAIL}static aludel_error_t *up(aludel_database_t *db) {{\n    (void)db;\n    {call};\n    return ALUDEL_OK;\n}}\nALUDEL_MIGRATION(up, nothing)\n"
        )
    };
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let c = Clang::new(Dialect::C, &environment());
    for (head, call, expected) in [
        ("#include <stdio.h>\n", "fclose(fopen(\"a\", \"r\"))", "migrations/a.c:6: `fopen`: a migration has no files"),
        (
            "#include <stdlib.h>\n",
            "if (getenv(\"A\")) abort()",
            "migrations/a.c:6: `getenv`: a migration has no environment",
        ),
    ] {
        let error = build_in(root.path(), &c, "migrations/a.c", &up(head, call)).expect_err("there is none");
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    let text = "#include <aludel.hpp>\n#include <sstream>\nusing namespace aludel;\n\
                static Result<> up(Database &db) { (void)db; std::ostringstream text; text << 1; return fail(text.str()); }\nALUDEL_MIGRATION(up, up)\n";
    let cpp = Clang::new(Dialect::Cpp, &environment());
    build_in(root.path(), &cpp, "migrations/a.cpp", text).expect("text streams need no system");
}

#[test]
fn the_bytes_do_not_depend_on_the_folder() {
    let text = format!(
        "{HEAD}{TAIL}static aludel_error_t *up(aludel_database_t *db) {{ (void)db; return aludel_fail(\"x\"); }}\nALUDEL_MIGRATION(up, nothing)\n"
    );
    let one = build(Dialect::C, "migrations/a.c", &text).expect("it compiles");
    let other = build(Dialect::C, "migrations/a.c", &text).expect("it compiles");
    assert_eq!(one, other);
    assert!(holds(&one, "migrations/a.c"), "messages name the file");
}

#[test]
fn a_folder_is_compiled_as_a_whole() {
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = root.path().join("migrations/a");
    fs::create_dir_all(root.path().join("workshop")).expect("the folder is writable");
    fs::create_dir_all(folder.join("part")).expect("the folder is writable");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("the folder is writable");
    write("migration.c", &format!("#include \"part/part.h\"\n{EXPORT}"));
    write("part/part.h", &format!("{HEAD}aludel_error_t *nothing(aludel_database_t *db);\n"));
    write("part/part.c", &format!("#include \"part.h\"\n{}", TAIL.replace("static ", "")));
    let library = sdk::unpack(Language::C, root.path()).expect("the folder is writable");
    let main = folder.join("migration.c");
    let source =
        SourceFiles { path: &folder, main: &main, display_path: "migrations/a/migration.c", root: root.path() };
    let workshop = root.path().join("workshop");
    let job = Job { source, revision: "a1", workshop: &workshop, library: &library, kept: root.path() };
    let module = Clang::new(Dialect::C, &environment()).build(&job).expect("it compiles");
    world::wrap(&module).expect("it is a migration");
}

#[test]
fn cpp_has_its_library() {
    let text = "#include <aludel.hpp>\nusing namespace aludel;\nstatic Result<> up(Database &db) { ALUDEL_TRY(db.execute(\"SELECT 1\", std::string(\"a\"))); return {}; }\nALUDEL_MIGRATION(up, up)\n";
    let module = build(Dialect::Cpp, "migrations/a.cpp", text).expect("it compiles");
    world::wrap(&module).expect("it is a migration");
}

#[test]
fn the_compiler_names_the_line_of_the_project() {
    let error = build(Dialect::C, "migrations/a.c", &format!("{HEAD}int broken(\n")).expect_err("it is not C");
    let ToolchainError::Compile { output, .. } = error else { panic!("{error}") };
    assert!(output.starts_with("migrations/a.c:2:"), "{output}");
    let unknown = format!("{HEAD}{TAIL}static void f(void) {{ socket(1); }}\n{EXPORT}");
    let error = build(Dialect::C, "migrations/a.c", &unknown).expect_err("there is no such function");
    assert!(error.to_string().contains("migrations/a.c:3:23: error"), "{error}");
    let thrown = "#include <aludel.hpp>\nvoid f() { throw 1; }\n";
    let error = build(Dialect::Cpp, "migrations/a.cpp", thrown).expect_err("exceptions are off");
    assert!(error.to_string().contains("migrations/a.cpp:2:12: error: cannot use 'throw'"), "{error}");
}

/// An environment whose search path is that folder, with a home, since zig keeps there what it has compiled.
#[cfg(unix)]
fn environment_with(folder: &Path, others: &[(&str, &str)]) -> ToolEnvironment {
    let home = environment().get("HOME").map(str::to_owned);
    ToolEnvironment::from_variables(&|name| match name {
        "PATH" => Some(folder.display().to_string()),
        "HOME" => home.clone(),
        _ => others.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()),
    })
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a test says that it did not run")]
fn zig_is_a_compiler_of_c() {
    let Some(zig) = ["zig", "python-zig"].iter().find_map(|name| environment().find_program(name)) else {
        assert!(std::env::var_os("TEST_REQUIRE").is_none(), "there is no zig");
        eprintln!("not run: there is no zig");
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::os::unix::fs::symlink(zig, folder.path().join("zig")).expect("the folder is writable");
    let clang = Clang::new(Dialect::C, &environment_with(folder.path(), &[]));
    assert!(clang.version().is_ok_and(|version| version.contains("/zig zig 0.")), "{:?}", clang.version());
    let module = build_in(folder.path(), &clang, "migrations/a.c", &format!("{HEAD}{TAIL}{EXPORT}"));
    let module = module.expect("it compiles");
    world::wrap(&module).expect("it is a migration");
    assert!(!holds(&module, &folder.path().display().to_string()), "a path of the machine is in the module");
    let broken = build_in(folder.path(), &clang, "migrations/a.c", "int broken(\n").expect_err("it is not C");
    assert!(broken.to_string().contains("migrations/a.c:1:"), "{broken}");
}

/// A folder that is laid out as the WASI SDK, with what this system has in it.
#[cfg(unix)]
#[test]
fn a_wasi_sdk_comes_first() {
    use std::os::unix::fs::symlink;
    let environment = environment();
    let (clang, linker) = (environment.find_program("clang-14"), environment.find_program("wasm-ld-14"));
    let (Some(clang), Some(linker)) = (clang, linker) else { return };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let sdk = folder.path().join("wasi-sdk");
    for name in ["bin", "share/wasi-sysroot/include", "share/wasi-sysroot/lib"] {
        fs::create_dir_all(sdk.join(name)).expect("the folder is writable");
    }
    for (file, link) in [
        (clang.as_path(), "bin/clang"),
        (linker.as_path(), "bin/wasm-ld"),
        (Path::new("/usr/include/wasm32-wasi"), "share/wasi-sysroot/include/wasm32-wasi"),
        (Path::new("/usr/lib/wasm32-wasi"), "share/wasi-sysroot/lib/wasm32-wasi"),
    ] {
        symlink(file, sdk.join(link)).expect("the folder is writable");
    }
    let named = sdk.display().to_string();
    let environment = environment_with(Path::new("/usr/bin"), &[("WASI_SDK_PATH", &named)]);
    let clang = Clang::new(Dialect::C, &environment);
    assert!(clang.version().is_ok_and(|version| version.starts_with(&named)), "{:?}", clang.version());
    let text = format!("#include <stdio.h>\n{HEAD}{TAIL}int said(void) {{ return puts(\"a\"); }}\n{EXPORT}");
    let module = build_in(folder.path(), &clang, "migrations/a.c", &text).expect("it compiles");
    world::wrap(&module).expect("it is a migration");
}

#[test]
fn without_a_compiler_it_says_what_to_install() {
    let nothing = ToolEnvironment::from_variables(&|name| (name == "PATH").then(|| "/nowhere".to_owned()));
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let clang = Clang::new(Dialect::Cpp, &nothing);
    let error = build_in(root.path(), &clang, "a.cpp", "int a;\n").expect_err("there is no compiler");
    assert_eq!(error.code(), "toolchain_missing");
    assert_eq!(
        error.hint().as_deref(),
        Some("apt-get install clang lld wasi-libc libclang-rt-dev-wasm32 libc++-dev-wasm32")
    );
}

#[cfg(unix)]
#[test]
fn an_old_compiler_is_named_with_its_version() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let program = folder.path().join("clang");
    fs::write(&program, "#!/bin/sh\necho clang version 9.0.1\n").expect("the folder is writable");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the file is ours");
    let path = folder.path().display().to_string();
    let old = ToolEnvironment::from_variables(&|name| (name == "PATH").then(|| path.clone()));
    let error = Clang::new(Dialect::C, &old).version().expect_err("it is too old");
    assert_eq!(error.code(), "toolchain_version");
    assert!(error.to_string().ends_with("is clang 9, and clang 13 or newer is needed"), "{error}");
}

#[test]
fn versions_and_headers_are_read() {
    assert_eq!(find::major_version("Debian clang version 14.0.6\nTarget: x"), Some(14));
    assert_eq!(find::major_version("gcc 12"), None);
    assert_eq!(sources::level_of("#include <aludel.h>\n#include <string.h>\n# include \"a.h\""), Level::Freestanding);
    assert_eq!(sources::level_of("int a;\n  #  include  < stdio.h >\n"), Level::Library);
}
