//! Damaged components: loaded or refused, run or ended, but never a panic.

use std::sync::LazyLock;
use std::time::Duration;

use aludel_sandbox::{Limits, LoadError, Phase, Sandbox};
use proptest::prelude::*;

use crate::support::guest::with_section;
use crate::support::{Guest, call, run_call, sandbox_with, sqlite};

static SANDBOX: LazyLock<Sandbox> =
    LazyLock::new(|| sandbox_with(Limits { guest_time: Duration::from_millis(50), ..Limits::default() }));

static COMPONENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut guest = Guest::new();
    let sql = guest.text("SELECT 1");
    let guest = guest.upgrade(&format!(
        "(local.set $handle (call $query (local.get $db) {sql}))
         (call $next_rows (local.get $handle) (i32.const 10) (i32.const 2048))
         (call $drop_cursor (local.get $handle))"
    ));
    with_section(guest.build(), "aludel:sql", b"text")
});

fn load_and_run(component: &[u8]) {
    match SANDBOX.load("mutated.wasm", component) {
        // What it does is its own affair, as long as it comes to an end.
        Ok(program) => drop(run_call(&program, call(Phase::Upgrade), sqlite())),
        Err(LoadError::Engine { reason, .. }) => panic!("{reason}"),
        Err(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..4)) {
        let mut component = COMPONENT.clone();
        for (place, mask) in flips {
            let place = place.index(component.len());
            component[place] ^= mask;
        }
        load_and_run(&component);
    }

    #[test]
    fn spliced_bytes_never_panic(
        place in any::<prop::sample::Index>(),
        removed in 0usize..20,
        added in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut component = COMPONENT.clone();
        let start = place.index(component.len());
        let end = component.len().min(start + removed);
        component.splice(start..end, added);
        load_and_run(&component);
    }

    #[test]
    fn noise_behind_a_header_never_panics(noise in prop::collection::vec(any::<u8>(), 0..200)) {
        load_and_run(&[b"\0asm\x0d\0\x01\0".as_slice(), &noise].concat());
    }
}
