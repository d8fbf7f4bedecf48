//! One module: parsed, its types taken away, and what it imports and exports.

use oxc_allocator::Allocator;
use oxc_ast_visit::Visit as _;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_span::{SourceType, Span};
use oxc_syntax::module_record::{ExportImportName, ImportImportName, ModuleRecord};

use super::message::{complaint, place};
use super::types::Types;

/// A module in a form that the interpreter runs.
#[derive(Debug)]
pub(super) struct Module {
    /// Plain JavaScript with the lines and columns of the source.
    pub(super) text: String,
    /// What it asks for, in order.
    pub(super) imports: Vec<Import>,
    /// The names that it exports itself.
    pub(super) exports: Vec<String>,
    /// Whether it also exports whatever another module does.
    pub(super) re_exports_all: bool,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    /// As it is written.
    pub(super) specifier: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// What is taken from there; none where it is all.
    pub(super) names: Option<Vec<String>>,
}

/// The syntax of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// JavaScript.
    JavaScript,
    /// TypeScript, whose types are taken away.
    TypeScript,
}

impl Syntax {
    /// By the name of the file.
    pub(super) fn of(file: &str) -> Self {
        let is_typed = [".ts", ".mts"].into_iter().any(|ending| file.ends_with(ending));
        if is_typed { Self::TypeScript } else { Self::JavaScript }
    }

    fn source_type(self) -> SourceType {
        match self {
            Self::JavaScript => SourceType::mjs(),
            Self::TypeScript => SourceType::ts().with_module(true),
        }
    }
}

/// Reads a module; an error is what a compiler would say, with every place.
pub(super) fn read(file: &str, text: &str, syntax: Syntax) -> Result<Module, String> {
    let allocator = Allocator::default();
    let options = ParseOptions { parse_regular_expression: true, ..ParseOptions::default() };
    let parsed = Parser::new(&allocator, text, syntax.source_type()).with_options(options).parse();
    check(file, text, &parsed)?;
    let record = &parsed.module_record;
    let exports = record.local_export_entries.iter().chain(&record.indirect_export_entries);
    let exports = exports.filter(|entry| !entry.is_type).filter_map(|entry| match &entry.export_name {
        oxc_syntax::module_record::ExportExportName::Name(name) => Some(name.name.to_string()),
        oxc_syntax::module_record::ExportExportName::Default(_) => Some("default".to_owned()),
        oxc_syntax::module_record::ExportExportName::Null => None,
    });
    Ok(Module {
        imports: imports(text, record),
        exports: exports.collect(),
        re_exports_all: record.star_export_entries.iter().any(|entry| !entry.is_type),
        text: without_types(file, text, syntax, &parsed)?,
    })
}

fn check(file: &str, text: &str, parsed: &ParserReturn<'_>) -> Result<(), String> {
    let complaints = parsed.diagnostics.iter().map(|error| {
        let label = error.labels.iter().next();
        let span = label.map_or(Span::new(0, 0), |label| {
            let start = label.offset();
            Span::new(start, start.saturating_add(label.len()))
        });
        complaint(file, text, span, &error.message, error.help.as_deref())
    });
    let complaints: Vec<String> = complaints.collect();
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
}

fn without_types(file: &str, text: &str, syntax: Syntax, parsed: &ParserReturn<'_>) -> Result<String, String> {
    let mut types = Types::new(text);
    types.visit_program(&parsed.program);
    let complaints = types.refused().iter().filter(|(_, _, typed)| syntax == Syntax::TypeScript || !typed);
    let complaints: Vec<String> =
        complaints.map(|(span, problem, _)| complaint(file, text, *span, problem, None)).collect();
    if !complaints.is_empty() {
        return Err(complaints.join("\n"));
    }
    Ok(if syntax == Syntax::TypeScript { types.blanked() } else { text.to_owned() })
}

fn imports(text: &str, record: &ModuleRecord<'_>) -> Vec<Import> {
    let mut found: Vec<(u32, Import)> = Vec::new();
    for (specifier, requests) in &record.requested_modules {
        for request in requests.iter().filter(|request| !request.is_type) {
            let line = place(text, request.statement_span.start as usize).0;
            let names = names(record, request.statement_span);
            found.push((request.statement_span.start, Import { specifier: specifier.to_string(), line, names }));
        }
    }
    for import in &record.dynamic_imports {
        let request = text.get(import.module_request.start as usize..import.module_request.end as usize);
        let quoted = request.filter(|text| text.len() > 2 && text.starts_with(['"', '\'']));
        let Some(quoted) = quoted else { continue };
        let line = place(text, import.span.start as usize).0;
        let specifier = quoted[1..quoted.len() - 1].to_owned();
        found.push((import.span.start, Import { specifier, line, names: None }));
    }
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, import)| import).collect()
}

/// The names that one statement takes from its module; none where it takes all of them.
fn names(record: &ModuleRecord<'_>, statement: Span) -> Option<Vec<String>> {
    let imported = record.import_entries.iter().filter(|entry| entry.statement_span == statement && !entry.is_type);
    let imported = imported.map(|entry| match &entry.import_name {
        ImportImportName::Name(name) => Some(name.name.to_string()),
        ImportImportName::Default(_) => Some("default".to_owned()),
        ImportImportName::NamespaceObject => None,
    });
    let passed_on = record.indirect_export_entries.iter().chain(&record.star_export_entries);
    let passed_on = passed_on.filter(|entry| entry.statement_span == statement && !entry.is_type);
    let passed_on = passed_on.map(|entry| match &entry.import_name {
        ExportImportName::Name(name) => Some(name.name.to_string()),
        _ => None,
    });
    imported.chain(passed_on).collect()
}
