//! Scripts: components whose code is an interpreter that the host puts in its place.

use std::collections::BTreeMap;

use aludel_build::interpreter::Reference;
use aludel_build::script::{Bundle, Carriage, Module, Script, encode};
use aludel_project::Digest;
use aludel_project::component::append_section;
use aludel_project::sql_section;
use aludel_sandbox::{Interpreter, LoadError, Phase, Sandbox};
use aludel_sql::Dialect;

use crate::support::{Fake, call, run_call, sandbox};

/// The runner of SQL as an interpreter: it asks for its text by `context.section`, as every interpreter does.
fn interpreter() -> Interpreter {
    let component = aludel_build::sql::encode(&[], "-- aludel:upgrade\nSELECT 'the interpreter itself';");
    let component = component.expect("the text is a SQL migration");
    let digest = Digest::of(&component).to_bytes();
    Interpreter { name: "sql 1.0".to_owned(), component: component.into(), digest }
}

fn script(text: &str, has_verify: bool) -> Vec<u8> {
    let interpreter = interpreter();
    let digest = Digest::of(&interpreter.component);
    let reference = Reference { name: "sql".to_owned(), version: "1.0".to_owned(), digest };
    let module = Module { name: "migrations/a.sql".to_owned(), text: text.to_owned() };
    let bundle = Bundle { main: module.name.clone(), modules: vec![module], origins: BTreeMap::new() };
    let script = Script { bundle, interpreter: "sql", has_verify };
    let interpreter = aludel_build::Interpreter { reference, component: interpreter.component, path: None };
    let mut component = encode(&[], &script, &interpreter, Carriage::Shared);
    let scripts = sql_section::parse(text).expect("the text is a SQL migration");
    append_section(&mut component, sql_section::SECTION_NAME, &sql_section::encode(&scripts).expect("it is small"));
    component
}

#[test]
fn the_interpreter_runs_the_text_of_the_script() {
    let sandbox = sandbox();
    for (text, asked) in
        [("-- aludel:upgrade\nSELECT 1;", "execute SELECT 1"), ("-- aludel:upgrade\nSELECT 2;", "execute SELECT 2")]
    {
        let component = script(text, false);
        assert_eq!(Sandbox::is_script("a.py", &component), Ok(true));
        let program = sandbox.load_script("a.py", &component, &interpreter()).expect("it loads");
        let outcome = run_call(&program, call(Phase::Upgrade), Fake::new(Dialect::Sqlite));
        assert_eq!(outcome.answer, Ok(()));
        assert_eq!(outcome.asked, [asked]);
    }
}

#[test]
fn whether_it_checks_its_work_is_for_the_script_to_say() {
    for has_verify in [false, true] {
        let component = script("-- aludel:upgrade\nSELECT 1;", has_verify);
        let program = sandbox().load_script("a.py", &component, &interpreter()).expect("it loads");
        assert_eq!(program.exports_check(), has_verify);
    }
}

#[test]
fn a_script_without_its_interpreter_is_refused() {
    let component = script("-- aludel:upgrade\nSELECT 1;", false);
    let error = sandbox().load("a.py", &component).expect_err("nobody said which");
    assert_eq!(error, LoadError::InterpreterMissing { name: "a.py".to_owned() });
    let no_script = interpreter().component;
    assert_eq!(Sandbox::is_script("a.sql", &no_script), Ok(false));
}
