//! Two functions of SQL over rows that the host holds.
//!
//! `aludel_holds(rows, key)` tells whether there is a row with that key, `aludel_value(rows, key, column)` gives a value
//! of it. `rows` is a pointer that [`Running::run_over`] binds. SQL text cannot make one up: it gets an error.
#![expect(unsafe_code, reason = "the library calls functions through its C interface")]

use std::ffi::{CStr, c_int};
use std::ptr::NonNull;

use libsqlite3_sys as ffi;

use super::{Bindable, Failure, ForgetOnDrop, Running, place};
use crate::sqlite::pass::KeyedRows;

/// The library gives a pointer only to who names its type.
const POINTER_TYPE: &CStr = c"aludel-keyed-rows";

type Function = unsafe extern "C" fn(*mut ffi::sqlite3_context, c_int, *mut *mut ffi::sqlite3_value);

/// Makes the functions known to a connection.
pub(super) fn register(handle: NonNull<ffi::sqlite3>) {
    let flags = ffi::SQLITE_UTF8 | ffi::SQLITE_DIRECTONLY;
    let functions: [(&CStr, c_int, Function); 2] = [(c"aludel_holds", 2, holds), (c"aludel_value", 3, value)];
    for (name, count, function) in functions {
        let (name, handle, data) = (name.as_ptr(), handle.as_ptr(), std::ptr::null_mut());
        // SAFETY: the handle is open, and the functions have the signature of a scalar function of that many
        // arguments. The one failure is a lack of memory; statements that use the function then say that it is missing.
        unsafe {
            ffi::sqlite3_create_function_v2(handle, name, count, flags, data, Some(function), None, None, None);
        }
    }
}

impl Running<'_> {
    /// Runs the statement to its end. Its parameters are the lowest and the highest key of the rows, and the rows.
    pub(in crate::sqlite) fn run_over(&mut self, rows: &KeyedRows<'_>) -> Result<(), Failure> {
        let (lowest, highest) = rows.bounds();
        let statement = ForgetOnDrop(self);
        statement.0.bind(0, &Bindable::Integer(lowest))?;
        statement.0.bind(1, &Bindable::Integer(highest))?;
        let pointer = std::ptr::from_ref(rows).cast_mut().cast();
        // SAFETY: the statement is open. The rows live longer than this function runs, nothing writes through the
        // pointer, and the guard takes it away at the end.
        let code = unsafe {
            let handle = statement.0.handle.as_ptr();
            ffi::sqlite3_bind_pointer(handle, place(2), pointer, POINTER_TYPE.as_ptr(), None)
        };
        statement.0.check(code)?;
        while statement.0.step()? {}
        Ok(())
    }
}

unsafe extern "C" fn holds(context: *mut ffi::sqlite3_context, _: c_int, arguments: *mut *mut ffi::sqlite3_value) {
    // SAFETY: the library gives as many arguments as `register` says.
    if let Some((rows, key)) = unsafe { rows_and_key(context, arguments) } {
        // SAFETY: the context is that of this call.
        unsafe { ffi::sqlite3_result_int(context, c_int::from(rows.holds(key))) };
    }
}

unsafe extern "C" fn value(context: *mut ffi::sqlite3_context, _: c_int, arguments: *mut *mut ffi::sqlite3_value) {
    // SAFETY: the library gives as many arguments as `register` says, three.
    unsafe {
        let Some((rows, key)) = rows_and_key(context, arguments) else { return };
        let column = usize::try_from(ffi::sqlite3_value_int64(*arguments.add(2))).unwrap_or(usize::MAX);
        match rows.value(key, column) {
            Some(value) => give(context, &value),
            None => refuse(context, "the rows of the host have no such value"),
        }
    }
}

/// # Safety
/// There are at least two arguments. The rows are borrowed for no longer than the function runs.
unsafe fn rows_and_key<'call>(
    context: *mut ffi::sqlite3_context,
    arguments: *mut *mut ffi::sqlite3_value,
) -> Option<(&'call KeyedRows<'call>, i64)> {
    // SAFETY: the caller's promise. Only `run_over` binds pointers of this type, and they are valid while it runs.
    unsafe {
        let rows: *mut KeyedRows<'_> = ffi::sqlite3_value_pointer(*arguments, POINTER_TYPE.as_ptr()).cast();
        if rows.is_null() {
            refuse(context, "only the host can call this function");
            return None;
        }
        Some((&*rows, ffi::sqlite3_value_int64(*arguments.add(1))))
    }
}

/// # Safety
/// The context is that of the running call, and what the value borrows lives as long as the rows of `run_over`.
unsafe fn give(context: *mut ffi::sqlite3_context, value: &Bindable<'_>) {
    let encoding = u8::try_from(ffi::SQLITE_UTF8).expect("the constant is 1");
    // SAFETY: pointers and lengths are those of slices. What is borrowed outlives the run of the statement, so it need
    // not be copied; what is owned is.
    unsafe {
        match value {
            Bindable::Null => ffi::sqlite3_result_null(context),
            Bindable::Integer(integer) => ffi::sqlite3_result_int64(context, *integer),
            Bindable::Real(real) => ffi::sqlite3_result_double(context, *real),
            Bindable::Text(text) => {
                let (start, length) = (text.as_ptr().cast(), text.len() as u64);
                ffi::sqlite3_result_text64(context, start, length, ffi::SQLITE_STATIC(), encoding);
            }
            Bindable::OwnedText(text) => {
                let (start, length) = (text.as_ptr().cast(), text.len() as u64);
                ffi::sqlite3_result_text64(context, start, length, ffi::SQLITE_TRANSIENT(), encoding);
            }
            Bindable::Blob(bytes) => {
                let (start, length) = (bytes.as_ptr().cast(), bytes.len() as u64);
                ffi::sqlite3_result_blob64(context, start, length, ffi::SQLITE_STATIC());
            }
        }
    }
}

/// # Safety
/// The context is that of the running call.
unsafe fn refuse(context: *mut ffi::sqlite3_context, message: &str) {
    let length = c_int::try_from(message.len()).unwrap_or(c_int::MAX);
    // SAFETY: start and length are those of a string, which the library copies.
    unsafe { ffi::sqlite3_result_error(context, message.as_ptr().cast(), length) };
}
