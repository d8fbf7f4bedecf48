//! What a database should look like, said by components from elsewhere: they are asked in a process, and do no harm.

use std::fs;
use std::path::Path;

use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

use crate::cage::kept_in;
use crate::workspace::Workspace;

/// A component whose answer is what this code does.
fn target(body: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit/0.1.0");
    let (package, _) = resolve.push_dir(wit).expect("the WIT of the project parses");
    let world = resolve.select_world(&[package], Some("schema-target")).expect("the world is in the package");
    let text = format!(
        "(module (memory (export \"memory\") 1)
           (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
           (func (export \"aludel:migration/target@0.1.0#target\") (param i32) (result i32) {body}))"
    );
    let mut module = wat::parse_str(text).expect("the text parses");
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .expect("the world fits into a custom section");
    let encoder = ComponentEncoder::default().module(&module);
    encoder.and_then(|mut encoder| encoder.encode()).expect("the module fits the world")
}

/// A project whose target is in the folder of somebody else.
fn project(component: &[u8], lines: &str) -> Workspace {
    let workspace = Workspace::project();
    workspace.write("vendor/models.wasm", component);
    workspace.write(
        "aludel.toml",
        format!(
            "[database]\nurl = \"sqlite://app.db\"\n[target]\ncomponent = \"./vendor/models.wasm\"\n[trust.vendor]\n{lines}"
        ),
    );
    workspace
}

/// How many components the host compiled for itself, and how many processes did.
fn compiled(workspace: &Workspace) -> (usize, usize) {
    let folder = workspace.path().join(".aludel/compiled");
    (kept_in(&folder), kept_in(&folder.join("apart")))
}

#[test]
fn a_target_from_elsewhere_is_asked_in_a_process() {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components/library.wasm");
    let library = fs::read(library).expect("the component is there");
    let apart = if cfg!(target_os = "linux") { (0, 1) } else { (1, 0) };
    let mut screens = Vec::new();
    for (lines, expected) in [("", apart), ("isolation = \"sandbox\"\n", (1, 0)), ("isolation = \"process\"\n", (0, 1))]
    {
        let workspace = project(&library, lines);
        // Once more, with what was compiled before.
        for _ in 0..2 {
            screens.push(workspace.screen("check --from-migrations"));
        }
        assert_eq!(compiled(&workspace), expected, "{lines}");
    }
    assert!(screens[0].contains("create table loans") && screens[0].contains("[exit 3]"), "{}", screens[0]);
    assert!(screens.iter().all(|screen| *screen == screens[0]), "it says the same wherever it is asked");
}

#[test]
fn a_target_in_a_package_is_asked_where_the_package_runs() {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components/library.wasm");
    let library = fs::read(library).expect("the component is there");
    let blob = "packages/audit/blobs/sha256/00ff";
    let apart = if cfg!(target_os = "linux") { (0, 1) } else { (1, 0) };
    for (lines, expected) in [("", apart), ("[trust.packages]\nisolation = \"sandbox\"\n", (1, 0))] {
        let workspace = Workspace::project();
        workspace.write(blob, &library);
        let config = format!("[database]\nurl = \"sqlite://app.db\"\n[target]\ncomponent = \"{blob}\"\n{lines}");
        workspace.write("aludel.toml", config);
        let screen = workspace.screen("check --from-migrations");
        assert!(screen.contains("create table loans") && screen.contains("[exit 3]"), "{screen}");
        assert_eq!(compiled(&workspace), expected, "{lines}");
    }
}

#[test]
fn a_hostile_target_ends_at_its_limits_and_is_named() {
    let grow = "(loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable";
    for (body, words) in [
        ("(loop $again (br $again)) unreachable", "guest_time = "),
        (grow, "memory = "),
        ("(return (call 1 (i32.const 0)))", "stack = "),
        ("unreachable", "unreachable"),
        ("(i32.store8 (i32.const 8) (i32.const 1)) (i32.store (i32.const 16) (i32.const -1)) (i32.const 0)", "bounds"),
    ] {
        let workspace = project(&target(body), "[limits]\nguest_time = \"1s\"\nmemory = \"1MiB\"\n");
        let screen = workspace.screen("check --from-migrations");
        assert!(screen.contains("./vendor/models.wasm") && screen.contains(words), "{body}: {screen}");
        assert!(!screen.contains("[exit 0]") && !screen.contains("[exit 3]"), "{body}: {screen}");
        if cfg!(target_os = "linux") {
            // What crashed may have been compiled wrong, and is compiled anew the next time.
            let kept = usize::from(words.ends_with("= "));
            assert_eq!(compiled(&workspace), (0, kept), "{body}");
        }
    }
}
