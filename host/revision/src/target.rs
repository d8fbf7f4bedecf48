//! Where a command shall go, as it was typed: `head`, `web@+1`, `3f9a-2`.

use std::fmt;

use crate::id::RevisionId;
use crate::target_error::TargetError;

/// A target as it was typed, taken apart but not yet looked up in a graph.
///
/// `[BRANCH@]PLACE[+N|-N]` or `[BRANCH@]+N|-N`, where the place is `head`, `heads`, `base`, `current`, a label, a full
/// id or the start of one. [`Display`](fmt::Display) gives the text back as it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    branch: Option<String>,
    place: Place,
    offset: Option<i64>,
    text: String,
}

/// The part of a target that is no branch and no offset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// Not written, as in `+1`: where the database is.
    Here,
    /// `head`: the one head there is.
    Head,
    /// `heads`: all of them.
    Heads,
    /// `base`: before every root.
    Base,
    /// `current`: the revisions that the database is at.
    Current,
    /// A full id, a unique prefix or a label.
    Name(String),
}

impl Place {
    fn parse(text: &str) -> Self {
        match text {
            "" => Self::Here,
            "head" => Self::Head,
            "heads" => Self::Heads,
            "base" => Self::Base,
            "current" => Self::Current,
            name => Self::Name(name.to_owned()),
        }
    }
}

impl Target {
    /// Takes a target apart; whether the names in it exist is not looked at here.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        if text.contains(':') {
            return Err(TargetError::RangeNeedsOffline { text: text.to_owned() });
        }
        let (branch, rest) = match text.split_once('@') {
            Some((branch, rest)) => (Some(branch), rest),
            None => (None, text),
        };
        if branch == Some("") || rest.is_empty() || rest.contains('@') {
            return Err(TargetError::Malformed { text: text.to_owned() });
        }
        let (place, offset) = split_offset(rest).map_err(|()| TargetError::Malformed { text: text.to_owned() })?;
        let branch = branch.map(str::to_owned);
        Ok(Self { branch, place: Place::parse(place), offset, text: text.to_owned() })
    }

    /// The target `head`.
    pub fn head() -> Self {
        Self { branch: None, place: Place::Head, offset: None, text: "head".to_owned() }
    }

    /// The target `heads`.
    pub fn heads() -> Self {
        Self { branch: None, place: Place::Heads, offset: None, text: "heads".to_owned() }
    }

    /// The target `base`.
    pub fn base() -> Self {
        Self { branch: None, place: Place::Base, offset: None, text: "base".to_owned() }
    }

    /// The target that names this revision in full.
    pub fn revision(id: &RevisionId) -> Self {
        let text = id.to_string();
        Self { branch: None, place: Place::Name(text.clone()), offset: None, text }
    }

    /// What stands before `@`: a label or a revision that tells the branch.
    pub fn branch(&self) -> Option<&str> {
        self.branch.as_deref()
    }

    /// What stands between the branch and the offset.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The steps up (`+N`) or down (`-N`) from the place.
    pub fn offset(&self) -> Option<i64> {
        self.offset
    }

    /// The text as it was typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text after the branch, which may be a label that only looks like an offset: `release-2`.
    pub(crate) fn text_after_branch(&self) -> &str {
        self.text.split_once('@').map_or(self.text.as_str(), |(_, rest)| rest)
    }
}

/// Cuts `+N` or `-N` off the end. A label may hold signs too, so only digits after the last sign make an offset.
fn split_offset(text: &str) -> Result<(&str, Option<i64>), ()> {
    let Some(sign) = text.rfind(['+', '-']) else { return Ok((text, None)) };
    let (place, offset) = text.split_at(sign);
    let digits = &offset[1..];
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return if place.is_empty() { Err(()) } else { Ok((text, None)) };
    }
    let steps = digits.parse::<u32>().map_err(|_| ())?;
    let offset = if offset.starts_with('-') { -i64::from(steps) } else { i64::from(steps) };
    Ok((place, Some(offset)))
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl std::str::FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<String>, Place, Option<i64>) {
        let target = Target::parse(text).expect("is a target");
        assert_eq!(target.to_string(), text);
        (target.branch, target.place, target.offset)
    }

    fn name(text: &str) -> Place {
        Place::Name(text.to_owned())
    }

    #[test]
    fn takes_every_form_apart() {
        assert_eq!(parts("head"), (None, Place::Head, None));
        assert_eq!(parts("+2"), (None, Place::Here, Some(2)));
        assert_eq!(parts("-1"), (None, Place::Here, Some(-1)));
        assert_eq!(parts("web@+1"), (Some("web".to_owned()), Place::Here, Some(1)));
        assert_eq!(parts("web@base+2"), (Some("web".to_owned()), Place::Base, Some(2)));
        assert_eq!(parts("3f9a-2"), (None, name("3f9a"), Some(-2)));
        assert_eq!(parts("feat-x"), (None, name("feat-x"), None));
        assert_eq!(parts("feat-x-2"), (None, name("feat-x"), Some(-2)));
        assert_eq!(parts("feat-x@heads"), (Some("feat-x".to_owned()), Place::Heads, None));
        assert_eq!(parts("current"), (None, Place::Current, None));
    }

    #[test]
    fn says_what_is_no_target() {
        for text in ["", "@head", "web@", "a@b@c", "+", "-", "-x", "+99999999999"] {
            assert_eq!(Target::parse(text), Err(TargetError::Malformed { text: text.to_owned() }));
        }
        assert_eq!(Target::parse("a:b").map_err(|error| error.code()), Err("range_needs_offline"));
    }
}
