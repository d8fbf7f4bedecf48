//! The top level of a component file: read without validating or compiling it.

use std::ops::Range;
use std::sync::Arc;

use wasmparser::{BinaryReader, ComponentExportSectionReader, ComponentImportSectionReader};

use crate::load_error::LoadError;

/// Custom sections with this prefix are the project's own.
const SECTION_PREFIX: &str = "aludel:";
const HEADER_BYTES: usize = 8;
const CORE_MODULE_VERSION: [u8; 4] = [1, 0, 0, 0];

/// Numbers of top-level sections, as the component model's binary format gives them.
mod section_id {
    pub(super) const CUSTOM: u8 = 0;
    pub(super) const IMPORT: u8 = 10;
    pub(super) const EXPORT: u8 = 11;
}

type NamedSection = (Box<str>, Arc<[u8]>);

/// The contents of a component's custom sections `aludel:NAME`, by NAME.
#[derive(Debug, Clone, Default)]
pub struct Sections {
    by_name: Arc<[NamedSection]>,
}

impl Sections {
    /// The first section of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<[u8]>> {
        self.by_name.iter().find(|(key, _)| &**key == name).map(|(_, content)| content)
    }
}

/// Identifies the code of a component: equal for components that differ in their top-level custom sections alone.
pub(crate) type CodeDigest = [u8; 32];

/// A component file, divided into what is compiled and what travels beside it.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    name: &'a str,
    bytes: &'a [u8],
    /// The header and every section that is not custom.
    code: Vec<Range<usize>>,
    sections: Vec<(&'a str, &'a [u8])>,
    imports: Vec<&'a [u8]>,
    exports: Vec<&'a [u8]>,
}

impl<'a> Outline<'a> {
    /// Walks over the sections, and refuses what is no component. `name` is for the errors.
    pub(crate) fn read(name: &'a str, bytes: &'a [u8]) -> Result<Self, LoadError> {
        check_header(name, bytes)?;
        let mut outline =
            Self { name, bytes, code: Vec::new(), sections: Vec::new(), imports: Vec::new(), exports: Vec::new() };
        outline.keep_code(0..HEADER_BYTES);
        let mut start = HEADER_BYTES;
        while start < bytes.len() {
            start = outline.read_section(start)?;
        }
        Ok(outline)
    }

    fn read_section(&mut self, start: usize) -> Result<usize, LoadError> {
        let truncated = || LoadError::Truncated { name: self.name.to_owned(), offset: start, bytes: self.bytes.len() };
        let mut reader = BinaryReader::new(&self.bytes[start..], start);
        let id = reader.read_u8().map_err(|_| truncated())?;
        let size = reader.read_var_u32().map_err(|_| truncated())?;
        let body_start = reader.original_position();
        let body = reader.read_bytes(size as usize).map_err(|_| truncated())?;
        let end = reader.original_position();
        match id {
            section_id::CUSTOM => self.keep_custom(body, body_start)?,
            section_id::IMPORT => self.imports.push(body),
            section_id::EXPORT => self.exports.push(body),
            _ => {}
        }
        if id != section_id::CUSTOM {
            self.keep_code(start..end);
        }
        Ok(end)
    }

    fn keep_code(&mut self, range: Range<usize>) {
        match self.code.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.code.push(range),
        }
    }

    fn keep_custom(&mut self, body: &'a [u8], offset: usize) -> Result<(), LoadError> {
        let mut reader = BinaryReader::new(body, offset);
        let section = reader.read_string().map_err(|error| invalid(self.name, &error))?;
        if let Some(key) = section.strip_prefix(SECTION_PREFIX) {
            self.sections.push((key, &body[reader.original_position() - offset..]));
        }
        Ok(())
    }

    /// The digest of what is compiled.
    pub(crate) fn digest(&self) -> CodeDigest {
        let mut hasher = blake3::Hasher::new();
        for range in &self.code {
            hasher.update(&self.bytes[range.clone()]);
        }
        *hasher.finalize().as_bytes()
    }

    /// What is compiled: the component without its top-level custom sections.
    pub(crate) fn code(&self) -> Vec<u8> {
        self.code.iter().flat_map(|range| &self.bytes[range.clone()]).copied().collect()
    }

    /// The project's own custom sections.
    pub(crate) fn sections(&self) -> Sections {
        Sections { by_name: self.sections.iter().map(|(name, content)| ((*name).into(), (*content).into())).collect() }
    }

    /// The names of all imports.
    pub(crate) fn imports(&self) -> Result<Vec<String>, LoadError> {
        let mut names = Vec::new();
        for body in &self.imports {
            let reader = ComponentImportSectionReader::new(BinaryReader::new(body, 0));
            for import in reader.map_err(|error| invalid(self.name, &error))? {
                names.push(import.map_err(|error| invalid(self.name, &error))?.name.name.to_owned());
            }
        }
        Ok(names)
    }

    /// The names of all exports.
    pub(crate) fn exports(&self) -> Result<Vec<String>, LoadError> {
        let mut names = Vec::new();
        for body in &self.exports {
            let reader = ComponentExportSectionReader::new(BinaryReader::new(body, 0));
            for export in reader.map_err(|error| invalid(self.name, &error))? {
                names.push(export.map_err(|error| invalid(self.name, &error))?.name.name.to_owned());
            }
        }
        Ok(names)
    }
}

fn invalid(name: &str, error: &wasmparser::Error) -> LoadError {
    LoadError::Invalid { name: name.to_owned(), reason: error.to_string() }
}

fn check_header(name: &str, bytes: &[u8]) -> Result<(), LoadError> {
    let name = name.to_owned();
    if let Some(found) = other_than_wasm(bytes) {
        return Err(LoadError::NotWasm { name, found: found.into() });
    }
    if bytes.starts_with(b"\x7fELF") {
        return Err(LoadError::Precompiled { name });
    }
    if bytes.len() < HEADER_BYTES {
        return Err(LoadError::Truncated { name, offset: 0, bytes: bytes.len() });
    }
    if bytes[4..HEADER_BYTES] == CORE_MODULE_VERSION {
        return Err(LoadError::CoreModule { name });
    }
    Ok(())
}

fn other_than_wasm(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        Some("empty")
    } else if bytes.starts_with(b"\0asm") || bytes.starts_with(b"\x7fELF") {
        None
    } else if bytes.trim_ascii_start().starts_with(b"(") {
        Some("WebAssembly text, or some other text")
    } else if str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) {
        Some("a text file")
    } else {
        Some("some other binary file")
    }
}
