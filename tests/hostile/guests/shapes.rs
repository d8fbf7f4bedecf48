//! Components that are too large, too deep, cut, of another world, or none at all.

use aludel_project::component;
use wasm_encoder::{
    CodeSection, Component, ComponentSection, Function, FunctionSection, InstanceSection, Module, ModuleArg,
    ModuleSection, NestedComponentSection, TypeSection,
};
use wasmparser::{Parser, Payload};

use super::{Ends, Hostile};
use crate::guest::{Guest, foreign, header, name_revision, wrap};

pub(super) fn all() -> Vec<Hostile> {
    let mut all = vec![
        Hostile::new("a component inside a component, a hundred deep", nested(100), Ends::Well),
        Hostile::new("a component inside a component, three thousand deep", nested(3000), Ends::Well),
        Hostile::new(
            "a thousand and one core instances",
            instances(1001, "(module)"),
            Ends::With(12, "invalid_component"),
        ),
        Hostile::new(
            "hundreds of memories in instances",
            instances(900, "(module (memory 10))"),
            Ends::AtLimit("memory"),
        ),
        Hostile::new("more instances than allowed", instances(900, "(module)"), Ends::AtLimit("instances"))
            .within("instances = 100\n"),
        Hostile::new(
            "a start function in an instance beside",
            instances(1, "(module (func $f (loop $l (br $l))) (start $f))"),
            Ends::AtLimit("guest_time"),
        )
        .within("guest_time = \"400ms\"\n"),
        Hostile::new("a custom section of 100 MB", padded(100 << 20), Ends::With(2, "file_too_large")),
        Hostile::new("a custom section of 40 MB", padded(40 << 20), Ends::With(12, "component_too_large")),
        Hostile::new("a hundred thousand custom sections", many_sections(), Ends::Well),
        Hostile::new("a function that compiles for long", heavy(), Ends::With(12, "compile_timeout"))
            .within("compile_time = \"100ms\"\n"),
        Hostile::new("a function of sixty thousand locals", locals(), Ends::With(12, "invalid_component")),
    ];
    let memories = "(memory 16)".repeat(90);
    let module = format!("(module {memories})");
    all.push(Hostile::new("ninety memories in a module", instances(1, &module), Ends::AtLimit("memory")));
    all.extend(files());
    all.extend(refused_features());
    all.extend(other_worlds());
    all
}

/// How many modules and components a component holds on its top level.
fn counts(component: &[u8]) -> (u32, u32) {
    let (mut modules, mut components, mut depth) = (0, 0, 0);
    for payload in Parser::new(0).parse_all(component) {
        match payload.expect("the component is right") {
            Payload::ModuleSection { .. } => {
                modules += u32::from(depth == 0);
                depth += 1;
            }
            Payload::ComponentSection { .. } => {
                components += u32::from(depth == 0);
                depth += 1;
            }
            Payload::End(_) => depth -= 1,
            _ => {}
        }
    }
    (modules, components)
}

fn with_section(mut component: Vec<u8>, section: &impl ComponentSection) -> Vec<u8> {
    section.append_to_component(&mut component);
    component
}

fn named(mut component: Vec<u8>) -> Vec<u8> {
    name_revision(&mut component, &header());
    component
}

/// A good migration, with a component inside a component beside its code.
fn nested(depth: usize) -> Vec<u8> {
    let mut innermost = Component::new();
    for _ in 1..depth {
        let mut outer = Component::new();
        outer.section(&NestedComponentSection(&innermost));
        innermost = outer;
    }
    named(with_section(Guest::new().build_bare(), &NestedComponentSection(&innermost)))
}

/// A good migration, with instances of another module beside it.
fn instances(count: usize, module: &str) -> Vec<u8> {
    let component = Guest::new().build_bare();
    let (modules, _) = counts(&component);
    let module = wat::parse_str(module).expect("the text parses");
    let component = with_section(component, &wasm_encoder::RawSection { id: 1, data: &module });
    let mut section = InstanceSection::new();
    for _ in 0..count {
        section.instantiate::<_, &str>(modules, std::iter::empty::<(&str, ModuleArg)>());
    }
    named(with_section(component, &section))
}

fn padded(bytes: usize) -> Vec<u8> {
    let mut component = Guest::new().build();
    component::append_section(&mut component, "padding", &vec![0; bytes]);
    component
}

fn many_sections() -> Vec<u8> {
    let mut component = Guest::new().build();
    for _ in 0..100_000 {
        component::append_section(&mut component, "aludel:x", b"1");
    }
    component
}

/// A good migration, with a module beside it.
fn beside(module: &Module) -> Vec<u8> {
    named(with_section(Guest::new().build_bare(), &ModuleSection(module)))
}

/// Long dependent chains of arithmetic in many nested blocks: hard for whoever allocates registers.
fn heavy() -> Vec<u8> {
    let mut body = Function::new([(1_000, wasm_encoder::ValType::I64)]);
    for round in 0..40_000_u32 {
        let mut instructions = body.instructions();
        instructions
            .local_get(round % 1000)
            .local_get(round * 7 % 1000)
            .i64_mul()
            .local_get(round * 13 % 1000)
            .i64_add();
        instructions.local_set(round * 31 % 1000);
        if round % 16 == 0 {
            instructions
                .local_get(0)
                .i32_wrap_i64()
                .if_(wasm_encoder::BlockType::Empty)
                .i64_const(3)
                .local_set(round % 997)
                .end();
        }
    }
    body.instructions().end();
    beside(&one_function(&body))
}

fn locals() -> Vec<u8> {
    let mut body = Function::new([(60_000, wasm_encoder::ValType::I64)]);
    body.instructions().end();
    beside(&one_function(&body))
}

