//! Where in the files of the project something happened.

use std::panic::Location;
use std::sync::OnceLock;

/// The extra of a database error that holds where it happened.
pub(crate) const TRACE: &str = "trace";

/// This file as the compiler calls it, which tells the files of this library from those of migrations.
const THIS_FILE: &str = file!();
const NAME_OF_THIS_FILE: &str = "place.rs";

/// What the compiler calls the root of the project.
const ROOT: &str = "./";

/// The folder, as the project shows it, that the compiler's paths of the migration begin in.
static FOLDER: OnceLock<&'static str> = OnceLock::new();

/// Says in which folder of the project the compiler was run; nothing is known of it when others than Aludel build.
pub(crate) fn begin_in(folder: Option<&'static str>) {
    // Every step of a migration says the same.
    let _ = FOLDER.set(folder.unwrap_or_default());
}

/// The file as the project shows it: `migrations/0004_names/src/lib.rs`.
pub(crate) fn shown(file: &str) -> String {
    let folder = FOLDER.get().copied().unwrap_or_default();
    match file.strip_prefix(ROOT) {
        Some(below_root) => below_root.to_owned(),
        None if folder.is_empty() || file.starts_with('/') => file.to_owned(),
        None => format!("{folder}/{file}"),
    }
}

/// The line of a trace for a place in the project's files; none for one in this library, in another or in Rust's own.
pub(crate) fn trace(place: &Location<'_>) -> Option<String> {
    is_of_project(place.file()).then(|| format!("  at {}:{}", shown(place.file()), place.line()))
}

fn is_of_project(file: &str) -> bool {
    let library = THIS_FILE.strip_suffix(NAME_OF_THIS_FILE).unwrap_or(THIS_FILE);
    !file.starts_with('/') && !file.starts_with(library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_shown_from_the_root_of_the_project_on() {
        assert_eq!(shown("src/lib.rs"), "src/lib.rs");
        begin_in(Some("migrations/0004_names"));
        assert_eq!(shown("src/lib.rs"), "migrations/0004_names/src/lib.rs");
        assert_eq!(shown("./shared/src/lib.rs"), "shared/src/lib.rs");
        assert_eq!(shown("/rustc/library/core/src/option.rs"), "/rustc/library/core/src/option.rs");
    }

    #[test]
    fn places_in_libraries_are_not_shown() {
        assert!(is_of_project("migrations/0004_names/src/lib.rs"));
        assert!(!is_of_project(THIS_FILE));
        assert!(!is_of_project("/cargo/registry/src/serde-1.0.0/src/lib.rs"));
        assert_eq!(trace(Location::caller()), None, "this is the library");
    }
}
