//! What the sandbox costs: run by hand with `cargo bench -p aludel-sandbox`, printed as a table.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]

#[path = "../tests/sandbox/support/mod.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_sandbox::{Limits, Observer, Phase, Program, Sandbox, SandboxOptions};
use aludel_sql::{Dialect, Row, Value};
use support::guest::with_section;
use support::{Fake, Guest, Listener, block_on, call, sandbox, sqlite};

const ROW_COUNT: usize = 1_000;
const PAGE_COUNT: u32 = 200;

fn main() {
    let component = small_guest().build();
    println!("guest of {} bytes", component.len());
    show("engine, compile and link", 20, || drop(sandbox().load("a", &component).expect("it loads")));
    show("the same with the engine there", 20, compile_again(&component));
    let cache = tempfile::TempDir::new().expect("a folder can be made");
    let from_disk = SandboxOptions { cache_directory: Some(cache.path().join("cache")), ..SandboxOptions::default() };
    let new_sandbox = || Sandbox::new(from_disk.clone()).expect("the limits are in range");
    new_sandbox().load("a", &component).expect("it loads");
    show("engine and load from disk", 50, || drop(new_sandbox().load("a", &component).expect("it loads")));
    show("load from memory", 10_000, load_again(&component));
    show("instance and run", 2_000, run_again(&small_guest(), sqlite));
    show_pages("1,000 rows of 8 columns there and back, as rows", "next_rows", ROWS_BACK);
    show_pages("1,000 rows of 8 columns there and back, as a batch", "next_batch", BATCH_BACK);
}

const ROWS_BACK: &str = "(call $execute_many (local.get $statement) (i32.load (i32.const 2056))
    (i32.load (i32.const 2060)) (i32.const 2048))";
const BATCH_BACK: &str = "(call $execute_batch (local.get $statement) (i32.load (i32.const 2056))
    (i32.load (i32.const 2060)) (i32.load (i32.const 2064)) (i32.const 2048))";

fn small_guest() -> Guest {
    let mut guest = Guest::new();
    let sql = guest.text("CREATE TABLE a (id INTEGER)");
    guest.upgrade(&format!("(call $execute (local.get $db) {sql}) (call $expect_ok)"))
}

/// Loads components that differ in their code, so that each is compiled.
fn compile_again(component: &[u8]) -> impl FnMut() {
    let sandbox = sandbox();
    sandbox.load("a", component).expect("it loads");
    let mut count = 0;
    move || {
        count += 1;
        let guest = small_guest().downgrade(&format!("(drop (i32.const {count}))"));
        sandbox.load("a", &guest.build()).expect("it loads");
    }
}

/// Loads components that differ in a section, as SQL migrations do.
fn load_again(component: &[u8]) -> impl FnMut() {
    let sandbox = sandbox();
    let components: Vec<_> =
        (0..100).map(|count| with_section(component.to_vec(), "aludel:sql", &[count; 500])).collect();
    let mut next = components.into_iter().cycle();
    move || drop(sandbox.load("a", &next.next().expect("a cycle has no end")).expect("it loads"))
}

fn run_again(guest: &Guest, database: impl Fn() -> Fake) -> impl FnMut() {
    let program = sandbox().load("a", &guest.build()).expect("it loads");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made");
    move || {
        let listener: Arc<dyn Observer> = Arc::new(Listener::default());
        let run = program.run(call(Phase::Upgrade), Box::new(database()), listener);
        runtime.block_on(run).expect("it runs well");
    }
}

fn show(what: &str, count: u32, mut work: impl FnMut()) {
    work();
    let start = Instant::now();
    (0..count).for_each(|_| work());
    print_line(what, start.elapsed() / count);
}

fn show_pages(what: &str, next: &str, back: &str) {
    let mut guest = Guest::new();
    let sql = guest.text("SELECT");
    let guest = guest.upgrade("(call $copy (local.get $db))").item(&format!(
        "(func $copy (param $db i32) (local $handle i32) (local $statement i32) (local $i i32)
           (call $prepare (local.get $db) {sql} (i32.const 2048)) (call $expect_ok)
           (local.set $statement (i32.load (i32.const 2056)))
           (local.set $handle (call $query (local.get $db) {sql}))
           (local.set $i (i32.const {PAGE_COUNT}))
           (loop $pages
             (global.set $heap (i32.const 65536))
             (call ${next} (local.get $handle) (i32.const {ROW_COUNT}) (i32.const 2048)) (call $expect_ok)
             {back} (call $expect_ok)
             (br_if $pages (local.tee $i (i32.sub (local.get $i) (i32.const 1))))))"
    ));
    let limits = Limits::default();
    let sandbox = Sandbox::new(SandboxOptions { limits, ..SandboxOptions::default() }).expect("they are the defaults");
    let program = sandbox.load("a", &guest.build()).expect("it loads");
    print_line(what, time_of_run(&program) / PAGE_COUNT);
}

fn time_of_run(program: &Program) -> Duration {
    let database = Fake::new(Dialect::Sqlite).with_endless_pages(vec![row(); ROW_COUNT]);
    let listener: Arc<dyn Observer> = Arc::new(Listener::default());
    let start = Instant::now();
    block_on(program.run(call(Phase::Upgrade), Box::new(database), listener)).expect("it runs well");
    start.elapsed()
}

fn row() -> Row {
    let text = || Value::Text("somebody@example.org".to_owned());
    let numbers = (0..4).map(Value::Integer);
    numbers.chain([Value::Real(1.5), text(), text(), text()]).collect()
}

fn print_line(what: &str, time: Duration) {
    println!("{what:<55} {:>12.1} µs", time.as_secs_f64() * 1e6);
}
