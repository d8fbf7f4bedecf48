//! Makes a table of lines of the compiler's source map, for the lines of the project.
//!
//! A map is made for texts. Here the column is the number of a byte in the module, and all is one line.

use std::ops::Range;

use oxc_sourcemap::SourceMap;
use wasmparser::{Parser, Payload};

use crate::language::debug_lines::{self, Row};

/// The section that names the file of the map, which is not kept.
const LINK: &str = "sourceMappingURL";

/// What begins the names of sources that are no files of the project: the standard library and that of migrations, and
/// what is made for the build.
const NOT_OF_PROJECT: [char; 2] = ['~', '.'];

/// The module with a table of lines in the place of its link to a map; without either where the map is not understood.
pub(super) fn with_lines(module: &[u8], map: &str) -> Vec<u8> {
    let mut kept = debug_lines::without_sections(module, |name| name == LINK);
    let map = SourceMap::from_json_string(map).ok();
    if let Some(table) = code_of(&kept).zip(map).and_then(|(code, map)| table(&map, &code)) {
        debug_lines::append(&mut kept, &[table]);
    }
    kept
}

fn code_of(module: &[u8]) -> Option<Range<usize>> {
    Parser::new(0).parse_all(module).map_while(Result::ok).find_map(|payload| match payload {
        Payload::CodeSectionStart { range, .. } => Some(range),
        _ => None,
    })
}

/// None where no line of the project is left.
fn table(map: &SourceMap<'_>, code: &Range<usize>) -> Option<Vec<u8>> {
    let mut files: Vec<&str> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for token in map.get_tokens() {
        let byte = usize::try_from(token.get_dst_col()).ok()?;
        let address = u32::try_from(byte.checked_sub(code.start)?).ok()?;
        let source = token.get_source_id().and_then(|source| map.get_source(source));
        let source = source.filter(|name| !name.starts_with(NOT_OF_PROJECT));
        let place = source.map(|name| (place_of(name, &mut files), token.get_src_line() + 1));
        if rows.last().map(|row| row.place) != Some(place) {
            rows.push(Row { address, place });
        }
    }
    rows.push(Row { address: u32::try_from(code.len()).ok()?, place: None });
    (!files.is_empty()).then(|| debug_lines::table(&files, &rows))
}

/// The place of a file in the list, where it is put if it is new.
fn place_of<'map>(file: &'map str, files: &mut Vec<&'map str>) -> usize {
    files.iter().position(|known| *known == file).unwrap_or_else(|| {
        files.push(file);
        files.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use aludel_project::component::append_section;

    use super::*;

    #[test]
    fn the_lines_of_the_project_are_kept() {
        // Bytes 20 and 24: lines 4 and 3 of the second source; 26: of none; 30: line 2 of the first.
        let map = r#"{"version": 3, "sources": ["~lib/array.ts", "migrations/a.as.ts"], "names": [],
            "mappings": "oBCGA,IADA,E,IDDA"}"#;
        let map = SourceMap::from_json_string(map).expect("it is a map");
        let rows = [
            Row { address: 10, place: Some((0, 4)) },
            Row { address: 14, place: Some((0, 3)) },
            Row { address: 16, place: None },
            Row { address: 90, place: None },
        ];
        assert_eq!(table(&map, &(10..100)), Some(debug_lines::table(&["migrations/a.as.ts"], &rows)));
        assert_eq!(table(&map, &(25..100)), None, "the map is of another module");
    }

    #[test]
    fn a_map_that_is_not_understood_is_left_out_with_its_link() {
        let module = wat::parse_str("(module (func))").expect("the text is valid");
        let mut linked = module.clone();
        append_section(&mut linked, LINK, b"./module.wasm.map");
        assert_eq!(with_lines(&linked, "{}"), module);
        assert_eq!(
            with_lines(&linked, r#"{"version": 3, "sources": ["~lib/a.ts"], "names": [], "mappings": "oBAGA"}"#),
            module
        );
    }
}
