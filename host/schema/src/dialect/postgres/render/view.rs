//! Views and materialized views.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

use super::super::{quote, unsupported};
use super::dependents::Dependents;
use super::sheet::{Sheet, cascade, if_exists, if_not_exists};
use super::{index, privileges};
use crate::dialect::Unsupported;
use crate::model::{PRIVILEGES, Schema, View};
use crate::operation::Modifiers;

/// Settings that only another server knows.
const FOREIGN_SETTINGS: [&str; 3] = ["algorithm", "sql security", "definer"];

pub(super) fn create(sheet: &mut Sheet, view: &View, modifiers: Modifiers) -> Result<(), Unsupported> {
    if !view.materialized {
        sheet.create(&definition(view, "CREATE VIEW")?, modifiers);
        privileges::write(sheet, kind(view), &quote::qualified(&view.name), &view.options);
        return remarks(sheet, view);
    }
    let start = format!("CREATE MATERIALIZED VIEW {}", if_not_exists(modifiers));
    sheet.add(definition(view, start.trim_end())?);
    for one in &view.indexes {
        index::create(sheet, &view.name, one, modifiers)?;
    }
    privileges::write(sheet, kind(view), &quote::qualified(&view.name), &view.options);
    remarks(sheet, view)
}

pub(super) fn create_statements(sheet: &mut Sheet, view: &View) -> Result<(), Unsupported> {
    create(sheet, view, Modifiers::default())
}

pub(super) fn drop(sheet: &mut Sheet, view: &View, modifiers: Modifiers) {
    sheet.add(format!(
        "DROP {} {}{}{}",
        kind(view),
        if_exists(modifiers),
        quote::qualified(&view.name),
        cascade(modifiers)
    ));
}

pub(super) fn drop_statement(sheet: &mut Sheet, view: &View, cascade: &str) {
    sheet.add(format!("DROP {} {}{cascade}", kind(view), quote::qualified(&view.name)));
}

fn kind(view: &View) -> &'static str {
    if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" }
}

fn remarks(sheet: &mut Sheet, view: &View) -> Result<(), Unsupported> {
    sheet.comment(&on(view), None, view.comment.as_deref())
}

fn on(view: &View) -> String {
    format!("{} {}", kind(view), quote::qualified(&view.name))
}

/// Replaces a view in place where its columns stay, else drops it with what stands on it, and makes all of it anew.
pub(super) fn replace(
    sheet: &mut Sheet,
    state: &Schema,
    before: &View,
    after: &View,
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    if is_same_query(before, after) {
        return adjust(sheet, before, after, modifiers);
    }
    if can_replace(before, after) {
        sheet.add(definition(after, "CREATE OR REPLACE VIEW")?);
        return sheet.comment(&on(after), before.comment.as_deref(), after.comment.as_deref());
    }
    let dependents = Dependents::of(state, std::slice::from_ref(&before.name));
    dependents.drop(sheet);
    drop_statement(sheet, before, "");
    create_statements(sheet, &privileges::kept(before, after))?;
    dependents.create(sheet)
}

fn is_same_query(before: &View, after: &View) -> bool {
    before.query == after.query
        && privileges::kept(before, after).options == before.options
        && before.columns == after.columns
        && before.materialized == after.materialized
}

/// Only indexes and the remark change.
fn adjust(sheet: &mut Sheet, before: &View, after: &View, modifiers: Modifiers) -> Result<(), Unsupported> {
    for old in before.indexes.iter().filter(|old| !after.indexes.iter().any(|new| new.name == old.name)) {
        index::drop(sheet, &before.name, old, modifiers);
    }
    for new in &after.indexes {
        match before.indexes.iter().find(|old| old.name == new.name) {
            None => index::create(sheet, &after.name, new, modifiers)?,
            Some(old) if old != new => index::replace(sheet, &after.name, old, new, modifiers)?,
            Some(_) => {}
        }
    }
    sheet.comment(&on(after), before.comment.as_deref(), after.comment.as_deref())
}

/// Whether the server takes the new query under the old name: the old columns first, read from the same tables.
fn can_replace(before: &View, after: &View) -> bool {
    let is_plain = !before.materialized && !after.materialized;
    let same_sources = before.depends_on == after.depends_on && before.columns == after.columns;
    match (selected(&before.query), selected(&after.query)) {
        (Some(old), Some(new)) => is_plain && same_sources && new.starts_with(&old),
        _ => false,
    }
}

