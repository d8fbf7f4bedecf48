//! The C interface of `SQLite`: the only unsafe code of Aludel.
//!
//! What makes it sound:
//! - sqlx opens and closes the `sqlite3*`; a [`Connection`] owns sqlx's connection and every `sqlite3_stmt*` made from
//!   the handle. sqlx's own thread touches the handle only when it is sent a command, and after the opening none is
//!   sent but the one to close, once the statements are gone and the callbacks taken off.
//! - The pointers never leave this module, and every call goes through `&mut Connection` (or `&Connection` for what
//!   does not change it), so that one thread at a time uses them. That is what the library asks of a connection opened
//!   with `SQLITE_OPEN_NOMUTEX`, and why `Send` is right and `Sync` is not.
//! - Bound texts and blobs are copied by `SQLite`, but by [`Running::run_borrowed`], which forgets them before it
//!   returns; read ones are borrowed from the statement for no longer than it stands on its row.
//! - The callbacks get a pointer to the [`Watch`] or the [`Warden`] that the connection keeps alive. None unwinds: what the
//!   watch does cannot panic, and a panic of the warden is caught and refuses.
#![expect(unsafe_code, reason = "the driver's own statement interface is a thread hop and a clone for every row")]

mod functions;
mod memory;

use std::borrow::Cow;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::Arc;

use libsqlite3_sys as ffi;
use sqlx::sqlite::SqliteConnection;

pub(super) use self::memory::MEMORY_BYTES_PER_GUEST;
use self::memory::MemoryShare;
use super::warden::{Action, Warden};
use super::watch::Watch;
use crate::session::Guard;

/// How many steps of the virtual machine pass between two looks at the watch: some ten microseconds.
const STEPS_BETWEEN_LOOKS: c_int = 1_000;

/// What the library said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// The extended result code.
    pub(super) code: c_int,
    pub(super) message: String,
    /// Where in the text of the statement, in bytes.
    pub(super) offset: Option<usize>,
}

/// Whether a statement is kept for many executions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Once,
    Long,
}

/// A statement of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct StatementKey(usize);

/// A statement, if the text held one, and where the text after it starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prepared {
    pub(super) statement: Option<StatementKey>,
    pub(super) end: usize,
}

/// A value as it stands in a row, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stored<'row> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'row [u8]),
    Blob(&'row [u8]),
}

/// A value for a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bindable<'value> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'value str),
    /// A text that was made for the parameter.
    OwnedText(String),
    Blob(&'value [u8]),
}

/// An open connection with its statements.
pub(super) struct Connection {
    /// Closes the handle when it is dropped; taken only by [`Connection::close`].
    driver: Option<SqliteConnection>,
    handle: NonNull<ffi::sqlite3>,
    /// Slots are reused, so that the list stays as short as the most statements open at a time.
    statements: Vec<Option<NonNull<ffi::sqlite3_stmt>>>,
    watch: Arc<Watch>,
    warden: Arc<Warden>,
    /// The library's limits as they were, while a guest has others.
    limits: Limits,
    /// What bounds the library's memory, while a guest has the connection.
    memory: Option<MemoryShare>,
}

/// How the limits of the library stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limits {
    /// As the library has them.
    Usual,
    /// Lowered for a guest.
    Lowered { attached: usize, value_bytes: usize, sql_bytes: usize, allows_vacuum: bool },
}

/// A limit of the library on what statements may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LibraryLimit {
    /// Databases beside the main one.
    Attached,
    /// The bytes of one value or row.
    ValueBytes,
    /// The bytes of one statement.
    SqlBytes,
}

// SAFETY: see the module's text; nothing in a `sqlite3*` belongs to the thread that opened it.
unsafe impl Send for Connection {}

/// A statement at work.
pub(super) struct Running<'connection> {
    handle: NonNull<ffi::sqlite3_stmt>,
    connection: &'connection Connection,
}

