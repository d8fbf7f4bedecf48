//! Reads text that people wrote, and says what is wrong with it before anything else looks at it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Why a file cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFileError {
    /// The system did not hand it out.
    #[error("{file}: cannot be read: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// It holds nothing but white space.
    #[error("{file}: the file is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// It is longer than anything of its kind should be.
    #[error("{file}: the file is larger than the limit `{limit}` of {allowed_bytes} bytes")]
    TooLarge {
        /// The file.
        file: String,
        /// The name of the limit.
        limit: &'static str,
        /// How many bytes the limit allows.
        allowed_bytes: u64,
    },
    /// It is in another encoding.
    #[error("{file}:{line}: the file is not UTF-8 (byte {offset})")]
    NotUtf8 {
        /// The file.
        file: String,
        /// The line of the first byte that is not UTF-8, from 1.
        line: usize,
        /// The place of that byte, from 0.
        offset: usize,
    },
    /// A NUL would end a statement early, or hang a driver.
    #[error("{file}:{line}: the file holds a NUL character")]
    HoldsNul {
        /// The file.
        file: String,
        /// The line of the first one, from 1.
        line: usize,
    },
}

impl TextFileError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } => None,
            Self::TooLarge { .. } => Some("keep the data out of it, or spread it over several migrations".to_owned()),
            Self::Empty { file } => Some(format!("write it, or delete it: rm {file}")),
            Self::NotUtf8 { file, .. } => {
                Some(format!("if it is Latin-1: iconv -f LATIN1 -t UTF-8 {file} > {file}.utf8"))
            }
            Self::HoldsNul { file, .. } => Some(format!("grep -naP '\\x00' {file}")),
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "file_unreadable",
            Self::Empty { .. } => "file_empty",
            Self::TooLarge { .. } => "file_too_large",
            Self::NotUtf8 { .. } => "file_not_utf8",
            Self::HoldsNul { .. } => "file_holds_nul",
        }
    }
}

/// How many bytes a file may have, and what that limit is called.
#[derive(Debug, Clone, Copy)]
pub struct SizeLimit {
    /// What it is called in messages.
    pub name: &'static str,
    /// How many bytes are allowed.
    pub bytes: u64,
}

/// Reads a file as bytes, at most as many as the limit allows.
pub fn read_bytes(path: &Path, file: &str, limit: SizeLimit) -> Result<Vec<u8>, TextFileError> {
    let unreadable =
        |reason: std::io::Error| TextFileError::Unreadable { file: file.to_owned(), reason: reason.to_string() };
    // Opening a pipe waits for somebody who writes to it, and devices have no end.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Err(unreadable(std::io::Error::other("it is no file, but a pipe, socket or device")));
    }
    let opened = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file at the limit from a larger one, also when its size is not known.
    opened.take(limit.bytes + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit.bytes {
        let file = file.to_owned();
        return Err(TextFileError::TooLarge { file, limit: limit.name, allowed_bytes: limit.bytes });
    }
    Ok(bytes)
}

/// Reads a file as text: UTF-8, not empty, without NUL.
pub fn read_text(path: &Path, file: &str, limit: SizeLimit) -> Result<String, TextFileError> {
    check_text(read_bytes(path, file, limit)?, file)
}

/// Takes bytes for text: UTF-8, not empty, without NUL.
pub(crate) fn check_text(bytes: Vec<u8>, file: &str) -> Result<String, TextFileError> {
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(TextFileError::HoldsNul { file: file.to_owned(), line: line_at(&bytes, offset) });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        TextFileError::NotUtf8 { file: file.to_owned(), line: line_at(error.as_bytes(), offset), offset }
    })?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(TextFileError::Empty { file: file.to_owned() });
    }
    Ok(text)
}

fn line_at(bytes: &[u8], offset: usize) -> usize {
    bytes[..offset].split(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        check_text(bytes.to_vec(), "notes.sql").expect_err("the text is bad").to_string()
    }

    #[test]
    fn bad_text_is_named_with_its_line() {
        assert_eq!(message(b"one\ntwo \0"), "notes.sql:2: the file holds a NUL character");
        assert_eq!(message(b"one\n\ntwo \xff"), "notes.sql:3: the file is not UTF-8 (byte 9)");
        assert_eq!(message(b" \r\n\t"), "notes.sql: the file is empty");
        assert_eq!(message(b"\xef\xbb\xbf\n"), "notes.sql: the file is empty");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("notes.sql");
        let _listener = std::os::unix::net::UnixListener::bind(&path).expect("the folder is writable");
        let limit = SizeLimit { name: "source_file", bytes: 5 };
        for path in [path.as_path(), Path::new("/dev/zero")] {
            let error = read_text(path, "notes.sql", limit).expect_err("it is no file");
            let expected = "notes.sql: cannot be read: it is no file, but a pipe, socket or device";
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_file_at_the_limit_is_read_and_a_larger_one_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("notes.sql");
        std::fs::write(&path, "12345").expect("the folder is writable");
        let limit = |bytes| SizeLimit { name: "source_file", bytes };
        assert_eq!(read_text(&path, "notes.sql", limit(5)).as_deref(), Ok("12345"));
        let error = read_text(&path, "notes.sql", limit(4)).expect_err("the file is too large");
        assert_eq!(error.to_string(), "notes.sql: the file is larger than the limit `source_file` of 4 bytes");
    }
}
