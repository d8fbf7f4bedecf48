//! Why a target cannot be reached.

use crate::id::RevisionId;
use crate::listing::some_of;

/// Why a target names nothing, too much, or something that cannot be reached from here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// The text is not of the form of a target.
    #[error("`{text}` is not a target")]
    Malformed {
        /// The target as it was typed.
        text: String,
    },
    /// Two targets with a colon, where one is wanted.
    #[error("`{text}` is a range, which only works offline")]
    RangeNeedsOffline {
        /// The target as it was typed.
        text: String,
    },
    /// One target, where two with a colon are wanted.
    #[error("`{text}` is not a range")]
    NotARange {
        /// The text as it was typed.
        text: String,
    },
    /// A downgrade without a database was not told where it starts.
    #[error("an offline downgrade needs to know where it starts, and `{text}` does not say it")]
    OfflineDowngradeNeedsRange {
        /// The text as it was typed.
        text: String,
    },
    /// `head` where there are several.
    #[error("`{text}` means {} heads: {}", heads.len(), some_of(heads))]
    MultipleHeads {
        /// The target as it was typed.
        text: String,
        /// The heads that it could mean.
        heads: Vec<RevisionId>,
        /// Those of them that are others' to join, each with the label of its branch.
        foreign: Vec<(RevisionId, String)>,
    },
    /// No id starts like this and no label is called so.
    #[error("no revision or label `{text}`")]
    NoSuchRevision {
        /// The name as it was typed.
        text: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// No id starts like this, and it is shorter than a sensible prefix.
    #[error("no revision `{text}`; the start of an id should have four characters or more")]
    PrefixTooShort {
        /// The name as it was typed.
        text: String,
    },
    /// `+N` where no database says what it counts from.
    #[error("`{text}` counts from where a database is, so by itself it names no revision")]
    RelativeAlone {
        /// The target as it was typed.
        text: String,
    },
    /// Several ids start like this.
    #[error("`{text}` is the start of {} names: {}", candidates.len(), some_of(candidates))]
    AmbiguousPrefix {
        /// The name as it was typed.
        text: String,
        /// The ids and labels that start so.
        candidates: Vec<String>,
    },
    /// What stands before `@` is no label and no revision.
    #[error("no branch `{branch}`")]
    NoSuchBranch {
        /// The name before `@`.
        branch: String,
        /// The label that was probably meant.
        nearest: Option<String>,
    },
    /// The revision exists, on another branch.
    #[error("revision `{revision}` is not on branch `{branch}`")]
    NotInBranch {
        /// The revision that was named.
        revision: String,
        /// The branch that was named.
        branch: String,
    },
    /// There are fewer revisions in that direction.
    #[error("`{text}` goes further than there are revisions")]
    RelativeOutOfRange {
        /// The target as it was typed.
        text: String,
    },
    /// The way forks before the steps are counted.
    #[error("`{text}` could go on from {} to {}", at.as_ref().map_or("the base".to_owned(), |at| format!("`{at}`")), some_of(choices))]
    AmbiguousWalk {
        /// The target as it was typed.
        text: String,
        /// The revision at which it forks; `None` is the base.
        at: Option<RevisionId>,
        /// The ways to go on.
        choices: Vec<RevisionId>,
    },
    /// The database is at several revisions, and each could be the start.
    #[error("`{text}` could start at {}", some_of(starts))]
    AmbiguousStart {
        /// The target as it was typed.
        text: String,
        /// The revisions that it could start from.
        starts: Vec<RevisionId>,
    },
    /// There is no way back to the target, because it is not applied.
    #[error("`{target}` is not at or below {}", if current.is_empty() { "the base".to_owned() } else { some_of(current) })]
    NotAncestor {
        /// Where it should have gone.
        target: String,
        /// Where it started.
        current: Vec<RevisionId>,
    },
    /// Two revisions were asked for, and one brings the other anyway.
    #[error("revision `{upper}` includes `{lower}`, so they cannot stand side by side")]
    Overlapping {
        /// The revision that includes the other.
        upper: RevisionId,
        /// The revision that is included.
        lower: RevisionId,
    },
    /// The database is at a revision that no file declares.
    #[error("the database is at {}, which no migration here declares", some_of(revisions))]
    UnknownApplied {
        /// The rows of the version table that name nothing.
        revisions: Vec<RevisionId>,
        /// A declared revision that one of them looks like.
        nearest: Option<String>,
    },
    /// Two files declare the revision, so nobody can say which of them would run.
    #[error("revision `{revision}` is declared more than once, so it cannot run")]
    DuplicateRevision {
        /// The id that is declared more than once.
        revision: RevisionId,
    },
}

