//! A guest's own words, of which no more is kept than anybody reads.

use aludel_sql::SqlError;

use crate::run_error::{Failure, Frame};

/// How much of one text is kept.
const TEXT_BYTES_MAX: usize = 64 * 1024;
/// How much of a name is kept.
const NAME_BYTES_MAX: usize = 1024;
/// How many of the fields are kept that a guest gives a database error.
const EXTRA_COUNT_MAX: usize = 64;

/// A text, or its beginning.
pub(crate) fn shortened(text: String) -> String {
    cut(text, TEXT_BYTES_MAX)
}

/// A name, or its beginning.
pub(crate) fn name(name: &str) -> String {
    cut(name.to_owned(), NAME_BYTES_MAX)
}

fn cut(mut text: String, bytes_max: usize) -> String {
    let kept = text.floor_char_boundary(bytes_max);
    let left_out = text.len() - kept;
    if left_out == 0 {
        return text;
    }
    text.truncate(kept);
    text + &format!("... ({left_out} bytes more)")
}

/// What a guest answered in place of success.
pub(crate) fn shortened_failure(failure: Failure) -> Failure {
    match failure {
        Failure::Database(error) => Failure::Database(shortened_error(error)),
        Failure::Irreversible(reason) => Failure::Irreversible(shortened(reason)),
        Failure::Precondition(reason) => Failure::Precondition(shortened(reason)),
        Failure::Other(reason) => Failure::Other(shortened(reason)),
    }
}

fn shortened_error(mut error: SqlError) -> SqlError {
    error.message = shortened(error.message);
    error.sqlstate = error.sqlstate.map(|state| cut(state, NAME_BYTES_MAX));
    error.extras.truncate(EXTRA_COUNT_MAX);
    let extras = error.extras.into_iter();
    error.extras = extras.map(|(name, value)| (cut(name, NAME_BYTES_MAX), shortened(value))).collect();
    error
}

/// A function's name comes from the component, too.
pub(crate) fn shortened_frame(frame: Frame) -> Frame {
    Frame {
        function: cut(frame.function, NAME_BYTES_MAX),
        file: frame.file.map(|file| cut(file, NAME_BYTES_MAX)),
        line: frame.line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters_and_says_so() {
        let text = format!("a{}", "\u{fc}".repeat(40_000));
        let short = shortened(text);
        assert!(
            short.starts_with("a\u{fc}") && short.ends_with("\u{fc}... (14466 bytes more)"),
            "{}",
            &short[65_500..]
        );
        assert_eq!(shortened("short".to_owned()), "short");
    }

    #[test]
    fn an_error_of_a_guest_has_no_more_fields_than_anybody_reads() {
        let extras = vec![("n".repeat(3000), "v".repeat(70_000)); 100];
        let error = SqlError { extras, ..SqlError::new(aludel_sql::ErrorKind::Other, "no") };
        let Failure::Database(error) = shortened_failure(Failure::Database(error)) else { panic!("it is one still") };
        assert_eq!(error.extras.len(), 64);
        assert!(error.extras[0].0.len() < 1100 && error.extras[0].1.len() < 66_000);
    }
}
