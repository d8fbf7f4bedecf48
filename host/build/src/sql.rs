//! SQL migrations as components: one runner for all, with the statements in a custom section beside it.

use std::sync::OnceLock;

use crate::world;
use aludel_project::component::append_section;
use aludel_project::manifest::{self, ManifestEntry};
use aludel_project::sql_section::{self, SqlSourceError};

/// Assembled from `runner.wat`.
const RUNNER_MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/runner.wasm"));

/// The same with what `runner_check.wat` adds.
const CHECKED_RUNNER_MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/checked_runner.wasm"));

/// The component of a `.sql` migration, from the whole text of the file.
pub fn encode(entries: &[ManifestEntry], text: &str) -> Result<Vec<u8>, SqlSourceError> {
    let scripts = sql_section::parse(text)?;
    let fitting =
        |section: Option<Vec<u8>>| section.ok_or_else(|| SqlSourceError::TooLarge { line: text.lines().count() });
    let has_checks = scripts.has_checks();
    let mut component = if has_checks { checked_runner() } else { runner() }.to_vec();
    append_section(&mut component, manifest::SECTION_NAME, &manifest::to_json(entries));
    append_section(&mut component, sql_section::SECTION_NAME, &fitting(sql_section::encode(&scripts))?);
    if has_checks {
        let checks = fitting(sql_section::encode_checks(&scripts))?;
        append_section(&mut component, sql_section::CHECK_SECTION_NAME, &checks);
    }
    Ok(component)
}

/// The component without statements; wrapped once.
fn runner() -> &'static [u8] {
    static RUNNER: OnceLock<Vec<u8>> = OnceLock::new();
    RUNNER.get_or_init(|| world::wrap(RUNNER_MODULE).expect("the runner fits the world, as the tests show"))
}

/// The component of those that check what they have done.
fn checked_runner() -> &'static [u8] {
    static RUNNER: OnceLock<Vec<u8>> = OnceLock::new();
    RUNNER.get_or_init(|| world::wrap(CHECKED_RUNNER_MODULE).expect("the runner fits the world, as the tests show"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aludel_project::component::custom_section;

    #[test]
    fn what_checks_itself_has_a_runner_of_its_own() {
        let text = "-- aludel:upgrade\nSELECT 1;\n-- aludel:verify\nSELECT 2;";
        let component = encode(&[], text).expect("the text is valid");
        wasmparser::Validator::new().validate_all(&component).expect("the component is valid");
        assert!(
            component.starts_with(checked_runner()) && checked_runner().len() < 12288,
            "{}",
            checked_runner().len()
        );
        let exports = crate::shape::of(&component).expect("it is a component").exports;
        assert_eq!(exports, ["aludel:migration/check@0.1.0", "aludel:migration/revision@0.1.0"]);
        assert!(custom_section(&component, sql_section::CHECK_SECTION_NAME).expect("it has sections").is_some());
        let nothing = encode(&[], "-- aludel:upgrade\nSELECT 1;\n-- aludel:verify\n").expect("the text is valid");
        assert!(nothing.starts_with(runner()));
    }

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
