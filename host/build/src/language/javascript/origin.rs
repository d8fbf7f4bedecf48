//! The source map of a bundle, as far as traces need it: which line of which file a line was made of.

use oxc_sourcemap::SourceMap;

use crate::script::Origin;

/// Reads a source map. `shown` says what the project calls a file; none where the map is no map.
pub(super) fn read(map: &str, shown: &dyn Fn(&str) -> String) -> Option<Origin> {
    let map = SourceMap::from_json_string(map).ok()?;
    let mut runs: Vec<Run> = Vec::new();
    let mut last_line = None;
    for token in map.get_tokens() {
        let Some(file) = token.get_source_id() else { continue };
        // A line of a bundle may be made of several; the first stands for all of it.
        if last_line.replace(token.get_dst_line()) == Some(token.get_dst_line()) {
            continue;
        }
        let run = Run { line: token.get_dst_line() + 1, file, file_line: token.get_src_line() + 1 };
        if !runs.last().is_some_and(|last| last.reaches(&run)) {
            runs.push(run);
        }
    }
    let files = map.get_sources().map(shown).collect();
    Some(Origin { files, runs: runs.iter().flat_map(|run| [run.line, run.file, run.file_line]).collect() })
}

/// Lines of a bundle that follow each other as they do in their file.
struct Run {
    line: u32,
    file: u32,
    file_line: u32,
}

impl Run {
    /// Whether the other run says nothing new.
    fn reaches(&self, other: &Self) -> bool {
        let distance = other.line - self.line;
        self.file == other.file && self.file_line.checked_add(distance) == Some(other.file_line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_follow_each_other_are_one_run() {
        // Lines 2, 3 and 5 of the bundle are lines 1, 2 and 6 of `a.js`; line 6 is line 1 of `b.js`.
        let map = r#"{"version":3,"sources":["../a.js","../b.js"],"names":[],"mappings":";AAAA,GAAG;AACA;;AAIA;ACLA"}"#;
        let origin = read(map, &|file| file.trim_start_matches("../").to_owned()).expect("it is a map");
        assert_eq!(origin.files, ["a.js", "b.js"]);
        assert_eq!(origin.runs, [2, 0, 1, 5, 0, 6, 6, 1, 1]);
        assert_eq!(read("no map", &str::to_owned), None);
    }
}
