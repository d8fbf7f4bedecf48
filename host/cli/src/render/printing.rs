//! A stream of text from outside, made safe for a terminal.

use std::io::{self, Write};

use super::printable::printable;

/// Escapes what goes through it, line by line.
///
/// A statement that is written out is meant to be piped on as it is; somebody who looks at it on a terminal should see
/// what is in it.
pub(crate) struct Printing<Inner> {
    inner: Inner,
    /// The start of a line whose end did not come yet.
    rest: Vec<u8>,
}

impl<Inner: Write> Printing<Inner> {
    pub(crate) fn new(inner: Inner) -> Self {
        Self { inner, rest: Vec::new() }
    }

    fn pass_on(&mut self, length: usize) -> io::Result<()> {
        let whole: Vec<u8> = self.rest.drain(..length).collect();
        self.inner.write_all(printable(&String::from_utf8_lossy(&whole)).as_bytes())
    }
}

impl<Inner: Write> Write for Printing<Inner> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        if let Some(end) = self.rest.iter().rposition(|byte| *byte == b'\n') {
            self.pass_on(end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on(self.rest.len())?;
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_shown_wherever_they_are_cut() {
        let text = "SELECT 'ü\u{1b}[2J';\n\n-- \u{202e}\r";
        for cut in 0..=text.len() {
            let mut printing = Printing::new(Vec::new());
            printing.write_all(&text.as_bytes()[..cut]).expect("memory takes it");
            printing.write_all(&text.as_bytes()[cut..]).expect("memory takes it");
            printing.flush().expect("memory takes it");
            let shown = String::from_utf8(printing.inner).expect("it is text");
            assert_eq!(shown, "SELECT 'ü\\u{1b}[2J';\n\n-- \\u{202e}\\u{d}", "cut at {cut}");
        }
    }
}