/// The columns of a simple SELECT as they are written; none for anything else.
fn selected(query: &str) -> Option<Vec<String>> {
    let mut columns = vec![String::new()];
    let mut depth = 0_usize;
    let mut has_begun = false;
    for token in Lexer::new(query, Dialect::Postgres) {
        let token = token.ok()?;
        let text = &query[token.start..token.end];
        match (token.kind, text.to_ascii_uppercase().as_str()) {
            (kind, _) if !kind.is_significant() => continue,
            (TokenKind::Word, "SELECT") if !has_begun => {
                has_begun = true;
                continue;
            }
            (TokenKind::Word, "FROM") if depth == 0 => return Some(columns),
            (TokenKind::Word, "DISTINCT" | "UNION" | "EXCEPT" | "INTERSECT") if depth == 0 => return None,
            (TokenKind::Symbol, ",") if depth == 0 => {
                columns.push(String::new());
                continue;
            }
            (TokenKind::Symbol, "(" | "[") => depth += 1,
            (TokenKind::Symbol, ")" | "]") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !has_begun {
            return None;
        }
        let column = columns.last_mut()?;
        column.push_str(text);
        column.push(' ');
    }
    None
}

fn definition(view: &View, start: &str) -> Result<String, Unsupported> {
    if let Some(name) = view.options.keys().find(|name| FOREIGN_SETTINGS.contains(&name.as_str())) {
        let operation = format!("set `{name}` of view {}", view.name);
        return Err(unsupported(&operation, "another server knows it: leave it out"));
    }
    let mut text = format!("{start} {}", quote::qualified(&view.name));
    if !view.columns.is_empty() {
        text.extend([format!(" ({})", quote::list(&view.columns))]);
    }
    if let Some(method) = view.options.get("access method") {
        text.extend([format!(" USING {}", quote::identifier(method))]);
    }
    let words = ["access method", "tablespace", "check option", PRIVILEGES];
    let settings = view.options.iter().filter(|(name, _)| !words.contains(&name.as_str()));
    let settings: Vec<String> = settings.map(|(name, value)| format!("{name} = {value}")).collect();
    if !settings.is_empty() {
        text.extend([format!(" WITH ({})", settings.join(", "))]);
    }
    if let Some(place) = view.options.get("tablespace") {
        text.extend([format!(" TABLESPACE {}", quote::identifier(place))]);
    }
    text.extend([format!(" AS\n{}", view.query)]);
    if let Some(check) = view.options.get("check option") {
        text.extend([format!("\nWITH {} CHECK OPTION", check.to_uppercase())]);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{ObjectName, Options};

    fn view(query: &str) -> View {
        View {
            name: ObjectName::local("v"),
            query: query.to_owned(),
            columns: Vec::new(),
            materialized: false,
            indexes: Vec::new(),
            options: Options::new(),
            comment: None,
            depends_on: BTreeSet::new(),
        }
    }

    #[test]
    fn a_view_is_replaced_in_place_where_columns_only_come() {
        let old = view("SELECT a.x,\n    f(a.y, 1) AS y\n   FROM a");
        assert!(can_replace(&old, &view("SELECT a.x, f(a.y, 1) AS y, a.z FROM a WHERE x > 1")));
        assert!(!can_replace(&old, &view("SELECT a.x FROM a")));
        assert!(!can_replace(&old, &view("SELECT a.x, a.y FROM a")));
        assert!(!can_replace(&old, &view("SELECT DISTINCT a.x, f(a.y, 1) AS y FROM a")));
        assert!(!can_replace(&old, &View { materialized: true, ..old.clone() }));
    }

    #[test]
    fn a_view_has_its_settings_around_the_query() {
        let mut view = view("SELECT 1 AS one");
        view.options.insert("check option".to_owned(), "local".to_owned());
        view.options.insert("security_barrier".to_owned(), "true".to_owned());
        assert_eq!(
            definition(&view, "CREATE VIEW").unwrap(),
            "CREATE VIEW v WITH (security_barrier = true) AS\nSELECT 1 AS one\nWITH LOCAL CHECK OPTION"
        );
        view.options.insert("algorithm".to_owned(), "merge".to_owned());
        assert!(definition(&view, "CREATE VIEW").is_err());
    }
}
