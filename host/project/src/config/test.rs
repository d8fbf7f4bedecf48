//! `[test]`: how the project's own tests are run.

use std::time::Duration;

use crate::toml_reader::{Report, Section};
use crate::unit::parse_duration;

/// `[test]`: how the project's own tests are run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestSection {
    /// How long one test may take, with the migrations that lead to it; none where it may take as long as it likes.
    pub timeout: Option<Duration>,
}

pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> TestSection {
    section.check_keys(&["timeout"], report);
    let timeout = section.parsed("timeout", "a time such as 500ms, 5s or 2m", parse_duration, report);
    TestSection { timeout: timeout.filter(|timeout| !timeout.is_zero()) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;
    use crate::config::read::parse;

    fn read(text: &str) -> Result<Config, String> {
        let parsed = parse(text, "aludel.toml", Path::new("aludel.toml"), &|_| None);
        parsed.map_err(|errors| errors.to_string())
    }

    #[test]
    fn a_test_may_take_as_long_as_it_likes_unless_told_otherwise() {
        let timeout = |text: &str| read(text).expect("the text is right").test.timeout;
        assert_eq!(timeout(""), None);
        assert_eq!(timeout("[test]\n"), None);
        assert_eq!(timeout("[test]\ntimeout = \"0\""), None);
        assert_eq!(timeout("[test]\ntimeout = \"90s\""), Some(Duration::from_secs(90)));
        let error = read("[test]\ntimeout = \"soon\"").expect_err("it is no time");
        assert!(error.contains("timeout"), "{error}");
    }
}
