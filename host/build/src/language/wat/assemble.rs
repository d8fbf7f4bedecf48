//! Text to a module, and what is wrong with it in terms of the migration's own lines.

use std::ops::Range;

use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload, Validator};

use super::lexer::line_of_function;
use crate::toolchain::ToolchainError;

/// Assembles a module. `source` is the migration as it was written.
pub(super) fn assemble(text: &str, source: &str, file: &str) -> Result<Vec<u8>, ToolchainError> {
    let module = wat::parse_str(text).map_err(|error| refused(syntax_message(&error.to_string(), source, file)))?;
    match Validator::new().validate_all(&module) {
        Ok(_) => Ok(module),
        Err(error) => Err(refused(type_message(&error, &module, source, file))),
    }
}

fn refused(output: String) -> ToolchainError {
    ToolchainError::compile(output)
}

/// `FILE:LINE: error: MESSAGE` and the line, since the assembler shows what became of it.
fn syntax_message(error: &str, source: &str, file: &str) -> String {
    let summary = error.lines().next().unwrap_or_default();
    let place = error.lines().find_map(|line| line.trim_start().strip_prefix("-->"));
    let line = place.and_then(|place| place.rsplit(':').nth(1)?.trim().parse::<usize>().ok());
    match line.and_then(|line| Some((line, source.lines().nth(line.checked_sub(1)?)?))) {
        Some((line, text)) => format!("{file}:{line}: error: {summary}\n{line:>5} | {text}"),
        None => format!("{file}: error: {summary}"),
    }
}

/// Names the function in which the types do not fit.
fn type_message(error: &BinaryReaderError, module: &[u8], source: &str, file: &str) -> String {
    let function = function_at(module, error.offset());
    let Some(function) = function else { return format!("{file}: error: {}", error.message()) };
    match line_of_function(source, &format!("${function}")) {
        Some(line) => format!("{file}:{line}: error: in `${function}`: {}", error.message()),
        None => format!("{file}: error: in `${function}`: {}", error.message()),
    }
}

/// The name of the function whose code is at an offset.
fn function_at(module: &[u8], offset: usize) -> Option<String> {
    let mut imported = 0;
    let mut bodies: Vec<Range<usize>> = Vec::new();
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.ok()? {
            Payload::ImportSection(imports) => {
                let imports = imports.into_imports().filter_map(Result::ok);
                imported = imports.filter(|import| matches!(import.ty, wasmparser::TypeRef::Func(_))).count();
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    names.extend(section.into_iter().filter_map(Result::ok).filter_map(function_names).flatten());
                }
            }
            _ => {}
        }
    }
    let index = imported + bodies.iter().position(|body| body.contains(&offset))?;
    names.into_iter().find(|(number, _)| *number as usize == index).map(|(_, name)| name)
}

fn function_names(names: Name<'_>) -> Option<Vec<(u32, String)>> {
    let Name::Function(names) = names else { return None };
    Some(names.into_iter().filter_map(Result::ok).map(|naming| (naming.index, naming.name.to_owned())).collect())
}
