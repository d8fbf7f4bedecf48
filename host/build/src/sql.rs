//! SQL migrations as components: one runner for all, with the statements in a custom section beside it.

use std::sync::OnceLock;

use crate::world;
use aludel_project::component::append_section;
use aludel_project::manifest::{self, ManifestEntry};
use aludel_project::sql_section::{self, SqlSourceError};

/// Assembled from `runner.wat`.
const RUNNER_MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/runner.wasm"));

/// The component of a `.sql` migration, from the whole text of the file.
pub fn encode(entries: &[ManifestEntry], text: &str) -> Result<Vec<u8>, SqlSourceError> {
    let scripts = sql_section::parse(text)?;
    let section = sql_section::encode(&scripts);
    let section = section.ok_or_else(|| SqlSourceError::TooLarge { line: text.lines().count() })?;
    let mut component = runner().to_vec();
    append_section(&mut component, manifest::SECTION_NAME, &manifest::to_json(entries));
    append_section(&mut component, sql_section::SECTION_NAME, &section);
    Ok(component)
}

/// The component without statements; wrapped once.
fn runner() -> &'static [u8] {
    static RUNNER: OnceLock<Vec<u8>> = OnceLock::new();
    RUNNER.get_or_init(|| world::wrap(RUNNER_MODULE).expect("the runner fits the world, as the tests show"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aludel_project::component::custom_section;

    #[test]
    fn the_code_of_all_sql_migrations_is_the_same() {
        let one = encode(&[], "-- aludel:upgrade\nSELECT 1;").expect("the text is valid");
        let large = format!("-- aludel:upgrade\nSELECT '{}';\n{}", "x".repeat(3 << 20), "SELECT 1;\n".repeat(50_000));
        let two = encode(&[], &large).expect("the text is valid");
        assert!(one.starts_with(runner()) && two.starts_with(runner()));
        assert!(runner().len() < 8192, "{}", runner().len());
        assert!(two.len() > 3 << 20);
        let validator = &mut wasmparser::Validator::new();
        validator.validate_all(&one).expect("the component is valid");
        let section = custom_section(&two, sql_section::SECTION_NAME).expect("the component has sections");
        let expected = sql_section::parse(&large).expect("the text is valid");
        let section = sql_section::SqlSection::new(section.expect("the section is there")).expect("it is one");
        assert_eq!(section.scripts(), Ok(expected));
    }
}
