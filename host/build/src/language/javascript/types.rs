//! Takes the types out of TypeScript: each is overwritten with spaces, so lines and columns stay as they are.
//!
//! What cannot be taken away because it makes something (enums, namespaces, parameter properties) is refused by name.

use std::ops::Range;

use oxc_ast::ast::{
    ArrowFunctionExpression, Class, Declaration, Decorator, ExportAllDeclaration, ExportDeclaration,
    ExportDefaultDeclaration, ExportDefaultDeclarationKind, ExportFromDeclaration, ExportNamedDeclaration,
    ExportSpecifier, FormalParameter, Function, ImportDeclaration, ImportDeclarationSpecifier, ImportOrExportKind,
    MethodDefinition, PropertyDefinition, TSAsExpression, TSEnumDeclaration, TSExportAssignment,
    TSExternalModuleDeclaration, TSGlobalDeclaration, TSImportEqualsDeclaration, TSIndexSignature,
    TSInterfaceDeclaration, TSNamespaceDeclaration, TSNonNullExpression, TSSatisfiesExpression, TSThisParameter,
    TSTypeAliasDeclaration, TSTypeAnnotation, TSTypeAssertion, TSTypeParameterDeclaration,
    TSTypeParameterInstantiation, VariableDeclaration,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan as _, Span};
use oxc_syntax::scope::ScopeFlags;

/// Words before a member of a class that only the type checker reads.
const MODIFIERS: [&str; 7] = ["public", "private", "protected", "readonly", "override", "abstract", "declare"];

/// Collects what is to be overwritten.
pub(super) struct Types<'text> {
    text: &'text str,
    blanks: Vec<Range<usize>>,
    /// Single bytes that get another meaning in place of a blank.
    marks: Vec<(usize, u8)>,
    refused: Vec<(Span, &'static str, bool)>,
}

impl<'text> Types<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self { text, blanks: Vec::new(), marks: Vec::new(), refused: Vec::new() }
    }

    /// What has no meaning here, why, and whether that is a matter of TypeScript alone.
    pub(super) fn refused(&self) -> &[(Span, &'static str, bool)] {
        &self.refused
    }

    /// The text without its types.
    pub(super) fn blanked(&self) -> String {
        let mut is_blank = vec![false; self.text.len()];
        for blank in &self.blanks {
            is_blank[blank.clone()].fill(true);
        }
        let letters = self.text.char_indices().map(|(at, letter)| {
            if let Some((_, mark)) = self.marks.iter().find(|(place, _)| *place == at) {
                return char::from(*mark);
            }
            if is_blank[at] && !matches!(letter, '\n' | '\r') { ' ' } else { letter }
        });
        letters.collect()
    }

    fn blank(&mut self, range: Range<u32>) {
        self.blanks.push(range.start as usize..range.end as usize);
    }

    /// Overwrites a whole statement or member. What stands before it may rely on its being there to end.
    fn blank_statement(&mut self, span: Span) {
        self.blank(span.start..span.end);
        self.marks.push((span.start as usize, b';'));
    }

    fn refuse(&mut self, span: Span, problem: &'static str) {
        self.refused.push((span, problem, true));
    }

    fn after(&self, at: u32) -> &'text str {
        self.text.get(at as usize..).unwrap_or_default()
    }

    fn slice(&self, range: Range<u32>) -> &'text str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// Overwrites one sign that follows after spaces, such as `?`.
    fn blank_sign(&mut self, from: u32, signs: &[char]) {
        let rest = self.after(from);
        let trimmed = rest.trim_start();
        if trimmed.starts_with(signs) {
            let at = from + length(rest) - length(trimmed);
            self.blank(at..at + 1);
        }
    }

    /// Overwrites the words before a member that only the type checker reads.
    fn blank_modifiers(&mut self, from: u32, to: u32) {
        let words = self.slice(from..to);
        let mut is_first = true;
        let mut at = 0;
        for word in words.split_inclusive(|letter: char| !letter.is_ascii_alphabetic()) {
            let name = word.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic());
            let start = from + at;
            if MODIFIERS.contains(&name) {
                self.blank(start..start + length(name));
                if is_first {
                    self.marks.push((start as usize, b';'));
                }
            }
            is_first &= name.is_empty();
            at += length(word);
        }
    }

    /// After a type that goes, a line may begin with what would be taken for its continuation.
    fn blank_type_at_end(&mut self, from: u32, to: u32) {
        self.blank(from..to);
        let rest = self.after(to);
        let next = rest.trim_start();
        let is_new_line = rest[..rest.len() - next.len()].contains('\n');
        if is_new_line && next.starts_with(['(', '[', '`']) {
            self.marks.push((from as usize, b';'));
        }
    }

    fn blank_list_item(&mut self, span: Span) {
        let rest = self.after(span.end);
        let next = rest.trim_start();
        let comma = if next.starts_with(',') { length(rest) - length(next) + 1 } else { 0 };
        self.blank(span.start..span.end + comma);
    }
}

