//! One file of the cache: a header that says what it is and that we wrote it, then native code.
//!
//! ```text
//! magic 8 | compatibility 32 | code digest 32 | length of the native code 8, little-endian | mac 32 | native code
//! ```
//!
//! The MAC is a keyed BLAKE3 of everything else, so no byte of it can change unseen.

use crate::outline::CodeDigest;

const LABEL_BYTES: usize = 8 + 32 + 32 + 8;
const MAC_BYTES: usize = 32;
pub(super) const HEADER_BYTES: usize = LABEL_BYTES + MAC_BYTES;

/// The secret that marks our own files.
pub(crate) type MacKey = [u8; 32];

/// How long it is.
pub(super) const KEY_BYTES: u64 = 32;

/// Who may run what a folder holds. It is part of what the MAC is of, so nothing of one purpose is ever taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// This process: it was compiled by one that knows our key.
    Here,
    /// Only the process of a guest: it was compiled in such a process, out of somebody else's component, and may be anything.
    Apart,
}

impl Purpose {
    fn magic(self) -> [u8; 8] {
        match self {
            Self::Here => *b"aludelc1",
            Self::Apart => *b"aludelp1",
        }
    }
}

/// What an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntryId {
    /// Who may run it.
    pub(crate) purpose: Purpose,
    /// Of the engine that made the code.
    pub(crate) compatibility: [u8; 32],
    /// Of the component that it was made from.
    pub(crate) code: CodeDigest,
}

impl EntryId {
    /// The name of its file.
    pub(crate) fn file_name(&self) -> String {
        let digest = blake3::Hasher::new().update(&self.compatibility).update(&self.code).finalize();
        format!("{}.native", digest.to_hex())
    }

    fn label(&self, length: usize) -> [u8; LABEL_BYTES] {
        let mut label = [0; LABEL_BYTES];
        label[..8].copy_from_slice(&self.purpose.magic());
        label[8..40].copy_from_slice(&self.compatibility);
        label[40..72].copy_from_slice(&self.code);
        label[72..].copy_from_slice(&(length as u64).to_le_bytes());
        label
    }

    /// The content of its file.
    pub(crate) fn seal(&self, native: &[u8], key: &MacKey) -> Vec<u8> {
        let label = self.label(native.len());
        let mac = mac(&label, native, key);
        [&label[..], mac.as_bytes(), native].concat()
    }

    /// The native code in a file, if the file is this entry and was sealed with this key.
    pub(crate) fn open<'a>(&self, file: &'a [u8], key: &MacKey) -> Option<&'a [u8]> {
        let (header, native) = file.split_at_checked(HEADER_BYTES)?;
        let (label, found) = header.split_at(LABEL_BYTES);
        let expected = self.label(native.len());
        let found: [u8; MAC_BYTES] = found.try_into().ok()?;
        // Comparing a `blake3::Hash` takes the same time whatever differs.
        let is_ours = label == expected && mac(&expected, native, key) == blake3::Hash::from_bytes(found);
        is_ours.then_some(native)
    }
}

fn mac(label: &[u8], native: &[u8], key: &MacKey) -> blake3::Hash {
    blake3::Hasher::new_keyed(key).update(label).update(native).finalize()
}
