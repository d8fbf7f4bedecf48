//! Files that are no program, and what is said of each.

use aludel_sandbox::{Allowance, Limits, LoadError};

use crate::support::guest::{foreign_component, with_section};
use crate::support::{Guest, load, load_error, sandbox_with};

const NAME: &str = "migrations/test.wasm";

fn name() -> String {
    NAME.to_owned()
}

#[test]
fn other_files_are_told_apart() {
    let cases: [(&[u8], &str); 4] = [
        (b"", "empty"),
        (b"-- a migration", "a text file"),
        (b"(component)", "WebAssembly text, or some other text"),
        (b"\x89PNG\0\xff", "some other binary file"),
    ];
    for (bytes, found) in cases {
        let error = load_error(bytes);
        assert_eq!(error, LoadError::NotWasm { name: name(), found: found.into() });
        assert_eq!(error.to_string(), format!("`{NAME}` is {found}, not a WebAssembly component"));
    }
}

#[test]
fn a_core_module_is_named_as_one() {
    let module = wat::parse_str("(module)").expect("the text parses");
    let error = load_error(&module);
    assert_eq!(error, LoadError::CoreModule { name: name() });
    assert_eq!(error.hint().as_deref(), Some("make a component of it: `wasm-tools component new`"));
}

#[test]
fn native_code_is_refused() {
    assert_eq!(load_error(b"\x7fELF\x02\x01\x01 and so on"), LoadError::Precompiled { name: name() });
}

#[test]
fn every_cut_of_a_component_is_an_error() {
    let component = Guest::new().build();
    for end in (0..component.len()).step_by(7) {
        let error = load_error(&component[..end]);
        let is_expected = matches!(
            &error,
            LoadError::NotWasm { .. }
                | LoadError::Truncated { .. }
                | LoadError::OtherWorld { .. }
                | LoadError::Invalid { .. }
        );
        assert!(is_expected, "{end}: {error:?}");
    }
    let cut = load_error(&component[..component.len() / 2]);
    assert!(matches!(cut, LoadError::Truncated { bytes, .. } if bytes == component.len() / 2), "{cut:?}");
}

#[test]
fn noise_after_a_good_header_is_no_component() {
    let error = load_error(b"\0asm\x0d\0\x01\0\x07\x03\xff\xff\xff");
    assert!(matches!(error, LoadError::OtherWorld { .. } | LoadError::Invalid { .. }), "{error:?}");
}

#[test]
fn a_component_of_another_world_is_named_with_its_exports() {
    let wit = "package some:tool; world tool { export run: func(); }";
    let error = load_error(&foreign_component(wit, "tool", "(module (func (export \"run\")))"));
    let expected = LoadError::OtherWorld {
        name: name(),
        missing: "aludel:migration/revision@0.1.0".into(),
        exports: vec!["run".to_owned()],
    };
    assert_eq!(error, expected);
}

#[test]
fn an_import_that_nobody_offers_is_named_with_what_is_offered() {
    let wit = "package some:tool; interface files { read: func(); } world tool { import files; export run: func(); }";
    let module = r#"(module (import "some:tool/files" "read" (func)) (func (export "run")))"#;
    let error = load_error(&foreign_component(wit, "tool", module));
    let LoadError::UnknownImport { imports, offered, .. } = &error else { panic!("{error:?}") };
    assert_eq!(imports, &["some:tool/files"]);
    assert_eq!(offered.len(), 8);
    let text = error.to_string();
    assert!(
        text.starts_with(
            "`migrations/test.wasm` imports `some:tool/files`, which no migration is given; offered: `aludel:"
        ),
        "{text}"
    );
}

