//! What a component imports and exports, as its package says it.

use std::collections::BTreeSet;

use aludel_project::package::ComponentShape;
use wasmparser::{Parser, Payload};

use crate::world::WorldError;

/// The names that a component imports and exports at its top level, sorted.
pub fn of(component: &[u8]) -> Result<ComponentShape, WorldError> {
    let unfit = |error: wasmparser::BinaryReaderError| WorldError::Unfit { reason: format!("{error:#}") };
    let (mut imports, mut exports) = (BTreeSet::new(), BTreeSet::new());
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(unfit)? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    imports.insert(import.map_err(unfit)?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    exports.insert(export.map_err(unfit)?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(ComponentShape { exports: exports.into_iter().collect(), imports: imports.into_iter().collect(), target: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_in_sql_imports_and_exports_what_its_world_says() {
        let component = crate::sql::encode(&[], "-- aludel:upgrade\nSELECT 1;").expect("the text is valid");
        let shape = of(&component).expect("it is a component");
        assert_eq!(shape.exports, ["aludel:migration/revision@0.1.0"]);
        assert!(shape.imports.contains(&"aludel:sql/database@0.1.0".to_owned()), "{:?}", shape.imports);
        assert!(of(b"\0asm\x0d\0\x01\0\xff").is_err());
    }
}
