use std::fs;
use std::path::{Path, PathBuf};

use aludel_project::Digest;

use super::module::{Syntax, read};

fn javascript(text: &str) -> Result<String, String> {
    read("a.js", text, Syntax::JavaScript).map(|module| module.text)
}

fn typescript(text: &str) -> String {
    read("a.ts", text, Syntax::TypeScript).expect("the text is TypeScript").text
}

fn refusal(text: &str) -> String {
    read("a.ts", text, Syntax::TypeScript).expect_err("the text makes more than types")
}

#[test]
fn types_become_spaces() {
    let cases = [
        ("let a: number = 1", "let a         = 1"),
        ("let a!: number", "let a         "),
        ("f<string>(x!)", "f        (x )"),
        ("export function upgrade(db: Database): void {}", "export function upgrade(db          )       {}"),
        ("function f(a?: string, b?) {}", "function f(a         , b ) {}"),
        ("function f(this: Foo, a) {}", "function f(            a) {}"),
        ("const f = <T,>(a: T): T => a as T", "const f =     (a   )    => a     "),
        ("import { type A, b } from './x.js'", "import {         b } from './x.js'"),
        ("import type { A } from './x.js'; b", ";                                b"),
        (
            "class A<T> extends B<T> implements C, D { private readonly x?: T = 1; static y: number }",
            "class A    extends B                    { ;                x     = 1; static y         }",
        ),
        (
            "abstract class A { abstract f(): void; g(): void {} }",
            "         class A { ;                    g()       {} }",
        ),
        ("export abstract class A {}", "export          class A {}"),
        ("type A = string\nlet größe: A", ";              \nlet größe   "),
        ("interface A { b: string }", ";                        "),
        ("function f(a: string): void;\nfunction f(a) {}", ";                           \nfunction f(a) {}"),
        ("const a = b as unknown as string\n(c)", "const a = b;                    \n(c)"),
        ("const f = (a): \n number => a", "const f = (a   \n      )=> a"),
        ("let a = <string>b", "let a =         b"),
        ("declare const a: string; b", ";                        b"),
        ("export type { A } from './x.js'", ";                              "),
        ("try {} catch (e: unknown) {}", "try {} catch (e         ) {}"),
        ("const x = { a: 1 } satisfies A;", "const x = { a: 1 }            ;"),
    ];
    for (source, expected) in cases {
        let text = typescript(source);
        let (got, wanted) = (text.replace([' ', ';'], ""), expected.replace([' ', ';'], ""));
        assert_eq!(got, wanted, "{source}\n{text}");
        assert_eq!(text.lines().count(), source.lines().count(), "{source}");
        assert_eq!(text.chars().count(), source.chars().count(), "{source}");
        javascript(&text).unwrap_or_else(|error| panic!("{source}\n{text}\n{error}"));
    }
}

#[test]
fn what_makes_more_than_a_type_is_refused_by_name() {
    for (source, word) in [
        ("enum A { B }", "an enum"),
        ("export const enum A { B }", "an enum"),
        ("namespace A { export const b = 1 }", "a namespace"),
        ("class A { constructor(private a: string) {} }", "a parameter property"),
        ("import a = require('b')", "ES modules"),
        ("@a class B {}", "decorators"),
    ] {
        let problem = refusal(source);
        assert!(problem.starts_with("a.ts:1:") && problem.contains(word), "{source}: {problem}");
    }
}

#[test]
fn errors_of_syntax_name_their_places() {
    let error =
        javascript("export function upgrade(db) {\n  db.execute('a' 'b');\n}\n").expect_err("it is no JavaScript");
    assert!(error.starts_with("a.js:2:18: "), "{error}");
    assert!(error.contains("2 |   db.execute('a' 'b');"), "{error}");
}

#[test]
fn imports_and_exports_are_known() {
    let text = "import { log } from 'aludel';\nimport type { A } from './types.js';\nimport * as b from \"b\";\n\
                export { x } from './x.js';\nexport function upgrade() { return import('./later.js'); }\nexport const verify = 1;\n";
    let module = read("a.ts", text, Syntax::TypeScript).expect("it is TypeScript");
    let imports: Vec<_> = module.imports.iter().map(|import| (import.specifier.as_str(), import.line)).collect();
    assert_eq!(imports, [("aludel", 1), ("b", 3), ("./x.js", 4), ("./later.js", 5)]);
    assert_eq!(module.imports[0].names, Some(vec!["log".to_owned()]));
    assert_eq!(module.imports[1].names, None);
    assert!(module.exports.iter().any(|name| name == "upgrade") && module.exports.iter().any(|name| name == "verify"));
}

/// The folder of the interpreter's sources, and what in it decides about the bytes.
const INTERPRETER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../guest-sdk/javascript/interpreter");
const SOURCES: [&str; 4] = ["src", "library", "generate/src", "../../../wit/0.1.0"];

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

#[test]
fn the_interpreter_is_built_from_its_sources() {
    let root = Path::new(INTERPRETER);
    let mut files = vec![root.join("generate/Cargo.lock")];
    for folder in SOURCES {
        files_below(&root.join(folder), &mut files);
    }
    let name = |path: &Path| path.strip_prefix(root).expect("it is below").display().to_string();
    let mut files: Vec<(String, PathBuf)> = files.into_iter().map(|path| (name(&path), path)).collect();
    files.sort();
    let mut all = Vec::new();
    for (name, path) in files {
        let content = fs::read(path).expect("the file is readable");
        all.extend(format!("{name} {}\n", content.len()).into_bytes());
        all.extend(content);
    }
    let recorded = fs::read_to_string(root.join("javascript.inputs")).expect("the record is there");
    let hint = "run `cargo run --manifest-path guest-sdk/javascript/interpreter/generate/Cargo.toml`";
    assert_eq!(recorded.trim(), Digest::of(&all).to_string(), "the stored interpreter is stale: {hint}");
}
