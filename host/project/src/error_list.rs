//! Several errors as one text.

use std::fmt;

/// Writes each error on a line of its own.
pub fn write_lines<E: fmt::Display>(out: &mut fmt::Formatter<'_>, errors: &[E]) -> fmt::Result {
    for (index, error) in errors.iter().enumerate() {
        if index > 0 {
            out.write_str("\n")?;
        }
        write!(out, "{error}")?;
    }
    Ok(())
}
