//! Native code that processes are given.
//!
//! Where the system has such a thing, it is in a file without a name that nobody can change any more, which each process maps: no
//! matter how large it is, it does not go through a pipe. Elsewhere it does.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use aludel_sandbox::{KeptPlace, LoadError, Native, Traits};

/// Native code, with what is known of its component.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) traits: Traits,
    pub(crate) code: Code,
    /// Where it is kept, if a process compiled it.
    pub(crate) kept: Option<KeptPlace>,
}

/// Where native code is.
#[derive(Debug)]
pub(crate) enum Code {
    /// In a file that is sealed, and so many bytes.
    Sealed(File, usize),
    /// Here.
    Bytes(Vec<u8>),
}

impl From<Native> for Given {
    fn from(native: Native) -> Self {
        // A system without such files, or one that has no room for it, has the pipe.
        let code = match sealed(&native.code) {
            Ok(file) => Code::Sealed(file, native.code.len()),
            Err(_) => Code::Bytes(native.code),
        };
        Self { traits: native.traits, code, kept: None }
    }
}

impl Given {
    /// What a process compiled, and where that is kept.
    pub(crate) fn compiled_apart(native: Native, place: KeptPlace) -> Self {
        Self { kept: Some(place), ..Self::from(native) }
    }
}

impl Code {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Sealed(_, bytes) => *bytes,
            Self::Bytes(code) => code.len(),
        }
    }

    pub(crate) fn file(&self) -> Option<&File> {
        match self {
            Self::Sealed(file, _) => Some(file),
            Self::Bytes(_) => None,
        }
    }

    /// What goes through the pipe.
    pub(crate) fn parcel(&self) -> &[u8] {
        match self {
            Self::Sealed(..) => &[],
            Self::Bytes(code) => code,
        }
    }
}

#[cfg(target_os = "linux")]
fn sealed(code: &[u8]) -> io::Result<File> {
    use std::io::Write as _;

    use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};

    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    // Older systems do not know the flag by which it can be no program either.
    let file = memfd_create(NAME, flags | MemfdFlags::NOEXEC_SEAL).or_else(|_| memfd_create(NAME, flags))?;
    let mut file = File::from(file);
    file.write_all(code)?;
    fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
    Ok(file)
}

/// What the system calls it in its lists.
#[cfg(target_os = "linux")]
const NAME: &str = "aludel-native";

#[cfg(not(target_os = "linux"))]
fn sealed(_: &[u8]) -> io::Result<File> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// The interpreters that programs are on, which all of them share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interpreters {
    by_digest: Arc<Mutex<HashMap<[u8; 32], Weak<Given>>>>,
}

impl Interpreters {
    /// That of a digest, made if no program has it. Whoever asks for one meanwhile waits.
    pub(crate) fn get_or_make(
        &self,
        digest: [u8; 32],
        make: impl FnOnce() -> Result<Given, LoadError>,
    ) -> Result<Arc<Given>, LoadError> {
        let mut by_digest = self.by_digest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(given) = by_digest.get(&digest).and_then(Weak::upgrade) {
            return Ok(given);
        }
        let given = Arc::new(make()?);
        by_digest.insert(digest, Arc::downgrade(&given));
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn native(code: &[u8]) -> Native {
        let traits = Traits { has_check: true, imports_operations: false, has_target: false };
        Native { traits, compatibility: [0; 32], code: code.to_vec() }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_given_can_be_changed_by_nobody() {
        use std::os::unix::fs::FileExt as _;

        let given = Given::from(native(b"native"));
        let file = given.code.file().expect("this system has such files");
        let mut content = [0; 6];
        file.read_exact_at(&mut content, 0).expect("it can be read");
        assert_eq!((&content, given.code.len(), given.code.parcel()), (b"native", 6, &b""[..]));
        assert!(file.write_all_at(b"x", 0).is_err() && file.set_len(0).is_err() && file.set_len(9).is_err());
    }

    #[test]
    fn an_interpreter_is_made_once_for_all_that_have_it() {
        let interpreters = Interpreters::default();
        let first = interpreters.get_or_make([1; 32], || Ok(native(b"one").into())).expect("it is made");
        let again = interpreters.get_or_make([1; 32], || panic!("it is there")).expect("it is there");
        assert!(Arc::ptr_eq(&first, &again));
        drop((first, again));
        let anew = interpreters.get_or_make([1; 32], || Ok(native(b"anew").into())).expect("it is made");
        assert_eq!(anew.code.len(), 4, "nobody had it any more");
    }
}
