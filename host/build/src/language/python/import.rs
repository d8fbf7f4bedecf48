//! The imports among statements.

use super::scan::Statement;

/// How sure it is that an import is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Its failure is provided for: within `try`, or after it.
    Guarded,
    /// In a function or below a condition.
    Nested,
    /// As soon as the module is loaded.
    Always,
}

/// One module that is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    /// The line, from 1.
    pub(super) line: usize,
    /// How many dots stand before its name.
    pub(super) level: usize,
    /// Its name; empty for `from . import a`.
    pub(super) module: String,
    /// What is taken from it, which may be modules in it.
    pub(super) names: Vec<String>,
    /// How sure it is.
    pub(super) certainty: Certainty,
}

/// The head of a block that the next statements may be in.
struct Block {
    indent: usize,
    kind: BlockKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    /// Only type checkers look into it.
    TypesOnly,
    /// What fails in it is caught.
    Caught,
    Other,
}

/// The imports of a module, without those that only type checkers see.
pub(super) fn imports(statements: &[Statement]) -> Vec<Import> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut found = Vec::new();
    for statement in statements {
        blocks.retain(|block| block.indent < statement.indent);
        let (head, body) = split(&statement.code);
        if let Some(kind) = head.map(kind) {
            blocks.push(Block { indent: statement.indent, kind });
        }
        if let Some(certainty) = certainty(&blocks) {
            found.extend(read(body, statement.line, certainty));
        }
    }
    found
}

/// Nothing for what only type checkers see.
fn certainty(blocks: &[Block]) -> Option<Certainty> {
    let is_any = |wanted| blocks.iter().any(|block| block.kind == wanted);
    if is_any(BlockKind::TypesOnly) {
        return None;
    }
    Some(match blocks.is_empty() {
        _ if is_any(BlockKind::Caught) => Certainty::Guarded,
        true => Certainty::Always,
        false => Certainty::Nested,
    })
}

const HEADS: [&str; 14] = [
    "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class", "async", "match", "case",
];

/// The head of a block, and what stands after it on its line.
fn split(code: &str) -> (Option<&str>, &str) {
    let word = code.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    if !HEADS.contains(&word) {
        return (None, code);
    }
    let mut depth = 0_usize;
    let end = code.char_indices().find(|(_, character)| {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *character == ':'
    });
    end.map_or((None, code), |(place, _)| (Some(&code[..place]), code[place + 1..].trim_start()))
}

fn kind(head: &str) -> BlockKind {
    let is_condition = head.starts_with("if");
    if is_condition && head.contains("TYPE_CHECKING") && !head.contains("not ") {
        BlockKind::TypesOnly
    } else if head.starts_with("try") || head.starts_with("except") || head.contains("suppress(") {
        BlockKind::Caught
    } else {
        BlockKind::Other
    }
}

fn read(code: &str, line: usize, certainty: Certainty) -> Vec<Import> {
    if let Some(modules) = code.strip_prefix("import ") {
        let one = |item| Import { line, level: 0, module: name(item), names: Vec::new(), certainty };
        return modules.split(',').map(one).collect();
    }
    let Some((module, names)) = code.strip_prefix("from").and_then(|rest| rest.split_once("import")) else {
        return Vec::new();
    };
    if !module.starts_with([' ', '.']) {
        return Vec::new();
    }
    let module = module.trim();
    let level = module.chars().take_while(|character| *character == '.').count();
    let names = names.trim().trim_start_matches('(').trim_end_matches(')');
    let names = names.split(',').map(name).filter(|name| !name.is_empty() && name != "*").collect();
    vec![Import { line, level, module: name(module.trim_start_matches(['.', ' '])), names, certainty }]
}

/// The name before `as`.
fn name(item: &str) -> String {
    item.split_whitespace().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::scan::statements;
    use super::*;

    #[test]
    fn imports_are_found_with_what_guards_them() {
        let text = "\
import a.b as c, d
from e import (f as g,
    h)
from . import i
from ..j.k import *
try: import l
except ImportError:
    import m
if TYPE_CHECKING:
    import n
def o():
    import p; x = {1: 2}
with suppress(ImportError):
    from q import r
if x: from s import t
important = from_ = 1
";
        let found = imports(&statements(text).expect("it is Python"));
        let shown: Vec<String> = found
            .iter()
            .map(|import| {
                let Import { line, level, module, names, certainty } = import;
                format!("{line} {}{module} [{}] {certainty:?}", ".".repeat(*level), names.join(" "))
            })
            .collect();
        let expected = [
            "1 a.b [] Always",
            "1 d [] Always",
            "2 e [f h] Always",
            "4 . [i] Always",
            "5 ..j.k [] Always",
            "6 l [] Guarded",
            "8 m [] Guarded",
            "12 p [] Nested",
            "14 q [r] Guarded",
            "15 s [t] Nested",
        ];
        assert_eq!(shown, expected);
    }
}
