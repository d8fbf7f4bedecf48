//! The plan as a file: `{"format": "aludel plan", "version": 1, "digest": ..., "plan": {...}}`.
//!
//! `plan` is what `aludel plan --json` answers. The digest is that of `plan` without spaces and line ends, so that a file
//! which was laid out anew is still the same plan. It finds what went wrong on the way and what was edited by hand; whoever
//! means harm can write a new one.

use std::path::{Path, PathBuf};

use aludel_project::Digest;
use serde::Deserialize;
use serde_json::{Value, json};

use super::objects::SchemaDigests;
use crate::error::Error;
use crate::event::Direction;
use crate::rehearsal::report::PlanReport;

/// What the file says that it is.
const FORMAT: &str = "aludel plan";

/// The version that is written, and the newest that is read.
const VERSION: u64 = 1;

/// What a file may weigh: ten thousand statements of some kilobytes each, and more.
const BYTES_MAX: u64 = 256 << 20;

/// A plan that a run is held to, as it was read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "what `aludel plan --json` answers")]
pub struct AgreedPlan {
    /// Where it was read from.
    #[serde(skip)]
    pub path: PathBuf,
    /// Up or down.
    pub direction: Direction,
    /// The target as it was typed.
    pub target: String,
    /// Which database it is for, without login and settings.
    pub identity: String,
    /// Where transactions begin and end: `migration`, `run` or `none`. None in plans of earlier versions, which did not say.
    #[serde(default)]
    pub transaction: Option<String>,
    /// Where the database was.
    pub heads_before: Vec<String>,
    /// The schema that it saw.
    pub schema: SchemaDigests,
    /// The steps, in order.
    pub steps: Vec<AgreedStep>,
    /// The rows that it was made with; none where the copy was empty.
    #[serde(default)]
    pub data: Option<AgreedData>,
}

/// A step of such a plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgreedStep {
    /// The revision.
    pub revision: String,
    /// The digest of its component.
    pub component_digest: String,
    /// The statements that it had run, in order.
    pub statements: Vec<AgreedStatement>,
    /// How many more there were than the plan tells.
    #[serde(default)]
    pub statements_left_out: u64,
}

/// A statement of such a step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgreedStatement {
    /// The digest of its text.
    pub digest: Digest,
    /// Its text, or what may be shown of it.
    pub sql: String,
}

/// Why a file is no plan that a run can be held to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanFileError {
    /// The file cannot be read.
    #[error("`{}` cannot be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is larger than any plan.
    #[error("`{}` is no plan: it has {bytes} bytes", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// The file ends before the plan does.
    #[error("`{}` ends in the middle (line {line}): not all of it was written or copied", .path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Where it ends.
        line: usize,
    },
    /// The file holds something else.
    #[error("`{}` is no plan: {reason}", .path.display())]
    NotAPlan {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A newer version of this program wrote it.
    #[error("`{}` is a plan of format {version}, and this version of aludel reads formats up to {known}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: u64,
        /// The newest that is known.
        known: u64,
    },
    /// The file is not as it was written.
    #[error("`{}` was changed after it was written: its digest is {found}, and it says {written}", .path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// The digest in the file.
        written: String,
        /// The digest of what is in the file.
        found: String,
    },
    /// A plan with more different statements than it can tell holds nobody to anything.
    #[error("step `{revision}` has {left_out} statements more than a plan holds")]
    TooLong {
        /// The revision.
        revision: String,
        /// How many.
        left_out: u64,
    },
    /// The plan goes the other way.
    #[error("`{}` is a plan for `aludel {}`, not for `aludel {}`", .path.display(), .planned.verb(), .asked.verb())]
    OtherDirection {
        /// The file.
        path: PathBuf,
        /// The way that it goes.
        planned: Direction,
        /// The way that was asked for.
        asked: Direction,
    },
}

impl PlanFileError {
    /// A stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "plan_unreadable",
            Self::TooLarge { .. } | Self::NotAPlan { .. } => "not_a_plan",
            Self::Truncated { .. } => "plan_truncated",
            Self::Newer { .. } => "plan_too_new",
            Self::Changed { .. } => "plan_changed",
            Self::TooLong { .. } => "plan_too_long",
            Self::OtherDirection { .. } => "plan_direction",
        }
    }

    /// What to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } | Self::TooLarge { .. } | Self::NotAPlan { .. } => {
                Some("`aludel plan --out plan.json` writes one".to_owned())
            }
            Self::Truncated { path, .. } | Self::Changed { path, .. } => {
                Some(format!("fetch it again, or plan again: `aludel plan --out {}`", path.display()))
            }
            Self::Newer { .. } => {
                Some("use the version of aludel that wrote it, or plan again with this one".to_owned())
            }
            Self::TooLong { .. } => {
                Some("write the values of its statements as parameters, so that their texts repeat".to_owned())
            }
            Self::OtherDirection { path, planned, .. } => {
                Some(format!("`aludel {} --plan {}`", planned.verb(), path.display()))
            }
        }
    }
}

/// The rows that a plan was made with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgreedData {
    /// How many of each table were copied.
    pub rows_max: u64,
}

