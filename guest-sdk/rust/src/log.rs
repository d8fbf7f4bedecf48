//! Lines that the person at the terminal sees.

use crate::bindings::aludel::migration::progress;

pub use progress::Level;

/// Writes one line. The macros [`info!`](crate::info), [`warn!`](crate::warn) and so on are the usual way.
pub fn log(level: Level, message: &str) {
    progress::log(level, message);
}

/// Writes one line with fields, which structured output shows by their names.
///
/// ```no_run
/// use aludel_guest::log::{self, Level};
///
/// log::log_with(Level::Info, "customers without an address", &[("count", "17")]);
/// ```
pub fn log_with(level: Level, message: &str, fields: &[(&str, &str)]) {
    let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    progress::log_with(level, message, &fields);
}

/// Writes a line that matters only when the migration itself is looked into; arguments as of [`format!`].
#[macro_export]
macro_rules! trace {
    ($($argument:tt)+) => { $crate::log::log($crate::log::Level::Trace, &::std::format!($($argument)+)) };
}

/// Writes a line for `-v`; arguments as of [`format!`].
#[macro_export]
macro_rules! debug {
    ($($argument:tt)+) => { $crate::log::log($crate::log::Level::Debug, &::std::format!($($argument)+)) };
}

/// Writes a line; arguments as of [`format!`].
///
/// ```no_run
/// use aludel_guest::info;
///
/// let rows = 17;
/// info!("{rows} rows changed");
/// ```
#[macro_export]
macro_rules! info {
    ($($argument:tt)+) => { $crate::log::log($crate::log::Level::Info, &::std::format!($($argument)+)) };
}

/// Writes a warning; arguments as of [`format!`].
#[macro_export]
macro_rules! warn {
    ($($argument:tt)+) => { $crate::log::log($crate::log::Level::Warn, &::std::format!($($argument)+)) };
}

/// Writes an error without ending the migration; arguments as of [`format!`].
#[macro_export]
macro_rules! error {
    ($($argument:tt)+) => { $crate::log::log($crate::log::Level::Error, &::std::format!($($argument)+)) };
}
