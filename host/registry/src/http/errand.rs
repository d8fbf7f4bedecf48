//! What is asked of a registry: to read, to look, or to keep something.

use std::time::Duration;

use reqwest::{Method, StatusCode, Url};

/// How much is sent in a second at least, in bytes: what needs longer is given up.
const BYTES_PER_SECOND_MIN: u64 = 64 << 10;

/// A repository of a registry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) registry: String,
    /// The host that is spoken to, which may be called otherwise.
    pub(crate) host: String,
    pub(crate) repository: String,
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Pull,
    Push,
}

/// What a question is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Errand<'a> {
    /// To have it.
    Read,
    /// To have it from where the registry said that it goes on.
    ReadAt { location: &'a Url },
    /// To know whether it is there.
    Look,
    /// To be told where something may be put.
    Open,
    /// To put it where the registry said.
    PutAt { location: &'a Url, bytes: &'a [u8] },
    /// To put it at the path of the question.
    Put { media_type: &'a str, bytes: &'a [u8] },
}

impl Errand<'_> {
    pub(super) fn method(self) -> Method {
        match self {
            Self::Read | Self::ReadAt { .. } => Method::GET,
            Self::Look => Method::HEAD,
            Self::Open => Method::POST,
            Self::PutAt { .. } | Self::Put { .. } => Method::PUT,
        }
    }

    /// What is sent: its type, and the bytes.
    pub(super) fn body(self) -> Option<(String, Vec<u8>)> {
        match self {
            Self::Read | Self::ReadAt { .. } | Self::Look => None,
            Self::Open => Some(("application/octet-stream".to_owned(), Vec::new())),
            Self::PutAt { bytes, .. } => Some(("application/octet-stream".to_owned(), bytes.to_vec())),
            Self::Put { media_type, bytes } => Some((media_type.to_owned(), bytes.to_vec())),
        }
    }

    pub(super) fn is_sending(self) -> bool {
        !matches!(self, Self::Read | Self::ReadAt { .. } | Self::Look)
    }

    pub(super) fn is_done(self, status: StatusCode) -> bool {
        if self.is_sending() { status.is_success() } else { status == StatusCode::OK }
    }
}

/// One question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) place: &'a Place,
    /// What follows `/v2/REPOSITORY/`.
    pub(crate) path: &'a str,
    pub(crate) accept: &'a str,
    pub(crate) action: Action,
    pub(crate) errand: Errand<'a>,
    /// How messages call what is asked for.
    pub(crate) what: &'a str,
    pub(crate) bytes_max: u64,
    /// How long the whole answer may take.
    pub(crate) patience: Duration,
}

/// How long a registry may take for so many bytes, which wait for the line as well.
pub(crate) fn sending_patience(least: Duration, most: Duration, bytes: usize) -> Duration {
    let on_its_way = Duration::from_secs(bytes as u64 / BYTES_PER_SECOND_MIN);
    (least + on_its_way).min(most.max(least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_is_waited_for_longer_and_not_for_ever() {
        let (least, most) = (Duration::from_mins(1), Duration::from_mins(15));
        assert_eq!(sending_patience(least, most, 100), least);
        assert_eq!(sending_patience(least, most, 6 << 20), Duration::from_secs(60 + 96));
        assert_eq!(sending_patience(least, most, 512 << 20), most);
    }
}