impl TargetError {
    /// The stable name of this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } | Self::NoSuchRevision { .. } | Self::UnknownApplied { .. } => "no_such_revision",
            Self::RangeNeedsOffline { .. } => "range_needs_offline",
            Self::NotARange { .. } => "not_a_range",
            Self::OfflineDowngradeNeedsRange { .. } => "offline_downgrade_needs_range",
            Self::MultipleHeads { .. } => "multiple_heads",
            Self::PrefixTooShort { .. } | Self::RelativeAlone { .. } => "prefix_too_short",
            Self::AmbiguousPrefix { .. } => "ambiguous_prefix",
            Self::NoSuchBranch { .. } => "no_such_branch",
            Self::NotInBranch { .. } => "not_in_branch",
            Self::RelativeOutOfRange { .. } => "relative_out_of_range",
            Self::AmbiguousWalk { .. } => "ambiguous_walk",
            Self::AmbiguousStart { .. } => "ambiguous_start",
            Self::NotAncestor { .. } => "not_ancestor",
            Self::Overlapping { .. } => "overlapping_revisions",
            Self::DuplicateRevision { .. } => "duplicate_id",
        }
    }

    /// What to type next, where that can be said.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Malformed { .. } => Some(MALFORMED_HINT.to_owned()),
            Self::RangeNeedsOffline { .. } => Some("add `--sql`, or give one target".to_owned()),
            Self::NotARange { text } => Some(format!("write `{text}:` or `:{text}`")),
            Self::OfflineDowngradeNeedsRange { text } => {
                Some(format!("say where it starts: `aludel downgrade --sql head:{}`", text.trim_matches(':')))
            }
            Self::MultipleHeads { heads, foreign, .. } => Some(multiple_heads_hint(heads, foreign)),
            Self::NoSuchRevision { nearest, .. } => Some(nearest_hint(nearest.as_deref(), "aludel history")),
            Self::NoSuchBranch { nearest, .. } => Some(nearest_hint(nearest.as_deref(), "aludel branches")),
            Self::RelativeAlone { .. } => Some("count from a revision: `base+1`, `head-1`".to_owned()),
            Self::PrefixTooShort { .. } => Some("`aludel history` lists the ids".to_owned()),
            Self::AmbiguousPrefix { .. } => Some("type more of it".to_owned()),
            Self::AmbiguousWalk { choices, .. } | Self::AmbiguousStart { starts: choices, .. } => {
                choices.first().map(|choice| format!("name the revision itself, such as `{choice}`"))
            }
            Self::UnknownApplied { revisions, nearest } => unknown_applied_hint(revisions, nearest.as_deref()),
            Self::DuplicateRevision { .. } => Some("give one of the two files another id".to_owned()),
            Self::NotAncestor { .. } => Some("`aludel current` says where the database is".to_owned()),
            Self::RelativeOutOfRange { .. } => {
                Some("`aludel current` says where the database is, `aludel history` what there is".to_owned())
            }
            Self::Overlapping { lower, .. } => Some(format!("leave `{lower}` out")),
            Self::NotInBranch { .. } => None,
        }
    }
}

const MALFORMED_HINT: &str =
    "targets are an id or the start of one, `head`, `heads`, `base`, a label, `label@head`, `+1`, `-1`, `ID+1`, `ID-1`";

/// To join is offered only where all of the heads that it joins are the project's own.
fn multiple_heads_hint(heads: &[RevisionId], foreign: &[(RevisionId, String)]) -> String {
    let is_own = |head: &&RevisionId| foreign.iter().all(|(id, _)| id != *head);
    let own: Vec<&str> = heads.iter().filter(is_own).map(RevisionId::as_str).collect();
    let join = format!("`aludel merge {}`", own.join(" "));
    if foreign.is_empty() {
        return format!("name one of them, write `heads` for all, or join them: {join}");
    }
    let is_alone = |label: &String| foreign.iter().filter(|(_, other)| other == label).count() == 1;
    let others =
        foreign.iter().map(|(id, label)| if is_alone(label) { format!("`{label}@head`") } else { format!("`{id}`") });
    let names: Vec<String> = own.iter().map(|head| format!("`{head}`")).chain(others).collect();
    let join_own = if own.len() > 1 { format!("; or join those of the project: {join}") } else { String::new() };
    format!("write `heads` for all, or name one: {}{join_own}", names.join(", "))
}

fn nearest_hint(nearest: Option<&str>, listing: &str) -> String {
    match nearest {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("`{listing}` lists what there is"),
    }
}

fn unknown_applied_hint(revisions: &[RevisionId], nearest: Option<&str>) -> Option<String> {
    let first = revisions.first()?;
    let meant = nearest.map_or(String::new(), |name| format!(" (is it `{name}` now?)"));
    Some(format!(
        "bring the file of `{first}` back{meant}, or, if the schema is known to be that of a declared revision, \
         run `aludel stamp --purge {}`",
        nearest.unwrap_or("REVISION")
    ))
}
