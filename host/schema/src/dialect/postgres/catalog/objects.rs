//! What stands beside tables.

use std::collections::BTreeSet;

use super::answer::{Answer, setting};
use crate::dialect::CatalogError;
use crate::model::{
    EnumType, Extension, Options, PRIVILEGES, Routine, RoutineKind, Sequence, Trigger, TriggerName, Uncompared, View,
};

pub(super) fn namespace(answer: &mut Answer<'_>) -> Result<String, CatalogError> {
    answer.text()
}

pub(super) fn extension(answer: &mut Answer<'_>) -> Result<Extension, CatalogError> {
    let name = answer.text()?;
    Ok(Extension { name, schema: answer.optional_text()?, version: answer.optional_text()? })
}

pub(super) fn enum_type(answer: &mut Answer<'_>) -> Result<EnumType, CatalogError> {
    Ok(EnumType { name: answer.name()?, labels: answer.texts()?, comment: answer.optional_text()? })
}

pub(super) fn sequence(answer: &mut Answer<'_>) -> Result<Sequence, CatalogError> {
    Ok(Sequence {
        name: answer.name()?,
        data_type: answer.text()?,
        start: answer.integer()?,
        increment: answer.integer()?,
        minimum: answer.integer()?,
        maximum: answer.integer()?,
        cache: answer.integer()?,
        cycle: answer.flag()?,
        comment: answer.optional_text()?,
    })
}

pub(super) fn view(answer: &mut Answer<'_>) -> Result<(i64, View), CatalogError> {
    let oid = answer.integer()?;
    let (name, materialized, query) = (answer.name()?, answer.flag()?, answer.text()?);
    let mut options: Options = answer.texts()?.iter().map(|text| view_setting(text)).collect();
    options.extend(answer.optional_text()?.map(|method| ("access method".to_owned(), method)));
    options.extend(answer.optional_text()?.map(|place| ("tablespace".to_owned(), place)));
    let comment = answer.optional_text()?;
    options.extend(privileges(answer)?);
    let view = View {
        name,
        query: query.trim().trim_end_matches(';').to_owned(),
        columns: Vec::new(),
        materialized,
        indexes: Vec::new(),
        options,
        comment,
        depends_on: BTreeSet::new(),
    };
    Ok((oid, view))
}

fn view_setting(text: &str) -> (String, String) {
    let (name, value) = setting(text);
    if name == "check_option" { ("check option".to_owned(), value) } else { (name, value) }
}

pub(super) fn routine(answer: &mut Answer<'_>) -> Result<(i64, Routine), CatalogError> {
    let (oid, name) = (answer.integer()?, answer.name()?);
    let kind = if answer.flag()? { RoutineKind::Procedure } else { RoutineKind::Function };
    let definition = answer.text()?.trim_end().to_owned();
    let comment = answer.optional_text()?;
    let options = privileges(answer)?.into_iter().collect();
    Ok((oid, Routine { name, kind, definition, comment, depends_on: BTreeSet::new(), options }))
}

/// Whose an object is, and who may use it, where that is not as usual.
fn privileges(answer: &mut Answer<'_>) -> Result<Option<(String, String)>, CatalogError> {
    Ok(answer.optional_text()?.map(|lines| (PRIVILEGES.to_owned(), lines)))
}

pub(super) fn trigger(answer: &mut Answer<'_>) -> Result<Trigger, CatalogError> {
    let name = TriggerName { table: answer.name()?, name: answer.text()? };
    let (definition, comment) = (answer.text()?, answer.optional_text()?);
    let state = match answer.text()?.as_str() {
        "D" => Some("disabled"),
        "R" => Some("replica"),
        "A" => Some("always"),
        _ => None,
    };
    let options = state.map(|state| ("state".to_owned(), state.to_owned())).into_iter().collect();
    Ok(Trigger { name, definition, comment, options })
}

pub(super) fn uncompared(answer: &mut Answer<'_>) -> Result<Uncompared, CatalogError> {
    Ok(Uncompared { kind: answer.text()?, name: answer.name()? })
}
