//! How much a finding weighs.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::finding::Finding;
use crate::rule::rule;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Not told at all.
    Off,
    /// Worth knowing.
    Note,
    /// To be thought about: it may lock, fail or break in the wrong place.
    Warning,
    /// Loses data, fails, or does not do what it says.
    Error,
}

/// A severity in the configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeverityError {
    /// No such rule.
    #[error("there is no rule `{code}`: `aludel lint --rules` lists them")]
    UnknownRule {
        /// As it was written.
        code: String,
    },
    /// No such severity.
    #[error("`{text}` is no severity: write one of off, note, warning, error")]
    UnknownSeverity {
        /// As it was written.
        text: String,
    },
}

impl Severity {
    /// The word in configuration and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Severity {
    type Err = SeverityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let all = [Self::Off, Self::Note, Self::Warning, Self::Error];
        let found = all.into_iter().find(|severity| severity.name() == text);
        found.ok_or_else(|| SeverityError::UnknownSeverity { text: text.to_owned() })
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What a project says of the rules, in place of what they say of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Severities(BTreeMap<&'static str, Severity>);

impl Severities {
    /// Sets the severity of a rule, by its code or its name.
    pub fn set(&mut self, code_or_name: &str, severity: Severity) -> Result<(), SeverityError> {
        let found = rule(code_or_name).ok_or_else(|| SeverityError::UnknownRule { code: code_or_name.to_owned() })?;
        self.0.insert(found.code, severity);
        Ok(())
    }

    /// These, and over them others: those of a folder over those of the project.
    #[must_use]
    pub fn with(&self, others: &Self) -> Self {
        Self(self.0.iter().chain(&others.0).map(|(code, severity)| (*code, *severity)).collect())
    }

    /// The severity of a rule.
    pub fn of(&self, code: &str) -> Severity {
        self.0.get(code).copied().or_else(|| rule(code).map(|rule| rule.severity)).unwrap_or(Severity::Off)
    }

    /// The findings with the severities of the project, without those that are off.
    ///
    /// A finding that its place makes lighter than its rule stays as light, unless the project made the rule lighter
    /// still.
    #[must_use]
    pub fn applied(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let weighed = findings.into_iter().map(|finding| {
            let usual = rule(finding.code).map_or(Severity::Off, |rule| rule.severity);
            let own = self.of(finding.code);
            let is_lighter = finding.severity < usual;
            Finding { severity: if is_lighter { own.min(finding.severity) } else { own }, ..finding }
        });
        weighed.filter(|finding| finding.severity > Severity::Off).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(severity: Severity) -> Finding {
        let (object, message) = (None, "book is dropped".to_owned());
        let (statement, line, hint) = (Some(1), None, None);
        let (code, revision) = ("AL102", Some("a1".to_owned()));
        Finding { code, rule: "drop-table", severity, revision, statement, line, object, message, hint }
    }

    fn weighed(set: Option<Severity>, found: Severity) -> Option<Severity> {
        let mut severities = Severities::default();
        if let Some(severity) = set {
            severities.set("drop-table", severity).unwrap();
        }
        severities.applied(vec![finding(found)]).first().map(|finding| finding.severity)
    }

    #[test]
    fn a_project_has_the_last_word_but_lighter_findings_stay_light() {
        assert_eq!(weighed(None, Severity::Error), Some(Severity::Error));
        assert_eq!(weighed(Some(Severity::Warning), Severity::Error), Some(Severity::Warning));
        assert_eq!(weighed(Some(Severity::Off), Severity::Error), None);
        assert_eq!(weighed(None, Severity::Note), Some(Severity::Note));
        assert_eq!(weighed(Some(Severity::Warning), Severity::Note), Some(Severity::Note));
    }

    #[test]
    fn a_rule_that_is_off_can_be_switched_on() {
        let mut severities = Severities::default();
        assert_eq!(severities.of("AL702"), Severity::Off);
        severities.set("AL702", "warning".parse().unwrap()).unwrap();
        assert_eq!(severities.of("AL702"), Severity::Warning);
    }

    #[test]
    fn unknown_rules_and_severities_are_named() {
        let unknown = Severities::default().set("AL999", Severity::Off).unwrap_err();
        assert_eq!(unknown.to_string(), "there is no rule `AL999`: `aludel lint --rules` lists them");
        let unknown = "fatal".parse::<Severity>().unwrap_err();
        assert_eq!(unknown.to_string(), "`fatal` is no severity: write one of off, note, warning, error");
    }
}
