//! Writes a header as a comment block.

use super::Header;
use crate::limit::LimitSection;
use crate::toml_writer::quote;

pub(super) fn render(header: &Header, comment_prefix: &str) -> String {
    let mut block = format!("{comment_prefix} /// migration\n");
    for line in lines(header) {
        block.push_str(comment_prefix);
        block.push(' ');
        block.push_str(&line);
        block.push('\n');
    }
    block.push_str(comment_prefix);
    block.push_str(" ///\n");
    block
}

fn lines(header: &Header) -> Vec<String> {
    let mut lines = vec![format!("revision = {}", quote(&header.revision))];
    lines.extend(ids_line("down_revision", &header.down_revision));
    lines.extend(ids_line("depends_on", &header.depends_on));
    lines.extend(ids_line("branch_labels", &header.branch_labels));
    if !header.message.is_empty() {
        lines.push(format!("message = {}", quote(&header.message)));
    }
    lines.extend(header.created.iter().map(|created| format!("created = {created}")));
    if !header.transaction {
        lines.push("transaction = false".to_owned());
    }
    lines.extend(header.foreign_keys.map(|are_enforced| format!("foreign_keys = {are_enforced}")));
    lines.extend(header.data_loss.iter().map(|words| format!("data_loss = {}", quote(words))));
    lines.extend(limits_line(&header.limits));
    // A table, so it stands behind every other key.
    if let Some(needs) = &header.needs {
        lines.push("[needs]".to_owned());
        lines.extend(needs.lines());
    }
    lines
}

/// One parent is written as a string; labels and dependencies, and several parents, as an array.
fn ids_line(key: &str, ids: &[String]) -> Option<String> {
    match ids {
        [] => None,
        [id] if key == "down_revision" => Some(format!("{key} = {}", quote(id))),
        ids => {
            let quoted: Vec<String> = ids.iter().map(|id| quote(id)).collect();
            Some(format!("{key} = [{}]", quoted.join(", ")))
        }
    }
}

fn limits_line(limits: &LimitSection) -> Option<String> {
    let written: Vec<String> = limits
        .iter()
        .map(|(limit, value)| format!("{} = {}", limit.key(), LimitSection::print(limit, value)))
        .collect();
    (!written.is_empty()).then(|| format!("limits = {{ {} }}", written.join(", ")))
}
