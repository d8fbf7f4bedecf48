//! What is said of packages that nobody signed.

use aludel_engine::{Consent, ContentDigest, Questioner};

/// What `install` and `update` take.
#[derive(Debug, clap::Args)]
pub(super) struct UnsignedOptions {
    /// Take the package with this manifest as it is, although nobody signed it; can be given several times
    #[arg(long, value_name = "DIGEST")]
    accept_unsigned: Vec<ContentDigest>,
}

impl UnsignedOptions {
    pub(super) fn consent<'a>(&'a self, questioner: &'a dyn Questioner) -> Consent<'a> {
        Consent { accepted: &self.accept_unsigned, questioner }
    }
}
