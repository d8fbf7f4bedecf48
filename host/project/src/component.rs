//! Component files: what they are, and the custom sections beside their code.
//!
//! Only the top level of a component is looked at; its code is never parsed.

use std::ops::Range;

/// The size of the header of a module or component.
const HEADER_LENGTH: usize = 8;
const MAGIC: &[u8; 4] = b"\0asm";
/// Version 13 of layer 1, the component model.
const COMPONENT_VERSION: [u8; 4] = [0x0d, 0, 1, 0];
/// Version 1 of layer 0, core modules.
const MODULE_VERSION: [u8; 4] = [1, 0, 0, 0];
const CUSTOM_SECTION_ID: u8 = 0;

/// Why bytes are no component that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComponentError {
    /// There are none.
    #[error("expected a WebAssembly component, but the file is empty")]
    Empty,
    /// They are something else.
    #[error("expected a WebAssembly component, but the file does not start as WebAssembly")]
    NotWasm,
    /// A core module, as most compilers write it.
    #[error("expected a WebAssembly component, but this is a core module")]
    CoreModule,
    /// A newer or older draft of the format.
    #[error("expected a WebAssembly component of version 13, but this is version {version} of layer {layer}")]
    UnknownVersion {
        /// The version.
        version: u16,
        /// 0 for modules, 1 for components.
        layer: u16,
    },
    /// They end in the middle.
    #[error("the WebAssembly component is cut off: the section at byte {offset} needs more than its {length} bytes")]
    Truncated {
        /// Where the section starts that is not whole.
        offset: usize,
        /// How many bytes there are.
        length: usize,
    },
    /// A section that cannot be read.
    #[error("the WebAssembly component has a broken section at byte {offset}")]
    BrokenSection {
        /// Where it starts.
        offset: usize,
    },
    /// The same custom section twice.
    #[error("the component has the section `{name}` twice")]
    RepeatedSection {
        /// Its name.
        name: String,
    },
}

impl ComponentError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::CoreModule => Some("make it a component: wasm-tools component new MODULE.wasm -o COMPONENT.wasm"),
            Self::Empty | Self::Truncated { .. } => Some("copy or build the file again"),
            _ => None,
        }
    }
}

/// One section at the top level.
struct Section {
    id: u8,
    content: Range<usize>,
}

/// The sections at the top level of a module or component, up to the first broken one.
struct Sections<'bytes> {
    bytes: &'bytes [u8],
    offset: usize,
}

impl<'bytes> Sections<'bytes> {
    /// Starts after the header, whatever it says.
    fn new(bytes: &'bytes [u8]) -> Self {
        Self { bytes, offset: HEADER_LENGTH }
    }

    fn read(&mut self) -> Result<Section, ComponentError> {
        let offset = self.offset;
        let truncated = ComponentError::Truncated { offset, length: self.bytes.len() };
        let id = self.bytes[offset];
        let (size, size_length) = read_u32(&self.bytes[offset + 1..]).map_err(|problem| match problem {
            NumberProblem::CutOff => truncated.clone(),
            NumberProblem::TooLong => ComponentError::BrokenSection { offset },
        })?;
        let start = offset + 1 + size_length;
        let end = start + size as usize;
        if end > self.bytes.len() {
            return Err(truncated);
        }
        self.offset = end;
        Ok(Section { id, content: start..end })
    }
}

impl Iterator for Sections<'_> {
    type Item = Result<Section, ComponentError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.offset >= self.bytes.len() {
            return None;
        }
        let section = self.read();
        if section.is_err() {
            self.offset = self.bytes.len();
        }
        Some(section)
    }
}

enum NumberProblem {
    CutOff,
    TooLong,
}

/// Reads a number in LEB128; gives it with its length in bytes.
fn read_u32(bytes: &[u8]) -> Result<(u32, usize), NumberProblem> {
    let mut number = 0_u64;
    for index in 0..5 {
        let byte = *bytes.get(index).ok_or(NumberProblem::CutOff)?;
        number |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return u32::try_from(number).map(|number| (number, index + 1)).map_err(|_| NumberProblem::TooLong);
        }
    }
    Err(NumberProblem::TooLong)
}

/// The name and the data of a custom section's content.
fn split_custom(content: &[u8]) -> Option<(&str, &[u8])> {
    let (length, length_length) = read_u32(content).ok()?;
    let (name, data) = content[length_length..].split_at_checked(length as usize)?;
    Some((str::from_utf8(name).ok()?, data))
}

