//! From one target to another: `A:B`.

use std::fmt;

use crate::target::Target;
use crate::target_error::TargetError;

/// Two targets with a colon between them; either may be left out.
///
/// [`Display`](fmt::Display) gives the text back as it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Range {
    /// Where it starts; `None` is the base.
    pub from: Option<Target>,
    /// Where it ends; `None` is wherever the verb ends by itself.
    pub to: Option<Target>,
}

impl Range {
    /// Takes `A:B`, `A:`, `:B` or `:` apart.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let Some((from, to)) = text.split_once(':') else {
            return Err(TargetError::NotARange { text: text.to_owned() });
        };
        if to.contains(':') {
            return Err(TargetError::Malformed { text: text.to_owned() });
        }
        Ok(Self { from: parse_side(from)?, to: parse_side(to)? })
    }

    /// What `upgrade --sql` takes: `A:B`, or `B` for the way from the base.
    pub fn parse_offline_upgrade(text: &str) -> Result<Self, TargetError> {
        if text.contains(':') {
            return Self::parse(text);
        }
        Ok(Self { from: None, to: Some(Target::parse(text)?) })
    }

    /// What `downgrade --sql` takes: `A:B` only, because without a database nothing else says where it starts.
    pub fn parse_offline_downgrade(text: &str) -> Result<Self, TargetError> {
        let needs_range = || TargetError::OfflineDowngradeNeedsRange { text: text.to_owned() };
        if !text.contains(':') {
            return Err(needs_range());
        }
        let range = Self::parse(text)?;
        if range.from.is_none() || range.to.is_none() {
            return Err(needs_range());
        }
        Ok(range)
    }
}

fn parse_side(text: &str) -> Result<Option<Target>, TargetError> {
    if text.is_empty() { Ok(None) } else { Target::parse(text).map(Some) }
}

impl fmt::Display for Range {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |target: &Option<Target>| target.as_ref().map_or(String::new(), ToString::to_string);
        write!(out, "{}:{}", side(&self.from), side(&self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_it_took_apart() {
        for text in [":", "a:", ":b", "a:b", "-3:", "web@base:web@head", "current:+2"] {
            assert_eq!(Range::parse(text).map(|range| range.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn tells_the_ways_to_write_no_range_apart() {
        assert_eq!(Range::parse("a").map_err(|error| error.code()), Err("not_a_range"));
        assert!(Range::parse("a:b:c").is_err());
        assert!(Range::parse("@:b").is_err());
        assert_eq!(Range::parse_offline_upgrade("a").map(|range| range.to_string()).as_deref(), Ok(":a"));
        for text in ["a", "a:", ":b"] {
            let error = Range::parse_offline_downgrade(text).expect_err("has one side at most");
            assert_eq!(error.code(), "offline_downgrade_needs_range");
        }
    }
}
