//! What the generated bindings and the macro [`migration!`](crate::migration) need; no part of the public interface.

use std::alloc::Layout;
use std::panic::PanicHookInfo;
use std::ptr::NonNull;

use crate::bindings::aludel::migration::failures;
use crate::bindings::aludel::sql::database;
use crate::log::Level;
use crate::{Database, Error, Result, place};

/// The database as the bindings see it.
pub type Handle = database::Database;
/// What an exported function gives back.
pub type Ending = std::result::Result<(), failures::Failure>;
/// A function of a migration.
pub type Step = fn(&Database) -> Result<()>;

/// Describes a migration without `verify`, for component tools.
pub const MIGRATION_WORLD: &[u8] = include_bytes!("bindings/migration.world");
/// Describes a migration with `verify`, for component tools.
pub const CHECKED_MIGRATION_WORLD: &[u8] = include_bytes!("bindings/checked-migration.world");

/// The bytes as an array, which is what a link section is made of.
pub const fn section<const LENGTH: usize>(world: &[u8]) -> [u8; LENGTH] {
    *world.first_chunk().expect("the length was taken from the same bytes")
}

/// Runs one step of a migration, with panics told to the host. `folder` is where the compiler was run, from the root of the
/// project on.
pub fn run(handle: &Handle, step: Step, folder: Option<&'static str>) -> Ending {
    tell_panics(folder);
    step(database(handle)).map_err(Error::into_failure)
}

/// Has panics told to the host.
pub fn tell_panics(folder: Option<&'static str>) {
    place::begin_in(folder);
    std::panic::set_hook(Box::new(log_panic));
}

fn database(handle: &Handle) -> &Database {
    // SAFETY: `Database` has the handle as its only field and is declared to have its layout.
    unsafe { &*std::ptr::from_ref(handle).cast::<Database>() }
}

/// The downgrade of a migration that has none.
pub fn no_downgrade(_: &Database) -> Result<()> {
    Err(Error::irreversible("the migration has no downgrade"))
}

/// A panic ends the guest with a trap, which carries no text, so the text goes ahead as a line of the log.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("a panic without a message");
    match panic.location() {
        Some(at) => {
            let file = place::shown(at.file());
            crate::log::log(Level::Error, &format!("panicked at {file}:{}: {message}", at.line()));
        }
        None => crate::log::log(Level::Error, &format!("panicked: {message}")),
    }
}

/// Runs the static constructors of the module, once.
#[cfg(target_arch = "wasm32")]
pub fn run_ctors_once() {
    use std::sync::atomic::{AtomicBool, Ordering};

    static DONE: AtomicBool = AtomicBool::new(false);
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    if !DONE.swap(true, Ordering::Relaxed) {
        // SAFETY: wasm-ld makes this function, and it is called once.
        unsafe { __wasm_call_ctors() };
    }
}

/// Where the host puts what it gives to the guest: the allocator of the canonical ABI.
///
/// # Safety
/// As of `realloc`: `old` came from here with this `old_length` and `align`.
#[cfg(target_arch = "wasm32")]
#[unsafe(export_name = "cabi_realloc")]
unsafe extern "C" fn cabi_realloc(old: *mut u8, old_length: usize, align: usize, length: usize) -> *mut u8 {
    if length == 0 {
        return std::ptr::without_provenance_mut(align);
    }
    // SAFETY: the host passes alignments of WIT types only, and `old` as it got it from here.
    let new = unsafe {
        if old_length == 0 {
            std::alloc::alloc(Layout::from_size_align_unchecked(length, align))
        } else {
            std::alloc::realloc(old, Layout::from_size_align_unchecked(old_length, align), length)
        }
    };
    if new.is_null() {
        std::process::abort();
    }
    new
}

/// Memory that holds the arguments of one call, freed after it.
pub struct Cleanup {
    start: NonNull<u8>,
    layout: Layout,
}

impl Cleanup {
    /// Allocates; null and no cleanup for an empty layout.
    pub fn new(layout: Layout) -> (*mut u8, Option<Self>) {
        if layout.size() == 0 {
            return (std::ptr::null_mut(), None);
        }
        // SAFETY: the layout is not empty.
        let start = unsafe { std::alloc::alloc(layout) };
        let Some(start) = NonNull::new(start) else { std::alloc::handle_alloc_error(layout) };
        (start.as_ptr(), Some(Self { start, layout }))
    }

    /// Leaves the memory to the host.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout.
        unsafe { std::alloc::dealloc(self.start.as_ptr(), self.layout) };
    }
}
