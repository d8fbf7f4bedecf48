//! The few colours, each for one meaning.

use anstyle::{AnsiColor, Style};

/// Something failed.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Something to know.
pub(crate) const NOTE: Style = AnsiColor::Yellow.on_default().bold();
/// What to type next.
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default().bold();
/// Something was done.
pub(crate) const DONE: Style = AnsiColor::Green.on_default().bold();
/// A revision.
pub(crate) const REVISION: Style = AnsiColor::Yellow.on_default();
/// What matters less.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// The text in a style; the stream takes the codes out where they are not wanted.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
