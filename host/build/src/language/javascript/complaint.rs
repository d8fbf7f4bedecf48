//! What esbuild complains of, and what that means to the author of a migration.

use std::collections::HashSet;

use super::packages::package_name;
use super::refusal;

/// How esbuild begins a complaint.
const ERROR: &str = "[ERROR] ";

/// A module that esbuild does not find.
#[derive(Debug, PartialEq, Eq)]
struct Unresolved<'a> {
    specifier: &'a str,
    /// `file:line:column`, as esbuild names it.
    place: Option<&'a str>,
}

/// Why a package cannot be had, and what to do about it. `shown` says what the project calls a file.
pub(super) fn meaning(specifier: &str, words: &str, shown: &dyn Fn(&str) -> String) -> (String, Option<String>) {
    let unresolved: Vec<Unresolved<'_>> = unresolved(words);
    if unresolved.iter().any(|module| module.specifier == specifier) {
        return ("the package is not installed".to_owned(), Some(format!("npm install {}", package_name(specifier))));
    }
    let refused = unresolved.iter().filter_map(|module| Some((module, refusal::reason(module.specifier)?)));
    let refused: Vec<String> = refused.map(|(module, reason)| line(module, &reason, shown)).collect();
    if !refused.is_empty() {
        return (format!("the package needs what no migration is given:\n{}", refused.join("\n")), None);
    }
    if let Some(missing) = unresolved.first() {
        let reason = "is not installed, and the package needs it";
        let hint = format!("npm install {}", package_name(missing.specifier));
        return (format!("the package cannot be bundled:\n{}", line(missing, reason, shown)), Some(hint));
    }
    match not_exported(words) {
        Some(name) => (format!("the package exports no `{name}`"), None),
        None => (format!("the package cannot be bundled:\n{}", words.trim()), None),
    }
}

/// `  node_modules/tunnel/lib/tunnel.js:3: "net": a migration has no network`
fn line(module: &Unresolved<'_>, reason: &str, shown: &dyn Fn(&str) -> String) -> String {
    let place = module.place.and_then(|place| {
        let (place, _column) = place.rsplit_once(':')?;
        let (file, line) = place.rsplit_once(':')?;
        Some(format!("{}:{line}: ", shown(file)))
    });
    format!("  {}\"{}\": {reason}", place.unwrap_or_default(), module.specifier)
}

/// Every module that is not found, once, at the first place that asks for it. They are sorted by their place: esbuild reads
/// files side by side and complains in the order in which it comes to them.
fn unresolved(words: &str) -> Vec<Unresolved<'_>> {
    let mut found = complaints(words);
    found.sort_by_key(|module| module.place.map(position));
    let mut seen = HashSet::new();
    found.retain(|module| seen.insert(module.specifier));
    found
}

/// The file, line and column of a place.
fn position(place: &str) -> (&str, Option<u32>, Option<u32>) {
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next(), parts.next());
    let number = |part: Option<&str>| part.and_then(|part| part.parse().ok());
    (parts.next().unwrap_or(place), number(line), number(column))
}

/// Every complaint about a module that is not found.
fn complaints(words: &str) -> Vec<Unresolved<'_>> {
    let mut found: Vec<Unresolved<'_>> = Vec::new();
    let mut lines = words.lines();
    while let Some(line) = lines.next() {
        let Some(specifier) = quoted_after(line, "Could not resolve ") else { continue };
        let place = lines.clone().map(str::trim).find(|line| !line.is_empty());
        let place = place.and_then(|line| line.strip_suffix(':'));
        found.push(Unresolved { specifier, place });
    }
    found
}

/// The name that is imported and not exported.
fn not_exported(words: &str) -> Option<&str> {
    let line = words.lines().find(|line| line.contains("No matching export in "))?;
    quoted_after(line.split_once("No matching export in ")?.1, " for import ")
}

/// The text in quotes that follows these words of a complaint.
fn quoted_after<'a>(line: &'a str, words: &str) -> Option<&'a str> {
    let complaint = line.split_once(ERROR).map_or(line, |(_, complaint)| complaint);
    let (_, rest) = complaint.split_once(words)?;
    Some(rest.strip_prefix('"')?.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NET: &str = "\u{2718} [ERROR] Could not resolve \"net\"\n\n    ../node_modules/tunnel/lib/tunnel.js:3:18:\n      \
                       3 \u{2502} var net = require('net');\n        \u{2575}                   ~~~~~\n\n  The package \"net\" \
                       wasn't found on the file system but is built into node.\n\n";

    fn told(specifier: &str, words: &str) -> (String, Option<String>) {
        meaning(specifier, words, &|file| file.trim_start_matches("../").to_owned())
    }

    #[test]
    fn what_a_package_needs_of_node_is_named_with_its_place() {
        let again = NET.replace("3:18", "9:1");
        let (reason, hint) = told("tunnel", &format!("{NET}{again}"));
        let expected = "the package needs what no migration is given:\n  node_modules/tunnel/lib/tunnel.js:3: \"net\": a \
                        migration has no network; put the data into the migration or pass it with `-x name=value`";
        assert_eq!((reason.as_str(), hint), (expected, None));
    }

    #[test]
    fn packages_that_are_missing_are_installed() {
        let words = NET.replace("\"net\"", "\"slug/parts\"");
        let (reason, hint) = told("slug/parts", &words);
        assert_eq!((reason.as_str(), hint.as_deref()), ("the package is not installed", Some("npm install slug")));
        let (reason, hint) = told("tunnel", &words);
        let expected = "the package cannot be bundled:\n  node_modules/tunnel/lib/tunnel.js:3: \"slug/parts\": is not \
                        installed, and the package needs it";
        assert_eq!((reason.as_str(), hint.as_deref()), (expected, Some("npm install slug")));
    }

    #[test]
    fn other_words_are_passed_on() {
        let words = "\u{2718} [ERROR] No matching export in \"../node_modules/zod/index.js\" for import \"nothing\"\n";
        assert_eq!(told("zod", words).0, "the package exports no `nothing`");
        assert_eq!(told("zod", "  no memory\n").0, "the package cannot be bundled:\nno memory");
    }
}
