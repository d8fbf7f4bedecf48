//! What marks kept components as this user's own.
//!
//! They are kept in the project's state folder, under names that anybody can compute. Whoever packs a project, or has something
//! to say in its repository, can put files there; without a seal such a file would run in the place of a source, and whoever
//! reads the source would not see what runs.

use std::fmt;
use std::sync::OnceLock;

use aludel_project::digest::Digest;

/// How long a seal is, behind the component.
const SEAL_BYTES: usize = 32;

/// The secret of a user.
pub(crate) type Key = [u8; 32];

/// Tells the secret when it is needed first.
pub(crate) struct Seal {
    ask: Box<dyn Fn() -> Option<Key> + Send + Sync>,
    key: OnceLock<Option<Key>>,
}

impl Seal {
    pub(crate) fn new(ask: impl Fn() -> Option<Key> + Send + Sync + 'static) -> Self {
        Self { ask: Box::new(ask), key: OnceLock::new() }
    }

    /// The component of a file of that name; none where it is not what was sealed under it. Without a secret nothing was.
    pub(crate) fn open<'file>(&self, name: &str, file: &'file [u8]) -> Option<&'file [u8]> {
        let (component, seal) = file.split_at_checked(file.len().checked_sub(SEAL_BYTES)?)?;
        (self.seal(name, component)?.to_bytes() == seal).then_some(component)
    }

    /// The content of a file of that name; none without a secret.
    pub(crate) fn close(&self, name: &str, component: &[u8]) -> Option<Vec<u8>> {
        Some([component, &self.seal(name, component)?.to_bytes()].concat())
    }

    fn seal(&self, name: &str, component: &[u8]) -> Option<Digest> {
        let key = self.key.get_or_init(|| (self.ask)()).as_ref()?;
        Some(Digest::sealed(key, name, component))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Seal").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_under_a_name_is_opened() {
        let seal = Seal::new(|| Some([7; 32]));
        let file = seal.close("a", b"component").expect("there is a secret");
        assert_eq!(seal.open("a", &file), Some(&b"component"[..]));
        assert_eq!(seal.open("b", &file), None, "another name");
        assert_eq!(Seal::new(|| Some([8; 32])).open("a", &file), None, "somebody else's");
        assert_eq!(Seal::new(|| None).open("a", &file), None);
        assert_eq!(Seal::new(|| None).close("a", b"component"), None);
        for length in 0..file.len() {
            assert_eq!(seal.open("a", &file[..length]), None, "{length} bytes");
        }
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert_eq!(seal.open("a", &changed), None, "byte {place}");
        }
    }
}
