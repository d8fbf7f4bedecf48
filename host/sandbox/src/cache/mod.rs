//! Compiled components: linked ones in memory, native code on disk.

mod disk;
mod entry;
mod folder;
mod memory;

pub use disk::secret;
pub(crate) use disk::{DiskCache, Verified};
pub(crate) use entry::{EntryId, Purpose};
pub(crate) use memory::MemoryCache;
