//! The README's two commands: each section has exactly one fenced command of one line.

use std::fs;
use std::path::Path;

use crate::finding::Finding;

const SECTIONS: &[&str] = &["## Run it", "## Test it"];

/// Checks the README at the root.
pub(crate) fn check(root: &Path) -> Vec<Finding> {
    match fs::read_to_string(root.join("README.md")) {
        Ok(text) => SECTIONS.iter().filter_map(|section| check_section(&text, section)).collect(),
        Err(error) => vec![Finding::new("README.md", format!("cannot be read: {error}"))],
    }
}

fn check_section(text: &str, title: &str) -> Option<Finding> {
    let commands = fenced_commands(text, title);
    let problem = match commands.as_slice() {
        [command] if command.len() == 1 => return None,
        [] => "has no fenced command".to_owned(),
        [command] => format!("has a fenced command of {} lines, not of one", command.len()),
        many => format!("has {} fenced commands, not one", many.len()),
    };
    Some(Finding::new("README.md", format!("section `{title}` {problem}")))
}

fn fenced_commands<'a>(text: &'a str, title: &str) -> Vec<Vec<&'a str>> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<&str>> = None;
    let body = text.lines().skip_while(|line| line.trim_end() != title).skip(1);
    for line in body {
        match (&mut open, line.starts_with("```")) {
            (None, false) if line.starts_with("## ") => break,
            (None, true) => open = Some(Vec::new()),
            (Some(_), true) => blocks.extend(open.take()),
            (Some(block), false) => block.push(line),
            (None, false) => {}
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_command_of_one_line_is_right() {
        assert_eq!(check_section("## Run it\n```sh\nrun\n```\n## Next\n```\na\nb\n```\n", "## Run it"), None);
    }

    #[test]
    fn none_two_and_long_ones_are_named() {
        for text in ["", "## Run it\n## B\n", "## Run it\n```\na\nb\n```\n", "## Run it\n```\na\n```\n```\nb\n```\n"] {
            assert!(check_section(text, "## Run it").is_some(), "{text}");
        }
    }
}
