//! `[hooks]`: programs that the user has run at certain points.

use std::path::Path;

use crate::setting::{SettingProblem, nearest};
use crate::toml_reader::{Placed, Report, Section};

/// The hooks of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HookSection {
    /// Run on each new migration file, in this order.
    pub post_write: Vec<HookCommand>,
}

/// One program with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookCommand {
    /// The program, then its arguments, in which `{path}` stands for the new file.
    pub command: Vec<String>,
}

const PATH_TOKEN: &str = "{path}";

impl HookCommand {
    /// The program and its arguments, with the path of the new file in its places.
    pub fn arguments(&self, path: &Path) -> Vec<String> {
        let path = path.to_string_lossy();
        self.command.iter().map(|argument| argument.replace(PATH_TOKEN, &path)).collect()
    }
}

pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> HookSection {
    section.check_keys(&["post_write"], report);
    let commands = section.sections("post_write", report);
    HookSection { post_write: commands.iter().filter_map(|command| read_command(command, report)).collect() }
}

fn read_command(section: &Section<'_>, report: &mut Report<'_>) -> Option<HookCommand> {
    section.check_keys(&["command"], report);
    if !section.has("command") {
        report.add(section.offset(), SettingProblem::MissingKey { key: section.path("command") });
    }
    let words = section.texts("command", report)?;
    if words.first().is_none_or(|program| program.value.trim().is_empty()) {
        let given = Placed { value: "[]", offset: words.first().map_or(section.offset(), |word| word.offset) };
        section.bad_value("command", &given, "a program and its arguments", report);
    }
    for word in &words {
        check_tokens(section, word, report);
    }
    Some(HookCommand { command: words.into_iter().map(|word| word.value.to_owned()).collect() })
}

/// A misspelt `{path}` would reach the program as it stands; other braces are the program's own.
fn check_tokens(section: &Section<'_>, word: &Placed<&str>, report: &mut Report<'_>) {
    let is_token = word.value.starts_with('{') && word.value.ends_with('}') && word.value != PATH_TOKEN;
    if is_token && nearest(word.value, [PATH_TOKEN]).is_some() {
        let problem = SettingProblem::BadValue {
            key: section.path("command"),
            value: word.value.to_owned(),
            expected: format!("`{PATH_TOKEN}` where the new file stands"),
            nearest: Some(PATH_TOKEN.to_owned()),
        };
        report.add(word.offset, problem);
    }
}