/// The version of the library.
pub(super) fn library_version() -> String {
    // SAFETY: the function gives a static string.
    unsafe { text(ffi::sqlite3_libversion()) }
}

/// # Safety
/// `pointer` is null or leads to a NUL-terminated string that lives long enough to be copied.
unsafe fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

unsafe extern "C" fn progress(watch: *mut c_void) -> c_int {
    // SAFETY: the pointer was made from the `Arc<Watch>` that the connection keeps.
    let watch = unsafe { &*watch.cast::<Watch>().cast_const() };
    c_int::from(watch.stop().is_some())
}

unsafe extern "C" fn busy(watch: *mut c_void, tries: c_int) -> c_int {
    // SAFETY: as in `progress`.
    let watch = unsafe { &*watch.cast::<Watch>().cast_const() };
    c_int::from(watch.wait_for_lock(usize::try_from(tries).unwrap_or_default()))
}

unsafe extern "C" fn authorize(
    warden: *mut c_void,
    code: c_int,
    first: *const c_char,
    second: *const c_char,
    database: *const c_char,
    _source: *const c_char,
) -> c_int {
    let judged = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the pointer was made from the `Arc<Warden>` that the connection keeps.
        let warden = unsafe { &*warden.cast::<Warden>().cast_const() };
        if !warden.is_armed() {
            return true;
        }
        // SAFETY: each is null or a string that the library keeps while it waits for the answer.
        let [first, second, database] = [first, second, database].map(|pointer| unsafe { name(pointer) });
        warden.allows(&Action { code, first: &first, second: &second, database: &database, is_defining: false })
    }));
    if judged.unwrap_or(false) { ffi::SQLITE_OK } else { ffi::SQLITE_DENY }
}

