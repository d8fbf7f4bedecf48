use std::fs;

use super::*;
use crate::world;

const DOWNGRADE: &str = "(func $downgrade (param $db i32) (result i32) (irreversible (text \"no\")))\n";

fn build(text: &str) -> Result<Vec<u8>, ToolchainError> {
    let library = prelude::library().join("\n");
    let whole = whole_module(text, &library, "migrations/a.wat")?;
    assemble::assemble(&whole, text, "migrations/a.wat")
}

fn complaint(text: &str) -> String {
    build(text).expect_err("it is wrong").to_string()
}

#[test]
fn a_migration_is_its_functions_and_texts() {
    let text = format!(
        ";; nothing else\n(func $upgrade (param $db i32) (result i32)\n  (try (call $execute (local.get $db) (text \"SELECT 1\")))\n  (i32.const 0))\n{DOWNGRADE}"
    );
    let module = build(&text).expect("it is valid");
    assert!(module.len() < 5_000, "{} bytes", module.len());
    let component = world::wrap(&module).expect("it is a migration");
    assert!(component.len() < 9_000, "{} bytes", component.len());
}

#[test]
fn all_of_the_library_is_valid() {
    let library = prelude::library().join("\n");
    let names: Vec<_> = lexer::tokens(&library).map(|token| token.text).filter(|text| text.starts_with('$')).collect();
    let all = names.join(" ");
    let fields = prelude::needed(&library, &[&all]);
    let mut pool = Pool::new(TEXTS_START);
    let definitions = Forms::new(&mut pool).rewrite(&fields.definitions).expect("the forms are valid");
    let module = format!(
        "(module {} {definitions} (memory 2) (global $heap (mut i32) (i32.const 0)) (global $file i32 (i32.const 0)))",
        fields.imports
    );
    assemble::assemble(&module, &library, "aludel.wat").expect("the library is valid");
}

#[test]
fn mistakes_are_told_with_their_line() {
    let start = "\n(func $upgrade (param $db i32) (result i32)\n";
    assert_eq!(
        complaint(&format!("{start}  (i32.konst 0))\n{DOWNGRADE}")),
        "it does not compile:\nmigrations/a.wat:3: error: unknown operator or unexpected token\n    3 |   (i32.konst 0))"
    );
    assert_eq!(
        complaint(&format!("{start}  (call $nowhere))\n{DOWNGRADE}")),
        "it does not compile:\nmigrations/a.wat:3: error: unknown func: failed to find name `$nowhere`\n    3 |   (call $nowhere))"
    );
    assert_eq!(
        complaint(&format!("{start}  (i64.const 0))\n{DOWNGRADE}")),
        "it does not compile:\nmigrations/a.wat:2: error: in `$upgrade`: type mismatch: expected i32, found i64"
    );
    assert_eq!(
        complaint(&format!("{start}  (text 1))\n{DOWNGRADE}")),
        "it does not compile:\nmigrations/a.wat:3: error: `(text \"...\")` holds literals"
    );
    assert_eq!(
        complaint(DOWNGRADE),
        "it does not compile:\nmigrations/a.wat: there is no `(func $upgrade (param $db i32) (result i32) ...)`"
    );
}

#[test]
fn a_whole_module_is_taken_as_it_is() {
    assert!(is_module(";; a\n(; b ;) ( module)"));
    assert!(!is_module(";; (module)\n(func)"));
}

#[test]
fn texts_keep_every_byte() {
    let bytes = |literal| pool::literal_bytes(literal);
    assert_eq!(bytes(r#""a\n\"\\\u{1F600}\00\ff""#), Some(b"a\n\"\\\xf0\x9f\x98\x80\x00\xff".to_vec()));
    assert_eq!(bytes("\"\\x\""), None);
    assert_eq!(bytes("12"), None);
}

#[test]
fn a_build_reads_the_file() {
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let main = root.path().join("a.wat");
    let text = format!("(func $upgrade (param $db i32) (result i32) (i32.const 0))\n{DOWNGRADE}");
    fs::write(&main, text).expect("the folder is writable");
    let source = crate::toolchain::SourceFiles { path: &main, main: &main, display_path: "a.wat", root: root.path() };
    let folder = root.path();
    let job = Job { source, revision: "a", workshop: folder, library: folder, kept: folder };
    world::wrap(&Wat.build(&job).expect("it is valid")).expect("it is a migration");
}
