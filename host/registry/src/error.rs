//! Why a registry did not do what it was asked for.

use std::time::Duration;

use aludel_project::package::{ContentDigest, PackageError};

/// Why a registry did not do what it was asked for. What it said is escaped in messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// It does not answer.
    #[error("the registry {registry} cannot be reached: {reason}", reason = .reason.escape_debug())]
    Unreachable {
        /// The registry.
        registry: String,
        /// What the system said.
        reason: String,
    },
    /// It takes too long.
    #[error("the registry {registry} did not send {what} within {waited:?}")]
    TimedOut {
        /// The registry.
        registry: String,
        /// What was waited for.
        what: String,
        /// How long.
        waited: Duration,
    },
    /// It wants to know who asks, or knows and says no.
    #[error("the registry {registry} refuses {}{}", asked(*.has_credentials), told(.words))]
    Unauthorized {
        /// The registry.
        registry: String,
        /// What it said.
        words: String,
        /// Whether it was told who asks.
        has_credentials: bool,
    },
    /// There is no such thing.
    #[error("the registry {registry} does not have {what}{}", told(.words))]
    NotFound {
        /// The registry.
        registry: String,
        /// What was asked for.
        what: String,
        /// What it said.
        words: String,
    },
    /// It answers with an error.
    #[error("the registry {registry} answers {status} when asked for {what}{}", told(.words))]
    Answer {
        /// The registry.
        registry: String,
        /// The status of HTTP.
        status: u16,
        /// What was asked for.
        what: String,
        /// What it said.
        words: String,
    },
    /// It answers with something else.
    #[error("the registry {registry} sent {what} that cannot be read: {reason}", reason = .reason.escape_debug())]
    Garbage {
        /// The registry.
        registry: String,
        /// What was asked for.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// It leads to a place without encryption.
    #[error("the registry {registry} leads to {}, which is not encrypted", .url.escape_debug())]
    InsecureRedirect {
        /// The registry.
        registry: String,
        /// Where it leads, without what follows the path.
        url: String,
    },
    /// It leads in a circle.
    #[error("the registry {registry} leads from one place to the next without end")]
    RedirectCircle {
        /// The registry.
        registry: String,
    },
    /// A list leads back to one of its own pages.
    #[error("the registry {registry} sent {what} in pages that lead in a circle: {} comes again", .url.escape_debug())]
    PageCircle {
        /// The registry.
        registry: String,
        /// What was asked for.
        what: String,
        /// The page that comes again, without what follows the path.
        url: String,
    },
    /// A list goes on and on.
    #[error("the registry {registry} sent {what} in more than {allowed} pages, and no more are read")]
    TooManyPages {
        /// The registry.
        registry: String,
        /// What was asked for.
        what: String,
        /// How many pages are read.
        allowed: usize,
    },
    /// A version is what it is for good.
    #[error("{reference} is there already, and is another package: {found}")]
    Exists {
        /// Where.
        reference: String,
        /// The digest of what is there.
        found: ContentDigest,
    },
    /// The package is not what it should be.
    #[error("{reference}: {problem}")]
    Package {
        /// Where it was read from.
        reference: String,
        /// What is wrong with it.
        problem: PackageError,
    },
    /// The credentials cannot be had.
    #[error("the credentials for {registry} cannot be read from {place}: {reason}", reason = .reason.escape_debug())]
    Credentials {
        /// The registry.
        registry: String,
        /// The file, or the program.
        place: String,
        /// What is wrong.
        reason: String,
    },
}

fn asked(has_credentials: bool) -> &'static str {
    if has_credentials { "these credentials" } else { "to answer without credentials" }
}

fn told(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(": {}", words.escape_debug()) }
}

impl RegistryError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unauthorized { registry, has_credentials: false, .. } => Some(format!("docker login {registry}")),
            Self::Unauthorized { registry, .. } => Some(format!("log in anew: docker login {registry}")),
            Self::Exists { .. } => Some("raise the version in aludel.toml, and push that".to_owned()),
            Self::Package { problem, .. } => problem.hint(),
            Self::TimedOut { .. } | Self::Unreachable { .. } | Self::Answer { .. } => {
                Some("try again later, or take the package from a file: aludel package inspect FILE".to_owned())
            }
            // The variables come before all else, so they also help where the file or the program cannot be mended.
            Self::Credentials { registry, .. } => Some(format!(
                "log in anew: docker login {registry}\nor name them for it alone: export ALUDEL_REGISTRY={registry} \
                 ALUDEL_REGISTRY_USER=USER ALUDEL_REGISTRY_PASSWORD=PASSWORD"
            )),
            _ => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "registry_unreachable",
            Self::TimedOut { .. } => "registry_timeout",
            Self::Unauthorized { .. } => "registry_unauthorized",
            Self::NotFound { .. } => "registry_not_found",
            Self::Answer { .. } => "registry_error",
            Self::Garbage { .. } => "registry_garbage",
            Self::InsecureRedirect { .. } => "registry_insecure_redirect",
            Self::RedirectCircle { .. } => "registry_redirects",
            Self::PageCircle { .. } => "registry_page_circle",
            Self::TooManyPages { .. } => "registry_pages",
            Self::Exists { .. } => "package_exists",
            Self::Package { problem, .. } => problem.code(),
            Self::Credentials { .. } => "registry_credentials",
        }
    }
}