/// # Safety
/// As for [`text`], but the string must live as long as the result.
unsafe fn name<'call>(pointer: *const c_char) -> Cow<'call, str> {
    if pointer.is_null() {
        return Cow::Borrowed("");
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy()
}

impl Connection {
    /// Takes over the handle of a connection that was just opened.
    pub(super) async fn adopt(mut driver: SqliteConnection, watch: Arc<Watch>) -> Result<Self, sqlx::Error> {
        let handle = driver.lock_handle().await?.as_raw_handle();
        let warden = Arc::new(Warden::default());
        let connection = Self {
            driver: Some(driver),
            handle,
            statements: Vec::new(),
            watch,
            warden,
            limits: Limits::Usual,
            memory: None,
        };
        connection.set_callbacks();
        functions::register(handle);
        Ok(connection)
    }

    /// Closes the connection and waits until it is closed.
    pub(super) async fn close(mut self) -> Result<(), sqlx::Error> {
        self.release();
        // The drop of what is left finds no statements and no handle that is open.
        sqlx::Connection::close(self.driver.take().expect("only `close` takes it")).await
    }

    fn set_callbacks(&self) {
        let warden = Arc::as_ptr(&self.warden).cast_mut().cast::<c_void>();
        let watch = Arc::as_ptr(&self.watch).cast_mut().cast::<c_void>();
        // SAFETY: the handle is open; `self.watch` and `self.warden` outlive it, because the drop closes it first.
        unsafe {
            ffi::sqlite3_extended_result_codes(self.handle.as_ptr(), 1);
            ffi::sqlite3_progress_handler(self.handle.as_ptr(), STEPS_BETWEEN_LOOKS, Some(progress), watch);
            ffi::sqlite3_busy_handler(self.handle.as_ptr(), Some(busy), watch);
            // It is set once: to set it anew would have every prepared statement prepared again.
            ffi::sqlite3_set_authorizer(self.handle.as_ptr(), Some(authorize), warden);
        }
    }

    /// Makes the library wary of the database file itself: the file's schema may not call what has effects outside of
    /// it, nobody writes the schema but by definitions, and no code is loaded. `true` if the library did all of it.
    pub(super) fn harden(&self) -> bool {
        let settings = [
            (ffi::SQLITE_DBCONFIG_DEFENSIVE, 1),
            (ffi::SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (ffi::SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
            (ffi::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0),
        ];
        settings.into_iter().all(|(setting, value): (c_int, c_int)| {
            // SAFETY: the handle is open, and each of these settings takes an integer and a pointer that may be null.
            let code =
                unsafe { ffi::sqlite3_db_config(self.handle.as_ptr(), setting, value, ptr::null_mut::<c_int>()) };
            code == ffi::SQLITE_OK
        })
    }

    /// Sets a limit and gives what it was. The library keeps it within its own bounds.
    fn set_limit(&self, limit: LibraryLimit, value: usize) -> usize {
        let id = match limit {
            LibraryLimit::Attached => ffi::SQLITE_LIMIT_ATTACHED,
            LibraryLimit::ValueBytes => ffi::SQLITE_LIMIT_LENGTH,
            LibraryLimit::SqlBytes => ffi::SQLITE_LIMIT_SQL_LENGTH,
        };
        let value = c_int::try_from(value).unwrap_or(c_int::MAX);
        // SAFETY: the handle is open.
        let before = unsafe { ffi::sqlite3_limit(self.handle.as_ptr(), id, value) };
        usize::try_from(before).unwrap_or_default()
    }

    /// From here on statements are a guest's.
    pub(super) fn arm(&mut self, guard: Guard) {
        self.raise_limits();
        self.limits = Limits::Lowered {
            attached: self.set_limit(LibraryLimit::Attached, 0),
            value_bytes: self.set_limit(LibraryLimit::ValueBytes, guard.value_bytes_max),
            sql_bytes: self.set_limit(LibraryLimit::SqlBytes, guard.sql_bytes_max),
            allows_vacuum: false,
        };
        self.memory.get_or_insert_with(MemoryShare::take);
        self.warden.arm(guard);
    }

    /// From here on statements are the host's.
    pub(super) fn disarm(&mut self) {
        self.warden.disarm();
        self.memory = None;
        self.raise_limits();
    }

    fn raise_limits(&mut self) {
        let Limits::Lowered { attached, value_bytes, sql_bytes, .. } = self.limits else { return };
        self.set_limit(LibraryLimit::Attached, attached);
        self.set_limit(LibraryLimit::ValueBytes, value_bytes);
        self.set_limit(LibraryLimit::SqlBytes, sql_bytes);
        self.limits = Limits::Usual;
    }

    /// Ends what was said about the statement before.
    pub(super) fn start_statement(&mut self) {
        self.warden.start_statement();
        self.switch_vacuum(false);
    }

    /// Lets the statement that is at work attach the one database that VACUUM needs.
    pub(super) fn allow_vacuum(&mut self) {
        self.switch_vacuum(true);
    }

    fn switch_vacuum(&mut self, is_allowed: bool) {
        let Limits::Lowered { allows_vacuum, .. } = &mut self.limits else { return };
        if std::mem::replace(allows_vacuum, is_allowed) != is_allowed {
            self.set_limit(LibraryLimit::Attached, usize::from(is_allowed));
        }
    }

    pub(super) fn warden(&self) -> &Arc<Warden> {
        &self.warden
    }

    pub(super) fn watch(&self) -> &Arc<Watch> {
        &self.watch
    }

    fn failure(&self, code: c_int) -> Failure {
        // SAFETY: the handle is open; the message is copied before the next call.
        let (message, offset) = unsafe {
            (text(ffi::sqlite3_errmsg(self.handle.as_ptr())), ffi::sqlite3_error_offset(self.handle.as_ptr()))
        };
        Failure { code, message, offset: usize::try_from(offset).ok() }
    }

    fn check(&self, code: c_int) -> Result<(), Failure> {
        if code == ffi::SQLITE_OK { Ok(()) } else { Err(self.failure(code)) }
    }

    /// Prepares the first statement of a text without NUL.
    pub(super) fn prepare(&mut self, sql: &str, keep: Keep) -> Result<Prepared, Failure> {
        let Ok(length) = c_int::try_from(sql.len()) else {
            return Err(Failure { code: ffi::SQLITE_TOOBIG, message: "statement too long".to_owned(), offset: None });
        };
        let flags = if keep == Keep::Long { ffi::SQLITE_PREPARE_PERSISTENT } else { 0 };
        let start = sql.as_ptr().cast::<c_char>();
        let (mut pointer, mut tail) = (ptr::null_mut(), start);
        // SAFETY: start and length are those of a string; both out-pointers are ours.
        let code = unsafe {
            ffi::sqlite3_prepare_v3(self.handle.as_ptr(), start, length, flags, &raw mut pointer, &raw mut tail)
        };
        self.check(code)?;
        // SAFETY: the tail points into the text, or at its end.
        let end = usize::try_from(unsafe { tail.offset_from(start) }).unwrap_or(sql.len());
        Ok(Prepared { statement: NonNull::new(pointer).map(|statement| self.keep(statement)), end })
    }

    fn keep(&mut self, statement: NonNull<ffi::sqlite3_stmt>) -> StatementKey {
        let free = self.statements.iter().position(Option::is_none);
        let slot = free.unwrap_or(self.statements.len());
        if free.is_none() {
            self.statements.push(None);
        }
        self.statements[slot] = Some(statement);
        StatementKey(slot)
    }

    /// A statement to work with. The key must be of this connection and not finalized yet.
    pub(super) fn running(&mut self, key: StatementKey) -> Running<'_> {
        let handle = self.statements[key.0].expect("a key is given up when its statement is finalized");
        Running { handle, connection: self }
    }

    /// Ends a statement and frees what it holds.
    pub(super) fn finalize(&mut self, key: StatementKey) {
        if let Some(statement) = self.statements[key.0].take() {
            // SAFETY: it was made by this connection and is taken out of the list, so it ends once.
            unsafe { ffi::sqlite3_finalize(statement.as_ptr()) };
        }
    }

    /// Whether no transaction is open, as the library itself knows.
    pub(super) fn is_autocommit(&self) -> bool {
        // SAFETY: the handle is open.
        unsafe { ffi::sqlite3_get_autocommit(self.handle.as_ptr()) != 0 }
    }

    /// Rows that the last INSERT, UPDATE or DELETE touched, without those of triggers and cascades.
    pub(super) fn changes(&self) -> u64 {
        // SAFETY: the handle is open.
        u64::try_from(unsafe { ffi::sqlite3_changes64(self.handle.as_ptr()) }).unwrap_or_default()
    }

    /// All rows touched since the connection was opened.
    pub(super) fn total_changes(&self) -> i64 {
        // SAFETY: the handle is open.
        unsafe { ffi::sqlite3_total_changes64(self.handle.as_ptr()) }
    }

    pub(super) fn last_insert_rowid(&self) -> i64 {
        // SAFETY: the handle is open.
        unsafe { ffi::sqlite3_last_insert_rowid(self.handle.as_ptr()) }
    }

    /// Has [`Self::last_insert_rowid`] and the function of that name in SQL tell this one.
    pub(super) fn set_last_insert_rowid(&mut self, rowid: i64) {
        // SAFETY: the handle is open.
        unsafe { ffi::sqlite3_set_last_insert_rowid(self.handle.as_ptr(), rowid) }
    }

    /// Whether the main database cannot be written by this connection.
    pub(super) fn is_read_only(&self) -> bool {
        // SAFETY: the handle is open; the name is NUL-terminated.
        unsafe { ffi::sqlite3_db_readonly(self.handle.as_ptr(), c"main".as_ptr()) == 1 }
    }

    /// Gives the handle back as sqlx knows it: without statements and callbacks of ours.
    fn release(&mut self) {
        for slot in 0..self.statements.len() {
            self.finalize(StatementKey(slot));
        }
        // SAFETY: the handle is open; from here on nothing leads to the watch or the warden.
        unsafe {
            ffi::sqlite3_progress_handler(self.handle.as_ptr(), 0, None, ptr::null_mut());
            ffi::sqlite3_busy_handler(self.handle.as_ptr(), None, ptr::null_mut());
            ffi::sqlite3_set_authorizer(self.handle.as_ptr(), None, ptr::null_mut());
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.driver.is_some() {
            self.release();
        }
    }
}

impl Running<'_> {
    fn check(&self, code: c_int) -> Result<(), Failure> {
        self.connection.check(code)
    }

    pub(super) fn parameter_count(&self) -> usize {
        // SAFETY: the statement is open; the same holds for all calls below.
        usize::try_from(unsafe { ffi::sqlite3_bind_parameter_count(self.handle.as_ptr()) }).unwrap_or_default()
    }

    /// Binds a copy of a value to the parameter `index`, counted from 0.
    pub(super) fn bind(&mut self, index: usize, value: &Bindable<'_>) -> Result<(), Failure> {
        // SAFETY: `SQLite` makes a copy.
        unsafe { self.bind_with(index, value, ffi::SQLITE_TRANSIENT()) }
    }

    /// Binds a row of values, runs the statement to its end and forgets the values. Texts and blobs that are borrowed
    /// are not copied.
    pub(super) fn run_borrowed<'values, E>(
        &mut self,
        values: impl Iterator<Item = Result<Bindable<'values>, E>>,
        error: impl Fn(&Failure) -> E,
    ) -> Result<(), E> {
        let statement = ForgetOnDrop(self);
        for (index, value) in values.enumerate() {
            let value = value?;
            let is_borrowed = !matches!(value, Bindable::OwnedText(_));
            let destructor = if is_borrowed { ffi::SQLITE_STATIC() } else { ffi::SQLITE_TRANSIENT() };
            // SAFETY: what is borrowed lives for `'values`, which is longer than this function runs, and the guard
            // takes the binding away at its end; what is owned is copied.
            unsafe { statement.0.bind_with(index, &value, destructor) }.map_err(|failure| error(&failure))?;
        }
        while statement.0.step().map_err(|failure| error(&failure))? {}
        Ok(())
    }

    /// # Safety
    /// With `SQLITE_STATIC`, the value lives until it is bound anew or the bindings are cleared.
    unsafe fn bind_with(
        &mut self,
        index: usize,
        value: &Bindable<'_>,
        destructor: ffi::sqlite3_destructor_type,
    ) -> Result<(), Failure> {
        let (statement, place) = (self.handle.as_ptr(), place(index));
        // SAFETY: the statement is open and the library checks the place. Pointers and lengths are those of slices;
        // the pointer of an empty one is not null, so that an empty blob does not become NULL.
        let code = unsafe {
            match value {
                Bindable::Null => ffi::sqlite3_bind_null(statement, place),
                Bindable::Integer(integer) => ffi::sqlite3_bind_int64(statement, place, *integer),
                Bindable::Real(real) => ffi::sqlite3_bind_double(statement, place, *real),
                Bindable::Text(text) => bind_text(statement, place, text, destructor),
                Bindable::OwnedText(text) => bind_text(statement, place, text, destructor),
                Bindable::Blob(bytes) => {
                    let start = bytes.as_ptr().cast();
                    ffi::sqlite3_bind_blob64(statement, place, start, bytes.len() as u64, destructor)
                }
            }
        };
        self.check(code)
    }

    /// Runs on to the next row; false at the end.
    pub(super) fn step(&mut self) -> Result<bool, Failure> {
        // SAFETY: the statement is open.
        match unsafe { ffi::sqlite3_step(self.handle.as_ptr()) } {
            ffi::SQLITE_ROW => Ok(true),
            ffi::SQLITE_DONE => Ok(false),
            code => Err(self.connection.failure(code)),
        }
    }

    /// Ends the execution, so that the next step starts anew. The error it gives is that of the last step, which was
    /// reported then.
    pub(super) fn reset(&mut self) {
        // SAFETY: the statement is open.
        unsafe {
            ffi::sqlite3_reset(self.handle.as_ptr());
            ffi::sqlite3_clear_bindings(self.handle.as_ptr());
        }
    }

    pub(super) fn column_count(&self) -> usize {
        // SAFETY: the statement is open.
        usize::try_from(unsafe { ffi::sqlite3_column_count(self.handle.as_ptr()) }).unwrap_or_default()
    }

    pub(super) fn column_name(&self, column: usize) -> String {
        // SAFETY: the library checks the column and gives null when there is none; the name is copied at once.
        unsafe { text(ffi::sqlite3_column_name(self.handle.as_ptr(), offset(column))) }
    }

    /// The type that the table declares for the column; none for an expression.
    pub(super) fn column_declared_type(&self, column: usize) -> Option<String> {
        // SAFETY: as for the name.
        let declared = unsafe { ffi::sqlite3_column_decltype(self.handle.as_ptr(), offset(column)) };
        // SAFETY: as for the name.
        (!declared.is_null()).then(|| unsafe { text(declared) })
    }

    /// A value of the row that the last step came to.
    pub(super) fn stored(&self, column: usize) -> Stored<'_> {
        let (statement, column) = (self.handle.as_ptr(), offset(column));
        // SAFETY: the library gives NULL for a column that is not there. Text and blob are borrowed from a statement
        // that cannot be stepped, reset or finalized while the borrow of `self` lives.
        unsafe {
            match ffi::sqlite3_column_type(statement, column) {
                ffi::SQLITE_INTEGER => Stored::Integer(ffi::sqlite3_column_int64(statement, column)),
                ffi::SQLITE_FLOAT => Stored::Real(ffi::sqlite3_column_double(statement, column)),
                ffi::SQLITE_TEXT => {
                    let start = ffi::sqlite3_column_text(statement, column);
                    Stored::Text(bytes(start, ffi::sqlite3_column_bytes(statement, column)))
                }
                ffi::SQLITE_BLOB => {
                    let start = ffi::sqlite3_column_blob(statement, column);
                    Stored::Blob(bytes(start.cast(), ffi::sqlite3_column_bytes(statement, column)))
                }
                _ => Stored::Null,
            }
        }
    }
}

