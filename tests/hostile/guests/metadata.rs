//! Components that lie of their revisions, in the section that names them.

use aludel_project::{component, manifest};

use super::{Ends, Hostile};
use crate::guest::Guest;

/// What fits every entry: the digest of nothing.
const DIGEST: &str = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";

pub(super) fn all() -> Vec<Hostile> {
    let mut all: Vec<Hostile> = ids().into_iter().map(|(name, id)| lying_id(name, id)).collect();
    all.extend(texts());
    all.extend(wholes());
    all
}

fn component(section: &[u8]) -> Vec<u8> {
    let mut component = Guest::new().build_bare();
    component::append_section(&mut component, manifest::SECTION_NAME, section);
    component
}

fn entry(fields: &str) -> String {
    format!("{{{fields},\"source_digest\":\"{DIGEST}\",\"language\":\"wat\",\"wit\":\"0.1.0\"}}")
}

fn of(name: &str, section: impl AsRef<[u8]>, ends: Ends) -> Hostile {
    Hostile::new(name, component(section.as_ref()), ends)
}

/// Ids that are paths, targets, commands, or cannot be seen.
fn ids() -> Vec<(&'static str, &'static str)> {
    vec![
        ("an id that names a command for the terminal", "\\u001b]0;owned\\u0007"),
        ("an id with a line feed", "a\\nb"),
        ("an id with a NUL", "a\\u0000b"),
        ("an id with a space", "a b"),
        ("an id that is a range", "a:b"),
        ("an id that is a step", "head+1"),
        ("an id that is a word of targets", "heads"),
        ("an id that is a branch", "a@b"),
        ("an empty id", ""),
    ]
}

fn lying_id(name: &str, id: &str) -> Hostile {
    let fields = format!("\"revision\":\"{id}\",\"down_revision\":[\"first\"]");
    of(name, format!("[{}]", entry(&fields)), Ends::With(2, "invalid_component"))
}

/// Texts that are not for the eyes.
fn texts() -> Vec<Hostile> {
    let of_message = |name: &str, message: &str, ends: Ends| {
        of(name, format!("[{}]", entry(&format!("\"revision\":\"x\",\"down_revision\":[\"first\"],{message}"))), ends)
    };
    vec![
        of_message("a message that names the window", "\"message\":\"\\u001b]0;owned\\u0007\\u202eevil\"", Ends::Well),
        of_message("a message of 900 KiB", &format!("\"message\":\"{}\"", "long ".repeat(180_000)), Ends::Well),
        of_message("an id that is a path", "\"branch_labels\":[\"../../../../etc/passwd\"]", Ends::Well),
        of_message(
            "a label that is a command for the terminal",
            "\"branch_labels\":[\"\\u001b[2J\"]",
            Ends::With(2, "invalid_component"),
        ),
        of_message("a time that is none", "\"created\":\"\\u001b[2Jyesterday\"", Ends::Well),
        of_message("limits that are none", "\"limits\":{\"everything\":1}", Ends::With(2, "invalid_component")),
        of_message("limits above those of the project", "\"limits\":{\"memory\":18446744073709551615}", Ends::Well),
        of_message("a key that is none", "\"please\":true", Ends::Well),
        of_message("a parent that is not there", "\"depends_on\":[\"nobody\"]", Ends::With(4, "no_such_revision")),
        of_message("a parent that is itself", "\"depends_on\":[\"x\"]", Ends::With(4, "self_dependency")),
        of(
            "an id of a million characters",
            format!(
                "[{}]",
                entry(&format!("\"revision\":\"{}\",\"down_revision\":[\"first\"]", "x".repeat(1_000_000)))
            ),
            Ends::With(2, "invalid_component"),
        ),
        of(
            "an id that climbs out of its folder",
            format!("[{}]", entry("\"revision\":\"../../x\",\"down_revision\":[\"first\"]")),
            Ends::Well,
        ),
    ]
}

/// Sections that are no list of revisions.
fn wholes() -> Vec<Hostile> {
    let refused = Ends::With(2, "invalid_component");
    let mut twice = Guest::new().build();
    let good = entry("\"revision\":\"x\",\"down_revision\":[\"first\"]");
    component::append_section(&mut twice, manifest::SECTION_NAME, format!("[{good}]").as_bytes());
    let many: Vec<String> = (0..20_000).map(|index| entry(&format!("\"revision\":\"r{index}\""))).collect();
    vec![
        of("metadata that is empty", "", refused),
        of("metadata that is no JSON", "\u{1b}]0;owned\u{7}", refused),
        of("metadata that is no UTF-8", b"[\"\xff\xfe\"]", refused),
        of("metadata of a hundred thousand levels", "[".repeat(100_000), refused),
        of("metadata that names nothing", "[]", refused),
        of("metadata that names one revision twice", format!("[{good},{good}]"), refused),
        of("metadata with a number as the id", "[{\"revision\":1}]", refused),
        of(
            "metadata with a digest that is none",
            "[{\"revision\":\"x\",\"source_digest\":\"../x\",\"language\":\"wat\",\"wit\":\"0.1.0\"}]",
            refused,
        ),
        of("metadata with keys twice", format!("[{}]", entry("\"revision\":\"x\",\"revision\":\"y\"")), refused),
        of(
            "metadata of twenty thousand revisions without an order",
            format!("[{}]", many.join(",")),
            Ends::With(4, "multiple_heads"),
        ),
        Hostile::new("two sections of metadata", twice, refused),
        Hostile::new("no metadata", Guest::new().build_bare(), refused),
    ]
}