/// Checks that bytes start as a component.
pub fn check_header(bytes: &[u8]) -> Result<(), ComponentError> {
    if bytes.is_empty() {
        return Err(ComponentError::Empty);
    }
    let Some((header, _)) = bytes.split_at_checked(HEADER_LENGTH) else {
        let is_start = MAGIC.starts_with(&bytes[..bytes.len().min(MAGIC.len())]);
        let truncated = ComponentError::Truncated { offset: 0, length: bytes.len() };
        return Err(if is_start { truncated } else { ComponentError::NotWasm });
    };
    match header.split_at(MAGIC.len()) {
        (magic, _) if magic != MAGIC => Err(ComponentError::NotWasm),
        (_, version) if version == COMPONENT_VERSION => Ok(()),
        (_, version) if version == MODULE_VERSION => Err(ComponentError::CoreModule),
        (_, version) => Err(ComponentError::UnknownVersion {
            version: u16::from_le_bytes([version[0], version[1]]),
            layer: u16::from_le_bytes([version[2], version[3]]),
        }),
    }
}

/// The data of the custom section of that name, at the top level of a whole component.
pub fn custom_section<'bytes>(bytes: &'bytes [u8], name: &str) -> Result<Option<&'bytes [u8]>, ComponentError> {
    check_header(bytes)?;
    let mut found = None;
    for section in Sections::new(bytes) {
        let section = section?;
        if section.id != CUSTOM_SECTION_ID {
            continue;
        }
        let offset = section.content.start;
        let custom = split_custom(&bytes[section.content]).ok_or(ComponentError::BrokenSection { offset })?;
        if custom.0 == name && found.replace(custom.1).is_some() {
            return Err(ComponentError::RepeatedSection { name: name.to_owned() });
        }
    }
    Ok(found)
}

/// The names of the custom sections of a module or component, as far as they can be read.
pub fn custom_section_names(bytes: &[u8]) -> impl Iterator<Item = &str> {
    Sections::new(bytes)
        .filter_map(Result::ok)
        .filter(|section| section.id == CUSTOM_SECTION_ID)
        .filter_map(|section| split_custom(&bytes[section.content]))
        .map(|(name, _)| name)
}

/// Adds a custom section at the end of a component.
pub fn append_section(component: &mut Vec<u8>, name: &str, data: &[u8]) {
    use wasm_encoder::ComponentSection as _;
    wasm_encoder::CustomSection { name: name.into(), data: data.into() }.append_to_component(component);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";

    fn component() -> Vec<u8> {
        let mut component = EMPTY.to_vec();
        append_section(&mut component, "aludel:one", b"1");
        append_section(&mut component, "aludel:two", &[b'2'; 300]);
        component
    }

    #[test]
    fn sections_are_found_by_name() {
        let component = component();
        assert_eq!(custom_section(&component, "aludel:one"), Ok(Some(b"1".as_slice())));
        assert_eq!(custom_section(&component, "aludel:two"), Ok(Some([b'2'; 300].as_slice())));
        assert_eq!(custom_section(&component, "aludel:three"), Ok(None));
        let names: Vec<&str> = custom_section_names(&component).collect();
        assert_eq!(names, ["aludel:one", "aludel:two"]);
    }

    #[test]
    fn what_is_no_component_is_named() {
        let cases: [(&[u8], ComponentError); 8] = [
            (b"", ComponentError::Empty),
            (b"\0as", ComponentError::Truncated { offset: 0, length: 3 }),
            (b"SQL", ComponentError::NotWasm),
            (b"#!/bin/sh\n", ComponentError::NotWasm),
            (b"\0asm\x01\0\0\0", ComponentError::CoreModule),
            (b"\0asm\x0c\0\x01\0", ComponentError::UnknownVersion { version: 12, layer: 1 }),
            (b"\0asm\x0d\0\x01\0\0\x05ab", ComponentError::Truncated { offset: 8, length: 12 }),
            (b"\0asm\x0d\0\x01\0\0\x02\x09a", ComponentError::BrokenSection { offset: 10 }),
        ];
        for (bytes, error) in cases {
            assert_eq!(custom_section(bytes, "a"), Err(error), "{bytes:?}");
        }
        let mut twice = component();
        append_section(&mut twice, "aludel:one", b"1");
        let error = ComponentError::RepeatedSection { name: "aludel:one".to_owned() };
        assert_eq!(custom_section(&twice, "aludel:one"), Err(error));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(tail in any::<Vec<u8>>()) {
            let _ = custom_section(&tail, "a");
            let _ = custom_section(&[EMPTY, &tail].concat(), "a");
        }

        #[test]
        fn every_cut_is_noticed(length in 1..312_usize) {
            let component = component();
            let cut = custom_section(&component[..length], "aludel:two");
            prop_assert!(!matches!(cut, Ok(Some(_))));
        }
    }
}