/// Sources are at most a few megabytes long.
fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

const NAMESPACE: &str = "a namespace makes an object, which is more than a type; export from a module in its place";
const ENUM: &str =
    "an enum makes an object, which is more than a type; write `const Color = { Red: \"red\" } as const` in its place";
const PARAMETER_PROPERTY: &str =
    "a parameter property makes a field, which is more than a type; write the field and its assignment";
const IMPORT_EQUALS: &str = "`import ... =` is not part of ES modules; write `import ... from`";
const EXPORT_EQUALS: &str = "`export =` is not part of ES modules; write `export default`";
const DECORATOR: &str = "the interpreter knows no decorators";

impl<'a> Visit<'a> for Types<'_> {
    fn visit_ts_type_annotation(&mut self, annotation: &TSTypeAnnotation<'a>) {
        let before = self.slice(0..annotation.span.start).trim_end();
        if before.ends_with(['?', '!']) {
            self.blank(length(before) - 1..length(before));
        }
        self.blank(annotation.span.start..annotation.span.end);
    }

    fn visit_ts_type_parameter_declaration(&mut self, parameters: &TSTypeParameterDeclaration<'a>) {
        self.blank(parameters.span.start..parameters.span.end);
    }

    fn visit_ts_type_parameter_instantiation(&mut self, arguments: &TSTypeParameterInstantiation<'a>) {
        self.blank(arguments.span.start..arguments.span.end);
    }

    fn visit_ts_as_expression(&mut self, expression: &TSAsExpression<'a>) {
        self.blank_type_at_end(expression.expression.span().end, expression.span.end);
        self.visit_expression(&expression.expression);
    }

    fn visit_ts_satisfies_expression(&mut self, expression: &TSSatisfiesExpression<'a>) {
        self.blank_type_at_end(expression.expression.span().end, expression.span.end);
        self.visit_expression(&expression.expression);
    }

    fn visit_ts_non_null_expression(&mut self, expression: &TSNonNullExpression<'a>) {
        self.blank(expression.span.end - 1..expression.span.end);
        self.visit_expression(&expression.expression);
    }

    fn visit_ts_type_assertion(&mut self, assertion: &TSTypeAssertion<'a>) {
        self.blank(assertion.span.start..assertion.expression.span().start);
        self.visit_expression(&assertion.expression);
    }

    fn visit_ts_this_parameter(&mut self, parameter: &TSThisParameter<'a>) {
        self.blank_list_item(parameter.span);
    }

    fn visit_ts_type_alias_declaration(&mut self, declaration: &TSTypeAliasDeclaration<'a>) {
        self.blank_statement(declaration.span);
    }

    fn visit_ts_interface_declaration(&mut self, declaration: &TSInterfaceDeclaration<'a>) {
        self.blank_statement(declaration.span);
    }

    fn visit_ts_global_declaration(&mut self, declaration: &TSGlobalDeclaration<'a>) {
        self.blank_statement(declaration.span);
    }

    fn visit_ts_external_module_declaration(&mut self, declaration: &TSExternalModuleDeclaration<'a>) {
        self.blank_statement(declaration.span);
    }

    fn visit_ts_namespace_declaration(&mut self, declaration: &TSNamespaceDeclaration<'a>) {
        if declaration.declare {
            self.blank_statement(declaration.span);
        } else {
            self.refuse(declaration.span, NAMESPACE);
        }
    }

    fn visit_ts_enum_declaration(&mut self, declaration: &TSEnumDeclaration<'a>) {
        if declaration.declare {
            self.blank_statement(declaration.span);
        } else {
            self.refuse(declaration.span, ENUM);
        }
    }

    fn visit_ts_import_equals_declaration(&mut self, declaration: &TSImportEqualsDeclaration<'a>) {
        self.refuse(declaration.span, IMPORT_EQUALS);
    }

    fn visit_ts_export_assignment(&mut self, assignment: &TSExportAssignment<'a>) {
        self.refuse(assignment.span, EXPORT_EQUALS);
    }

    fn visit_ts_index_signature(&mut self, signature: &TSIndexSignature<'a>) {
        self.blank_statement(signature.span);
    }

    fn visit_decorator(&mut self, decorator: &Decorator<'a>) {
        self.refused.push((decorator.span, DECORATOR, false));
    }

    fn visit_variable_declaration(&mut self, declaration: &VariableDeclaration<'a>) {
        if declaration.declare {
            return self.blank_statement(declaration.span);
        }
        walk::walk_variable_declaration(self, declaration);
    }

    fn visit_import_declaration(&mut self, declaration: &ImportDeclaration<'a>) {
        if declaration.import_kind.is_type() {
            return self.blank_statement(declaration.span);
        }
        for specifier in declaration.specifiers.iter().flatten() {
            if let ImportDeclarationSpecifier::ImportSpecifier(specifier) = specifier
                && specifier.import_kind.is_type()
            {
                self.blank_list_item(specifier.span);
            }
        }
    }

    fn visit_export_all_declaration(&mut self, declaration: &ExportAllDeclaration<'a>) {
        if declaration.export_kind.is_type() {
            self.blank_statement(declaration.span);
        }
    }

    fn visit_export_declaration(&mut self, export: &ExportDeclaration<'a>) {
        if is_type_only(&export.declaration) {
            return self.blank_statement(export.span);
        }
        walk::walk_export_declaration(self, export);
    }

    fn visit_export_default_declaration(&mut self, export: &ExportDefaultDeclaration<'a>) {
        let is_type = match &export.declaration {
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => true,
            ExportDefaultDeclarationKind::FunctionDeclaration(function) => function.body.is_none(),
            _ => false,
        };
        if is_type {
            return self.blank_statement(export.span);
        }
        walk::walk_export_default_declaration(self, export);
    }

    fn visit_export_named_declaration(&mut self, export: &ExportNamedDeclaration<'a>) {
        self.visit_export_list(export.export_kind, export.span, &export.specifiers);
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'a>) {
        self.visit_export_list(export.export_kind, export.span, &export.specifiers);
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        if function.declare || function.body.is_none() {
            return self.blank_statement(function.span);
        }
        walk::walk_function(self, function, flags);
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        walk::walk_arrow_function_expression(self, function);
        let Some(result) = &function.return_type else { return };
        let parenthesis = self.slice(0..result.span.start).trim_end();
        if self.slice(result.span.start..result.span.end).contains('\n') && parenthesis.ends_with(')') {
            // No line may end between the parameters and the arrow.
            self.marks.push((parenthesis.len() - 1, b' '));
            self.marks.push((result.span.end as usize - 1, b')'));
        }
    }

    fn visit_formal_parameter(&mut self, parameter: &FormalParameter<'a>) {
        if parameter.accessibility.is_some() || parameter.readonly || parameter.r#override {
            self.refuse(parameter.span, PARAMETER_PROPERTY);
        }
        if parameter.optional {
            self.blank_sign(parameter.pattern.span().end, &['?']);
        }
        walk::walk_formal_parameter(self, parameter);
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        if class.declare {
            return self.blank_statement(class.span);
        }
        if class.r#abstract {
            let before = self.slice(0..class.span.start).trim_end();
            if before.ends_with("abstract") {
                self.blank(length(before) - 8..length(before));
            } else {
                self.blank(class.span.start..class.span.start + 8);
            }
        }
        if let (Some(first), Some(last)) = (class.implements.first(), class.implements.last()) {
            let before = self.slice(0..first.span.start);
            let keyword = before.rfind("implements").map_or(first.span.start, |at| length(&before[..at]));
            self.blank(keyword..last.span.end);
        }
        walk::walk_class(self, class);
    }

    fn visit_method_definition(&mut self, method: &MethodDefinition<'a>) {
        if method.r#type.is_abstract() || method.value.body.is_none() {
            return self.blank_statement(method.span);
        }
        self.blank_modifiers(method.span.start, method.key.span().start);
        if method.optional {
            self.blank_sign(method.key.span().end, &['?']);
        }
        walk::walk_method_definition(self, method);
    }

    fn visit_property_definition(&mut self, property: &PropertyDefinition<'a>) {
        if property.r#type.is_abstract() || property.declare {
            return self.blank_statement(property.span);
        }
        self.blank_modifiers(property.span.start, property.key.span().start);
        if property.optional || property.definite {
            self.blank_sign(property.key.span().end + u32::from(property.computed), &['?', '!']);
        }
        walk::walk_property_definition(self, property);
    }
}

impl Types<'_> {
    fn visit_export_list(&mut self, kind: ImportOrExportKind, span: Span, specifiers: &[ExportSpecifier<'_>]) {
        if kind.is_type() {
            return self.blank_statement(span);
        }
        for specifier in specifiers.iter().filter(|specifier| specifier.export_kind.is_type()) {
            self.blank_list_item(specifier.span);
        }
    }
}

fn is_type_only(declaration: &Declaration<'_>) -> bool {
    match declaration {
        Declaration::TSTypeAliasDeclaration(_)
        | Declaration::TSInterfaceDeclaration(_)
        | Declaration::TSExternalModuleDeclaration(_)
        | Declaration::TSGlobalDeclaration(_) => true,
        Declaration::TSEnumDeclaration(declaration) => declaration.declare,
        Declaration::TSNamespaceDeclaration(declaration) => declaration.declare,
        Declaration::VariableDeclaration(declaration) => declaration.declare,
        Declaration::FunctionDeclaration(function) => function.declare || function.body.is_none(),
        Declaration::ClassDeclaration(class) => class.declare,
        Declaration::TSImportEqualsDeclaration(_) => false,
    }
}
