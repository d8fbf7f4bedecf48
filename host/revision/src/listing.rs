//! Names in a message: all of a few, the first of many.

use std::fmt::{Display, Write as _};

const NAMES_MAX: usize = 5;

/// The names in backticks, shortened when they are many.
pub(crate) fn some_of<T: Display>(names: &[T]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().take(NAMES_MAX).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}`{name}`");
    }
    if names.len() > NAMES_MAX {
        let _ = write!(text, " and {} more", names.len() - NAMES_MAX);
    }
    text
}
