//! Takes the names of functions out of a module.
//!
//! The linker's own way takes the list of features away too, and clang gives what it linked to `wasm-opt` where it finds
//! one, which refuses code whose features are not listed.

use wasm_encoder::{RawSection, Section as _};
use wasmparser::{Parser, Payload};

use crate::world::WorldError;

/// The header of a module: magic and version.
const HEADER_BYTES: usize = 8;

/// The module without its custom section `name`.
pub(super) fn without_names(module: &[u8]) -> Result<Vec<u8>, WorldError> {
    let mut kept = module[..HEADER_BYTES.min(module.len())].to_vec();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(|error| WorldError::Unfit { reason: error.to_string() })?;
        let is_names = matches!(&payload, Payload::CustomSection(section) if section.name() == "name");
        if let (false, Some((id, range))) = (is_names, payload.as_section()) {
            RawSection { id, data: &module[range] }.append_to(&mut kept);
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_go() {
        let text = "(module $named (func $function (export \"run\")) (@custom \"target_features\" \"+bulk\"))";
        let module = wat::parse_str(text).expect("the text is valid");
        let kept = without_names(&module).expect("the module is valid");
        let names = |module: &[u8]| -> Vec<String> {
            aludel_project::component::custom_section_names(module).map(str::to_owned).collect()
        };
        assert_eq!(names(&module), ["target_features", "name"]);
        assert_eq!(names(&kept), ["target_features"]);
        wasmparser::Validator::new().validate_all(&kept).expect("the rest is as it was");
    }
}
