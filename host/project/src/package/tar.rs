//! A package in one file: an OCI image layout in a plain tar, which is the same to the byte each time.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::Path;
use std::sync::Arc;

use tar::{Archive, Builder, Entry, EntryType, Header};

use super::content::Package;
use super::digest::ContentDigest;
use super::error::PackageError;
use super::layout::{self, BLOBS, Files, INDEX_FILE, LAYOUT_FILE, LayoutFiles};
use super::limits::PackageLimits;

/// What a tar adds to each file: its header, and zeros up to the next block.
const BYTES_PER_ENTRY: u64 = 1024;

/// How files begin that other programs must unpack first.
const COMPRESSED: [(&[u8], &str); 4] =
    [(b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"\xfd7zXZ\0", "xz"), (b"BZh", "bzip2")];

/// Writes a package, with what refers to it.
pub fn write(package: &Package, output: impl Write) -> io::Result<()> {
    let mut builder = Builder::new(output);
    for (name, bytes) in layout::render(package) {
        let mut header = Header::new_ustar();
        header.set_path(&name)?;
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_entry_type(EntryType::Regular);
        header.set_cksum();
        builder.append(&header, &*bytes)?;
    }
    builder.into_inner()?.flush()
}

/// Reads the package in a file; `wanted` is the tag or the digest of the one that is meant, where there are several.
pub fn read_file(path: &Path, wanted: Option<&str>, limits: &PackageLimits) -> Result<Package, PackageError> {
    let file = path.display().to_string();
    let unreadable = |reason: String| PackageError::Unreadable { file: file.clone(), reason };
    let metadata = path.metadata().map_err(|error| unreadable(error.to_string()))?;
    if !metadata.is_file() {
        return Err(unreadable("it is no file".to_owned()));
    }
    let opened = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let allowed_bytes = bytes_max(limits);
    if metadata.len() > allowed_bytes {
        return Err(PackageError::TooLarge { what: file, bytes: metadata.len(), allowed_bytes });
    }
    read(BufReader::new(opened), wanted, limits)
}

fn bytes_max(limits: &PackageLimits) -> u64 {
    limits.package_bytes + 2 * limits.manifest_bytes + limits.entries as u64 * BYTES_PER_ENTRY
}

/// Reads the package in a tar. Nothing is unpacked, and nothing is taken from it but the files of a layout.
pub fn read(input: impl BufRead, wanted: Option<&str>, limits: &PackageLimits) -> Result<Package, PackageError> {
    layout::read(&Unpacked(unpack(input, limits)?), wanted, limits)
}

struct Unpacked(Files);

impl LayoutFiles for Unpacked {
    fn file(&self, name: &str, allowed_bytes: u64) -> Result<Option<Arc<[u8]>>, PackageError> {
        let Some(bytes) = self.0.get(name) else { return Ok(None) };
        check_size(name, bytes.len() as u64, allowed_bytes)?;
        Ok(Some(Arc::clone(bytes)))
    }
}

fn unpack(mut input: impl BufRead, limits: &PackageLimits) -> Result<Files, PackageError> {
    let start = input.fill_buf().map_err(broken)?;
    if let Some((_, program)) = COMPRESSED.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err(PackageError::CompressedTar { program });
    }
    let mut archive = Archive::new(input.take(bytes_max(limits)));
    let mut files = Files::new();
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    for (index, entry) in archive.entries().map_err(broken)?.enumerate() {
        let mut entry = entry.map_err(broken)?;
        if index >= limits.entries {
            return Err(PackageError::TooMany { what: "files", found: index + 1, allowed: limits.entries });
        }
        let path = safe_path(&entry)?;
        if is_folder(&entry, &path)? {
            continue;
        }
        bytes += entry.size();
        check_size(&path, entry.size(), limits.layer_bytes.max(limits.config_bytes))?;
        check_size("the tar", bytes, limits.package_bytes + 2 * limits.manifest_bytes)?;
        if !seen.insert(path.clone()) {
            return Err(PackageError::DoublePath { path });
        }
        if is_of_a_layout(&path) {
            let content = read_whole(&mut entry, &path)?;
            files.insert(path, content);
        }
    }
    Ok(files)
}

fn broken(error: io::Error) -> PackageError {
    PackageError::BrokenTar { reason: error.to_string() }
}

fn check_size(path: &str, bytes: u64, allowed_bytes: u64) -> Result<(), PackageError> {
    if bytes <= allowed_bytes {
        return Ok(());
    }
    Err(PackageError::TooLarge { what: path.to_owned(), bytes, allowed_bytes })
}

/// The path of an entry, without what leads nowhere. One that leads elsewhere is refused, although nothing is unpacked:
/// no tool that makes layouts writes such a thing.
fn safe_path<Input: io::Read>(entry: &Entry<'_, Input>) -> Result<String, PackageError> {
    let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let plain = path.strip_prefix("./").unwrap_or(&path).trim_end_matches('/');
    let leads_out =
        path.starts_with('/') || plain.split('/').any(|part| part == "..") || plain.contains(['\\', '\0', ':']);
    if leads_out { Err(PackageError::UnsafePath { path }) } else { Ok(plain.to_owned()) }
}

/// Whether it is a folder, of which nothing is to be known. What is neither that nor a file is refused.
fn is_folder<Input: io::Read>(entry: &Entry<'_, Input>, path: &str) -> Result<bool, PackageError> {
    let kind = match entry.header().entry_type() {
        EntryType::Regular => return Ok(false),
        EntryType::Directory | EntryType::XGlobalHeader => return Ok(true),
        EntryType::Symlink | EntryType::Link => "the link",
        EntryType::Char | EntryType::Block => "the device",
        EntryType::Fifo => "the pipe",
        EntryType::GNUSparse => "the file with holes",
        _ => "something of an unknown kind,",
    };
    Err(PackageError::NoFile { path: path.to_owned(), kind })
}

fn is_of_a_layout(path: &str) -> bool {
    let digest = path.strip_prefix(BLOBS).map(|hex| format!("sha256:{hex}"));
    [LAYOUT_FILE, INDEX_FILE].contains(&path) || digest.is_some_and(|digest| digest.parse::<ContentDigest>().is_ok())
}

fn read_whole<Input: io::Read>(entry: &mut Entry<'_, Input>, path: &str) -> Result<Arc<[u8]>, PackageError> {
    let expected = entry.size();
    let mut content = Vec::new();
    entry.read_to_end(&mut content).map_err(broken)?;
    let found = content.len() as u64;
    if found != expected {
        return Err(PackageError::OtherSize { what: path.to_owned(), expected, found });
    }
    Ok(content.into())
}