/// Writes a plan down, for a person to look at and a run to be held to.
///
/// # Errors
///
/// When the plan does not know all statements, or the file cannot be written.
pub fn write_plan(report: &PlanReport, path: &Path) -> Result<(), Error> {
    if let Some(step) = report.steps.iter().find(|step| step.statements_left_out > 0) {
        let (revision, left_out) = (step.revision.clone(), step.statements_left_out);
        return Err(PlanFileError::TooLong { revision, left_out }.into());
    }
    let plan = serde_json::to_value(report).map_err(|error| Error::Unexpected { message: error.to_string() })?;
    let file = json!({ "format": FORMAT, "version": VERSION, "digest": digest(&plan), "plan": plan });
    std::fs::write(path, format!("{file:#}\n")).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Reads a plan that [`write_plan`] wrote.
///
/// # Errors
///
/// When the file is not there, is no plan, or is not as it was written.
pub fn read_plan(path: &Path) -> Result<AgreedPlan, PlanFileError> {
    let unreadable = |source| PlanFileError::Unreadable { path: path.to_owned(), source };
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > BYTES_MAX {
        return Err(PlanFileError::TooLarge { path: path.to_owned(), bytes });
    }
    parse(&std::fs::read(path).map_err(unreadable)?, path)
}

fn parse(bytes: &[u8], path: &Path) -> Result<AgreedPlan, PlanFileError> {
    let path = path.to_owned();
    let file: Value = match serde_json::from_slice(bytes) {
        Ok(file) => file,
        Err(error) if error.is_eof() => return Err(PlanFileError::Truncated { path, line: error.line() }),
        Err(error) => return Err(PlanFileError::NotAPlan { path, reason: error.to_string() }),
    };
    match version(&file) {
        Ok(version) if version > VERSION => return Err(PlanFileError::Newer { path, version, known: VERSION }),
        Ok(_) => {}
        Err(reason) => return Err(PlanFileError::NotAPlan { path, reason }),
    }
    let (written, found) = (file["digest"].as_str().unwrap_or("nothing"), digest(&file["plan"]));
    if written != found {
        return Err(PlanFileError::Changed { path, written: written.to_owned(), found });
    }
    match AgreedPlan::deserialize(&file["plan"]) {
        Ok(plan) => Ok(AgreedPlan { path, ..plan }),
        Err(error) => Err(PlanFileError::NotAPlan { path, reason: error.to_string() }),
    }
}

/// The version of the format, or why it is not this format at all.
fn version(file: &Value) -> Result<u64, String> {
    if file["format"] != FORMAT {
        return Err(format!("it does not say `\"format\": \"{FORMAT}\"`"));
    }
    let version = file["version"].as_u64().filter(|version| *version > 0);
    version.ok_or_else(|| format!("its `version` is no number of a version, such as {VERSION}"))
}

fn digest(plan: &Value) -> String {
    Digest::of(plan.to_string().as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Value {
        let statement = json!({ "sql": "SELECT 1", "digest": Digest::of(b"SELECT 1"), "times": 1 });
        json!({
            "direction": "up", "target": "head", "identity": "sqlite:///a.db", "heads_before": ["a"],
            "schema": { "fingerprint": "0", "objects": [] },
            "steps": [{ "revision": "b", "component_digest": "1", "statements": [statement] }],
            "notes": [],
        })
    }

    fn file() -> Value {
        json!({ "format": FORMAT, "version": VERSION, "digest": digest(&plan()), "plan": plan() })
    }

    fn read(text: &str) -> Result<AgreedPlan, &'static str> {
        parse(text.as_bytes(), Path::new("plan.json")).map_err(|error| error.code())
    }

    #[test]
    fn a_plan_is_read_as_it_was_written() {
        let agreed = read(&format!("{:#}", file())).unwrap();
        assert_eq!((agreed.target.as_str(), agreed.steps[0].statements[0].sql.as_str()), ("head", "SELECT 1"));
        assert_eq!(Ok(agreed), read(&file().to_string()));
    }

    #[test]
    fn what_is_no_plan_any_more_says_why() {
        let text = format!("{:#}", file());
        let newer = json!({ "format": FORMAT, "version": 2, "plan": 7 });
        for (text, expected) in [
            (String::new(), "plan_truncated"),
            (text[..text.len() / 2].to_owned(), "plan_truncated"),
            (text.replace("SELECT 1", "DROP TABLE a"), "plan_changed"),
            (text.replace("\"version\": 1", "\"version\": 0"), "not_a_plan"),
            ("{}".to_owned(), "not_a_plan"),
            ("[1, 2".to_owned(), "plan_truncated"),
            ("upgrade".to_owned(), "not_a_plan"),
            (
                json!({ "format": FORMAT, "version": 1, "digest": digest(&json!({})), "plan": {} }).to_string(),
                "not_a_plan",
            ),
            (json!({ "format": FORMAT, "version": 1 }).to_string(), "plan_changed"),
            (newer.to_string(), "plan_too_new"),
        ] {
            assert_eq!(read(&text), Err(expected), "{text}");
        }
    }
}