/// Takes the values away from a statement, so that it points to nothing that is not its own.
struct ForgetOnDrop<'running, 'connection>(&'running mut Running<'connection>);

impl Drop for ForgetOnDrop<'_, '_> {
    fn drop(&mut self) {
        self.0.reset();
    }
}

/// # Safety
/// The statement is open. With `SQLITE_STATIC`, the text lives until it is bound anew or the bindings are cleared.
unsafe fn bind_text(
    statement: *mut ffi::sqlite3_stmt,
    place: c_int,
    text: &str,
    destructor: ffi::sqlite3_destructor_type,
) -> c_int {
    let (start, length) = (text.as_ptr().cast(), text.len() as u64);
    let encoding = u8::try_from(ffi::SQLITE_UTF8).expect("the constant is 1");
    // SAFETY: pointer and length are those of a string; the rest is the caller's promise.
    unsafe { ffi::sqlite3_bind_text64(statement, place, start, length, destructor, encoding) }
}

/// # Safety
/// `start` is null or leads to `length` bytes that live as long as the result.
unsafe fn bytes<'row>(start: *const u8, length: c_int) -> &'row [u8] {
    match usize::try_from(length) {
        // SAFETY: the caller's promise.
        Ok(length) if !start.is_null() => unsafe { slice::from_raw_parts(start, length) },
        _ => &[],
    }
}

/// The library counts parameters from 1. One out of its range is an error of the library.
fn place(index: usize) -> c_int {
    c_int::try_from(index + 1).unwrap_or(c_int::MAX)
}

fn offset(column: usize) -> c_int {
    c_int::try_from(column).unwrap_or(c_int::MAX)
}
