use std::fs;
use std::path::Path;

use aludel_project::Config;

use super::*;
use crate::toolchain::SourceFiles;

/// A project with a migration and other files, read.
fn read(main: &str, path: &[&str], files: &[(&str, &str)]) -> Result<Script, ToolchainError> {
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, text) in files {
        let file = root.path().join(name);
        fs::create_dir_all(file.parent().expect("it is in the project")).expect("the folder is writable");
        fs::write(file, text).expect("the folder is writable");
    }
    let mut config = Config::defaults(&root.path().join("aludel.toml"));
    config.python.path = path.iter().map(|folder| root.path().join(folder)).collect();
    let python = Python::new(&config, &ToolEnvironment::default());
    let file = root.path().join(main);
    let is_folder = main.ends_with("/migration.py");
    let source = SourceFiles {
        path: if is_folder { file.parent().expect("it is in a folder") } else { &file },
        main: &file,
        display_path: main,
        root: root.path(),
    };
    let folder = Path::new(".");
    python.read(&Job { source, revision: "a", workshop: folder, library: folder, kept: root.path() })
}

fn names(script: &Script) -> Vec<&str> {
    script.bundle.modules.iter().map(|module| module.name.as_str()).collect()
}

#[test]
fn what_a_script_imports_travels_with_it() {
    let files = [
        ("migrations/a.py", "import json\nfrom shop.names import clean\ndef upgrade(db): pass\ndef verify(db): pass\n"),
        ("vendor/shop/__init__.py", "from . import money\n"),
        (
            "vendor/shop/names.py",
            "from ..nowhere import x\nfrom .deep.er import y\ntry:\n  import _fast\nexcept ImportError: pass\n",
        ),
        ("vendor/shop/money.py", "import subprocess\nimport other\nimport empty"),
        ("vendor/shop/deep/er.py", "y = 1"),
        ("vendor/unused.py", ""),
        ("vendor/empty/__init__.py", ""),
        ("lib/other.py", "def lazily():\n    import missing\n"),
    ];
    let script = read("migrations/a.py", &["lib", "vendor"], &files).expect("everything is there");
    let expected = [
        "migrations/a.py",
        "vendor/shop/__init__.py",
        "vendor/shop/names.py",
        "vendor/shop/money.py",
        "vendor/shop/deep/__init__.py",
        "vendor/shop/deep/er.py",
        "lib/other.py",
        "vendor/empty/__init__.py",
    ];
    assert_eq!(names(&script), expected);
    assert_eq!(
        (script.interpreter, script.has_verify, script.bundle.main.as_str()),
        ("python", true, "migrations/a.py")
    );
}

#[test]
fn a_migration_of_several_files_imports_its_neighbours() {
    let files = [
        ("migrations/a/migration.py", "from steps import first\ndef upgrade(db): first(db)"),
        ("migrations/a/steps.py", "from sqlalchemy import select"),
    ];
    let script = read("migrations/a/migration.py", &[], &files).expect("everything is there");
    assert_eq!(names(&script), ["migrations/a/migration.py", "migrations/a/steps.py"]);
    assert_eq!((script.interpreter, script.has_verify), ("alembic", false));
}

#[test]
fn a_revision_of_alembic_needs_its_interpreter() {
    let files = [("migrations/a.py", "revision = 'a'\ndown_revision = None\n\ndef upgrade(): pass\n")];
    let script = read("migrations/a.py", &[], &files).expect("nothing has to be there");
    assert_eq!((script.interpreter, names(&script)), ("alembic", vec!["migrations/a.py"]));
}

#[test]
fn what_cannot_come_along_is_an_error_with_its_line() {
    let native = ("vendor/fast.cpython-314-x86_64-linux-gnu.so", "");
    let cases = [
        (
            "import os\nimport slugify.special\n",
            "migrations/a.py:2: import slugify: it is neither part of the interpreter nor on the project's [python] path",
            Some("pip install --target vendor slugify"),
        ),
        (
            "def f():\n    from socket import create_connection",
            "migrations/a.py:2: import socket: a migration has no network; pass data with -x or put it into the migration",
            None,
        ),
        (
            "import requests",
            "migrations/a.py:1: import requests: a migration has no network; pass data with -x or put it into the migration",
            None,
        ),
        (
            "import numpy as np",
            "migrations/a.py:1: import numpy: it has native code, which the interpreter cannot load",
            None,
        ),
        (
            "import fast",
            "migrations/a.py:1: import fast: vendor/fast.cpython-314-x86_64-linux-gnu.so is native code, which the interpreter cannot load",
            Some("take a package that is written in Python alone"),
        ),
        (
            "import needy",
            "vendor/needy.py:2: import absent: it is neither part of the interpreter nor on the project's [python] path",
            Some("pip install --target vendor absent"),
        ),
    ];
    for (text, message, hint) in cases {
        let files = [("migrations/a.py", text), native, ("vendor/needy.py", "\nimport absent")];
        let error = read("migrations/a.py", &["vendor"], &files).expect_err(text);
        assert_eq!((error.to_string().as_str(), error.hint().as_deref()), (message, hint));
    }
    let error = read("migrations/a.py", &[], &[("migrations/a.py", "import slugify")]).expect_err("there is no path");
    let hint =
        "pip install --target vendor/python slugify; then add to aludel.toml: [python] path = [\"vendor/python\"]";
    assert_eq!(error.hint().as_deref(), Some(hint));
}

#[test]
fn a_text_that_is_no_python_is_told_with_its_line() {
    let error = read("migrations/a.py", &[], &[("migrations/a.py", "def upgrade(db):\n    db.execute('x'\n")]);
    let message = "it does not compile:\nmigrations/a.py:2: SyntaxError: '(' was never closed\n    db.execute('x'";
    assert_eq!(error.expect_err("a bracket is open").to_string(), message);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test looks for the tools of the machine, as the shell does")]
fn a_python_of_the_machine_checks_the_syntax() {
    let variable = |name: &str| std::env::var(name).ok();
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let checker = Checker::new(ToolEnvironment::from_variables(&variable));
    let file = root.path().join("a.py");
    let source = SourceFiles { path: &file, main: &file, display_path: "a.py", root: root.path() };
    let job = Job { source, revision: "a", workshop: root.path(), library: root.path(), kept: root.path() };
    let module = |text: &str| Module { name: "migrations/a.py".to_owned(), text: text.to_owned() };
    assert_eq!(checker.check(&module("x = 1"), &job), Ok(()));
    let refused = checker.check(&module("x = 1\nif x\n    y = 2\n"), &job);
    // A machine need not have a Python, and an old one is not asked.
    if let Err(error) = refused {
        let message = "it does not compile:\nmigrations/a.py:2: SyntaxError: expected ':'\n    if x\n        ^";
        assert_eq!(error.to_string(), message);
        assert!(root.path().join("checked").is_dir(), "what was right is remembered");
    }
}