fn one_function(body: &Function) -> Module {
    let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([], []);
    functions.function(0);
    code.function(body);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    module
}

/// Files that only have the ending.
fn files() -> Vec<Hostile> {
    let good = Guest::new().build();
    let module = wat::parse_str("(module)").expect("the text parses");
    let with_manifest = |start: &[u8]| named(start.to_vec());
    let component = |name: &str, bytes: Vec<u8>, ends: Ends| Hostile::new(name, bytes, ends);
    vec![
        component("an empty file", Vec::new(), Ends::With(2, "invalid_component")),
        component("a text file", b"(component)".to_vec(), Ends::With(2, "invalid_component")),
        component("a core module", with_manifest(&module), Ends::With(2, "invalid_component")),
        component(
            "compiled code renamed",
            b"\x7fELF\x02\x01\x01 and so on".to_vec(),
            Ends::With(2, "invalid_component"),
        ),
        component("a component cut in half", good[..good.len() / 2].to_vec(), Ends::With(2, "invalid_component")),
        component(
            "a component without its last byte",
            good[..good.len() - 1].to_vec(),
            Ends::With(2, "invalid_component"),
        ),
        component(
            "a component of another version",
            with_manifest(b"\0asm\x0e\0\x01\0"),
            Ends::With(2, "invalid_component"),
        ),
        component("a component of nothing", with_manifest(b"\0asm\x0d\0\x01\0"), Ends::With(12, "other_world")),
        component("two components in one file", [good.clone(), good].concat(), Ends::With(2, "invalid_component")),
    ]
}

/// What makes guests hard to bound, or run otherwise on another machine.
fn refused_features() -> Vec<Hostile> {
    let modules = [
        ("shared memory", "(module (memory 1 1 shared))"),
        ("a memory of 64 bits", "(module (memory i64 1))"),
        ("exceptions", "(module (tag) (func (throw 0)))"),
        ("garbage collection", "(module (type (struct (field i32))) (func (drop (struct.new_default 0))))"),
        (
            "relaxed arithmetic",
            "(module (func (drop (i8x16.relaxed_swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0)))))",
        ),
        ("pages of one byte", "(module (memory 1 1 (pagesize 1)))"),
    ];
    let component = |text: &str| {
        let module = wat::parse_str(text).expect("the text parses");
        named(with_section(Guest::new().build_bare(), &wasm_encoder::RawSection { id: 1, data: &module }))
    };
    let ends = Ends::With(12, "invalid_component");
    modules
        .into_iter()
        .map(|(name, text)| Hostile::new(format!("a module with {name}"), component(text), ends))
        .collect()
}

/// Exports that are not there or are others, and imports that nobody is given.
fn other_worlds() -> Vec<Hostile> {
    let tool = "(module (func (export \"run\")))";
    let export = "(func (export \"aludel:migration/revision@0.1.0#upgrade\")";
    let with_import = |interface: &str, import: &str| {
        let wit = format!(
            "package foreign:tool; {interface}
             world tool {{ {import} export run: func(); }}"
        );
        wit
    };
    let socket = with_import("interface sockets { connect: func(); }", "import sockets;");
    let module = "(module (import \"foreign:tool/sockets\" \"connect\" (func)) (func (export \"run\")))";
    let wrong = "package aludel:migration@0.1.0;
        interface revision { upgrade: func(name: string); }
        world migration { export revision; }";
    let wrong_module = format!(
        "(module (memory (export \"memory\") 1)
           (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
           {export} (param i32 i32)))"
    );
    let later = "package aludel:sql@0.9.0; interface database { ping: func(); }
        world tool { import database; export run: func(); }";
    let later_module = "(module (import \"aludel:sql/database@0.9.0\" \"ping\" (func)) (func (export \"run\")))";
    let function = "package aludel:migration@0.1.9;
        interface context { environment: func(); }
        interface revision { upgrade: func(); }
        world migration { import context; export revision; }";
    let function_module = "(module (import \"aludel:migration/context@0.1.9\" \"environment\" (func))
        (func (export \"aludel:migration/revision@0.1.9#upgrade\")))";
    let script = wrap(
        "script",
        "(module
           (import \"aludel:migration/interpreter@0.1.0\" \"upgrade\" (func $up (param i32 i32)))
           (import \"aludel:sql/database@0.1.0\" \"[resource-drop]database\" (func $drop (param i32)))
           (memory (export \"memory\") 1)
           (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
           (func (export \"aludel:migration/revision@0.1.0#upgrade\") (param i32) (result i32) (i32.const 1024))
           (func (export \"aludel:migration/revision@0.1.0#downgrade\") (param i32) (result i32) (i32.const 1024)))",
    );
    let mut lying_script = script.clone();
    component::append_section(&mut lying_script, "aludel:needs-interpreter", b"../../../../etc/passwd");
    let hostile = |name: &str, component: Vec<u8>, exit: i32, code: &'static str| {
        Hostile::new(name, named(component), Ends::With(exit, code))
    };
    vec![
        hostile(
            "a component without the exports of a migration",
            foreign(&with_import("", ""), "tool", tool),
            12,
            "other_world",
        ),
        hostile("a component that wants sockets", foreign(&socket, "tool", module), 12, "unknown_import"),
        hostile("exports of other types", foreign(wrong, "migration", &wrong_module), 12, "interface_mismatch"),
        hostile("a version that is unknown", foreign(later, "tool", later_module), 12, "unknown_wit_version"),
        hostile(
            "a function that is unknown",
            foreign(function, "migration", function_module),
            12,
            "interface_mismatch",
        ),
        hostile("a script without its interpreter", script, 12, "interpreter_not_named"),
        hostile("a script whose interpreter is a path", lying_script, 2, "interpreter_unusable"),
    ]
}
