//! How much memory the library may take while guests have its connections.
//!
//! A statement can hold thousands of values, each as large as a value may be, before a row of it comes out: `max(a, b, ...)`,
//! sorters, cursors that stay open. The library has one bound on all that it takes, for the whole process, so it is in
//! force for as long as some connection is a guest's, and what was set before comes back after the last one.
#![expect(unsafe_code, reason = "the library's bounds on memory are set through its C interface")]

use std::sync::{Mutex, PoisonError};

use libsqlite3_sys as ffi;

/// What the statements of one guest may take, with the pages of the file that are held.
pub(in crate::sqlite) const MEMORY_BYTES_PER_GUEST: u64 = 1 << 30;

static GUESTS: Mutex<Guests> = Mutex::new(Guests { count: 0, before: Bounds { hard: 0, soft: 0 } });

/// Who shares the bound.
struct Guests {
    count: u64,
    /// What is in force without them.
    before: Bounds,
}

/// The library's two bounds, in bytes. 0 is none.
#[derive(Clone, Copy)]
struct Bounds {
    hard: i64,
    soft: i64,
}

impl Bounds {
    fn now() -> Self {
        // SAFETY: a number below 0 asks, and changes nothing.
        unsafe { Self { hard: ffi::sqlite3_hard_heap_limit64(-1), soft: ffi::sqlite3_soft_heap_limit64(-1) } }
    }

    fn set(self) {
        // SAFETY: the functions may be called at any time. The first one lowers the other bound to itself.
        unsafe {
            ffi::sqlite3_hard_heap_limit64(self.hard);
            ffi::sqlite3_soft_heap_limit64(self.soft);
        }
    }
}

impl Guests {
    fn enter(&mut self) {
        if self.count == 0 {
            self.before = Bounds::now();
        }
        self.count += 1;
        self.bound();
    }

    fn leave(&mut self) {
        self.count -= 1;
        self.bound();
    }

    fn bound(&self) {
        let Bounds { hard, soft } = self.before;
        if self.count == 0 {
            return self.before.set();
        }
        let own = i64::try_from(self.count.saturating_mul(MEMORY_BYTES_PER_GUEST)).unwrap_or(i64::MAX);
        // Whoever embeds this may have set a bound that is lower.
        let hard = if hard > 0 { hard.min(own) } else { own };
        Bounds { hard, soft }.set();
    }
}

/// A guest's share. The bound is in force until the last one is dropped.
pub(super) struct MemoryShare(());

impl MemoryShare {
    pub(super) fn take() -> Self {
        GUESTS.lock().unwrap_or_else(PoisonError::into_inner).enter();
        Self(())
    }
}

impl Drop for MemoryShare {
    fn drop(&mut self) {
        GUESTS.lock().unwrap_or_else(PoisonError::into_inner).leave();
    }
}