#[test]
fn a_version_of_ours_that_is_unknown_is_named_with_the_known_ones() {
    let wit = "package aludel:sql@0.2.0; interface database { ping: func(); }
               world tool { import database; export run: func(); }";
    let module = r#"(module (import "aludel:sql/database@0.2.0" "ping" (func)) (func (export "run")))"#;
    let error = load_error(&foreign_component(wit, "tool", module));
    let expected = LoadError::UnknownVersion {
        name: name(),
        interface: "aludel:sql/database@0.2.0".to_owned(),
        known: vec!["0.1.x".into()],
    };
    assert_eq!(error, expected);
    let text = "`migrations/test.wasm` needs `aludel:sql/database@0.2.0`; this host knows the versions `0.1.x`";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_function_that_a_later_patch_added_is_named() {
    let wit = "package aludel:migration@0.1.9;
               interface context { weather: func(); }
               interface revision { upgrade: func(); }
               world migration { import context; export revision; }";
    let module = r#"(module (import "aludel:migration/context@0.1.9" "weather" (func))
                            (func (export "aludel:migration/revision@0.1.9#upgrade")))"#;
    let error = load_error(&foreign_component(wit, "migration", module));
    let LoadError::Mismatch { reason, .. } = &error else { panic!("{error:?}") };
    assert!(reason.contains("weather"), "{reason}");
}

#[test]
fn an_export_of_other_types_is_a_mismatch() {
    let wit = "package aludel:migration@0.1.0;
               interface revision { upgrade: func(name: string); }
               world migration { export revision; }";
    let module = r#"(module (memory (export "memory") 1)
                            (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0))
                            (func (export "aludel:migration/revision@0.1.0#upgrade") (param i32 i32)))"#;
    let error = load_error(&foreign_component(wit, "migration", module));
    assert!(matches!(error, LoadError::Mismatch { .. }), "{error:?}");
}

#[test]
fn what_is_turned_off_is_refused() {
    let cases = [
        ("(memory $more 1 1 shared)", "thread"),
        ("(memory $more i64 1)", "64"),
        ("(func (drop (i32x4.relaxed_trunc_f32x4_s (v128.const i32x4 0 0 0 0))))", "relaxed"),
        ("(type (struct))", "gc"),
    ];
    for (item, word) in cases {
        let module = format!("(component (core module {item}))");
        let component = wat::parse_str(&module).expect("the text parses");
        let error = load_error(&exporting_a_revision(component));
        let LoadError::Invalid { reason, .. } = &error else { panic!("{item}: {error:?}") };
        assert!(reason.contains(word), "{item}: {reason}");
    }
}

/// Adds an empty instance that is exported under the name that every migration exports.
fn exporting_a_revision(mut component: Vec<u8>) -> Vec<u8> {
    let export = wat::parse_str("(component (instance $i) (export \"aludel:migration/revision@0.1.0\" (instance $i)))");
    component.extend_from_slice(&export.expect("the text parses")[8..]);
    component
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let sandbox = sandbox_with(Limits { component_bytes: 2048, ..Limits::default() });
    let error = sandbox.load(NAME, &[0; 2049]).expect_err("it is too large");
    assert_eq!(error, LoadError::TooLarge { name: name(), bytes: 2049, allowed: Allowance::Bytes(2048) });
    let hint = "allow more in aludel.toml, under `[limits]`: component_size = \"4KiB\"";
    assert_eq!(error.hint().as_deref(), Some(hint));
}

#[test]
fn a_compiler_that_is_late_is_not_waited_for() {
    let sandbox = sandbox_with(Limits { compile_time: std::time::Duration::ZERO, ..Limits::default() });
    let error = sandbox.load(NAME, &Guest::new().build()).expect_err("there is no time at all");
    assert!(matches!(error, LoadError::CompileTime { .. }), "{error:?}");
}

#[test]
fn sections_that_are_damaged_are_refused() {
    let mut component = with_section(Guest::new().build(), "aludel:sql", b"x");
    let name_start = component.len() - b"aludel:sqlx".len();
    component[name_start] = 0xff;
    assert!(matches!(load_error(&component), LoadError::Invalid { .. }));
}

#[test]
fn of_two_sections_with_one_name_the_first_counts() {
    let component = with_section(with_section(Guest::new().build(), "aludel:sql", b"first"), "aludel:sql", b"second");
    assert_eq!(load(&component).section("sql"), Some(&b"first"[..]));
}
