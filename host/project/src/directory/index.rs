//! The index of headers under `.aludel/`, so that unchanged files are not opened.
//!
//! It is a cache and nothing else: whatever is odd about it, or about a file, is a miss. A record answers for a file
//! while size, time of modification and (on Unix) time of change are what they were. A file that changed within the last
//! two seconds is not recorded, because it could change once more within the same tick of the file system's clock.
//!
//! The file: [`MAGIC`], the version of this crate, the records, and the BLAKE3 digest of all that.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::record::{self, FoundRevision, Reader};
use crate::text_file::{self, SizeLimit};

const MAGIC: &[u8] = b"aludel header index 3\n";
const DIGEST_BYTES: usize = 32;
/// A hundred thousand migrations have less.
const INDEX_SIZE: SizeLimit = SizeLimit { name: "index_size", bytes: 64 << 20 };
const UNTRUSTED: Duration = Duration::from_secs(2);

/// The state of a file at the time of its reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified_ns: u64,
    changed_ns: u64,
}

impl Stamp {
    /// The stamp of a file; none where its times cannot be known.
    pub(super) fn of(metadata: &Metadata) -> Option<Self> {
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let modified_ns = u64::try_from(modified.as_nanos()).ok()?;
        Some(Self { size: metadata.len(), modified_ns, changed_ns: changed_ns(metadata).unwrap_or(modified_ns) })
    }

    fn is_settled(&self, now: SystemTime) -> bool {
        let latest = Duration::from_nanos(self.modified_ns.max(self.changed_ns)) + UNTRUSTED;
        now.duration_since(UNIX_EPOCH).is_ok_and(|now| latest < now)
    }
}

/// A tool that sets the time of modification back does not set this one.
#[cfg(unix)]
fn changed_ns(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(metadata.ctime_nsec()).ok()?)
}

#[cfg(not(unix))]
fn changed_ns(_: &Metadata) -> Option<u64> {
    None
}

/// The bytes of an index, checked.
pub(super) struct IndexFile {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl IndexFile {
    /// Reads the index of a project; an empty one when there is none that can be trusted.
    pub(super) fn load(state_folder: &Path) -> Self {
        let path = state_folder.join("index");
        let bytes = text_file::read_bytes(&path, "index", INDEX_SIZE).ok().and_then(check).unwrap_or_default();
        Self { path, bytes }
    }

    /// One that knows nothing and is not kept.
    pub(super) fn none() -> Self {
        Self { path: PathBuf::new(), bytes: Vec::new() }
    }

    /// Opens it for looking up and for writing anew.
    pub(super) fn open(&self) -> Index<'_> {
        let records = read_records(&self.bytes).unwrap_or_default();
        Index {
            path: &self.path,
            stored_count: records.len(),
            records,
            written: Vec::new(),
            hits: 0,
            is_changed: false,
        }
    }
}

/// Gives the records of the file, without what stands around them.
fn check(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let content = bytes.len().checked_sub(DIGEST_BYTES)?;
    let digest = blake3::hash(&bytes[..content]);
    let records = bytes[..content].strip_prefix(prefix().as_slice())?.len();
    if *digest.as_bytes() != bytes[content..] {
        return None;
    }
    bytes.truncate(content);
    Some(bytes.split_off(content - records))
}

/// Another version may read headers otherwise, so it starts with an empty index.
fn prefix() -> Vec<u8> {
    [MAGIC, env!("CARGO_PKG_VERSION").as_bytes(), b"\n"].concat()
}

#[derive(Clone, Copy)]
struct Record<'a> {
    stamp: Stamp,
    revisions: &'a [u8],
}

fn read_records(bytes: &[u8]) -> Option<HashMap<&str, Record<'_>>> {
    let mut reader = Reader::new(bytes);
    let mut records = HashMap::new();
    while !reader.is_at_end() {
        let file = reader.text()?;
        let stamp = Stamp { size: reader.number()?, modified_ns: reader.number()?, changed_ns: reader.number()? };
        records.insert(file, Record { stamp, revisions: reader.bytes()? });
    }
    Some(records)
}

/// Looks records up, and gathers those of the next index.
pub(super) struct Index<'a> {
    path: &'a Path,
    records: HashMap<&'a str, Record<'a>>,
    stored_count: usize,
    written: Vec<u8>,
    hits: usize,
    is_changed: bool,
}

impl Index<'_> {
    /// What was found in a file when its stamp was the same.
    pub(super) fn find(&mut self, file: &str, stamp: Option<Stamp>) -> Option<Vec<FoundRevision>> {
        let record = *self.records.get(file)?;
        let stamp = stamp.filter(|stamp| *stamp == record.stamp)?;
        let found = record::decode(record.revisions)?;
        self.hits += 1;
        self.write(file, stamp, record.revisions);
        Some(found)
    }

    /// Records what was found in a file, if that can be trusted later.
    pub(super) fn record(&mut self, file: &str, stamp: Option<Stamp>, found: &[FoundRevision], now: SystemTime) {
        if let Some(stamp) = stamp.filter(|stamp| stamp.is_settled(now)) {
            self.write(file, stamp, &record::encode(found));
            self.is_changed = true;
        }
    }

    fn write(&mut self, file: &str, stamp: Stamp, revisions: &[u8]) {
        record::put_bytes(&mut self.written, file.as_bytes());
        for number in [stamp.size, stamp.modified_ns, stamp.changed_ns] {
            record::put_number(&mut self.written, number);
        }
        record::put_bytes(&mut self.written, revisions);
    }

    /// Writes the next index when it differs. That it could not is no error: the next run reads the files again.
    pub(super) fn store(self) {
        if self.is_changed || self.hits != self.stored_count {
            let mut bytes = prefix();
            bytes.extend_from_slice(&self.written);
            bytes.extend_from_slice(blake3::hash(&bytes).as_bytes());
            // The outcome is dropped on purpose: a read-only project is as good as any.
            let _ = write_whole(self.path, &bytes);
        }
    }
}

/// Writes beside the file and renames, so that no reader ever sees half of it. A link is not followed: it may have come
/// with the project, and what it leads to is somebody else's.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    if fs::symlink_metadata(folder)?.is_symlink() {
        return Err(io::Error::from(io::ErrorKind::NotADirectory));
    }
    let temporary = folder.join(format!("index.{}", std::process::id()));
    let written = File::create_new(&temporary).and_then(|mut file| file.write_all(bytes));
    let outcome = written.and_then(|()| fs::rename(&temporary, path));
    if outcome.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    outcome
}
