//! Settings that a statement changes.

use aludel_grants::AccessKind;
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{literals, names};
use crate::found::{Found, Name};

/// Settings that are another word for `SET ROLE` and `SET SESSION AUTHORIZATION`.
const ROLE_SETTINGS: [&str; 2] = ["role", "session_authorization"];

/// Adds the setting that the node changes.
pub(super) fn read(node: &SyntaxNode, found: &mut Found<'_>) {
    if !matches!(node.kind(), SyntaxKind::SET_CONFIG | SyntaxKind::SET_CONFIG_PARAM | SyntaxKind::RESET_CONFIG_PARAM) {
        return;
    }
    let parameter = node.children().find(|child| child.kind() == SyntaxKind::CONFIG_PARAMETER_REF);
    let Some(parameter) = parameter else { return found.add(AccessKind::SessionSetting) };
    let name = names::parts(&parameter).join(".");
    let value = node.children().find(|child| child.kind() == SyntaxKind::TO_CONFIG_VALUE);
    add(&name, value.map(|value| value_text(&value)).as_deref(), is_of_the_server(node), found);
}

fn is_of_the_server(node: &SyntaxNode) -> bool {
    node.parent().is_some_and(|parent| parent.kind() == SyntaxKind::ALTER_SYSTEM)
}

/// The value without the equals sign or TO before it, and without quotes.
fn value_text(value: &SyntaxNode) -> String {
    let last = value.children().last().map(|child| child.text().to_string());
    let text = last.unwrap_or_else(|| value.text().to_string());
    text.trim().trim_matches('\'').trim_matches('"').to_ascii_lowercase()
}

/// Adds a change of a setting by its name; `value` is none where it cannot be told.
pub(super) fn add(name: &str, value: Option<&str>, is_of_the_server: bool, found: &mut Found<'_>) {
    let name = name.to_ascii_lowercase();
    let kind = if ROLE_SETTINGS.contains(&name.as_str()) {
        AccessKind::Role
    } else if is_of_the_server || !stays_readable(&name, value) {
        AccessKind::ServerSetting
    } else {
        AccessKind::SessionSetting
    };
    found.add_to(kind, &Name::plain(name));
}

/// With other strings or another encoding, the server would read another statement than was read here; without its
/// counts it could not tell what a transaction changed.
fn stays_readable(name: &str, value: Option<&str>) -> bool {
    match name {
        "standard_conforming_strings" | "track_counts" => {
            matches!(value, Some("on" | "true" | "yes" | "1" | "to default" | "default"))
        }
        "client_encoding" | "names" => matches!(value, Some("utf8" | "utf-8" | "unicode")),
        _ => true,
    }
}

/// Adds what a call of `set_config` changes.
pub(super) fn read_call(call: &SyntaxNode, found: &mut Found<'_>) {
    let arguments = call.children().find(|child| child.kind() == SyntaxKind::ARG_LIST);
    let mut texts = arguments.iter().flat_map(SyntaxNode::children).map(|argument| literals::plain(&argument));
    match texts.next().flatten() {
        Some(name) => {
            let value = texts.next().flatten().map(|value| value.to_ascii_lowercase());
            add(&name, value.as_deref(), false, found);
        }
        // A name that is put together can be that of any setting.
        None => found.add(AccessKind::Role),
    }
}
