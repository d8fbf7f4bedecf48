//! What stands beside tables.

use std::collections::BTreeSet;

use super::answer::{Answer, setting};
use crate::dialect::CatalogError;
use crate::model::{
    EnumType, Extension, Options, Routine, RoutineKind, Sequence, Trigger, TriggerName, Uncompared, View,
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
    let view = View {
        name,
        query: query.trim().trim_end_matches(';').to_owned(),
        columns: Vec::new(),
        materialized,
        indexes: Vec::new(),
        options,
        comment: answer.optional_text()?,
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
    Ok((oid, Routine { name, kind, definition, comment: answer.optional_text()?, depends_on: BTreeSet::new() }))
}

pub(super) fn trigger(answer: &mut Answer<'_>) -> Result<Trigger, CatalogError> {
    let name = TriggerName { table: answer.name()?, name: answer.text()? };
    Ok(Trigger { name, definition: answer.text()?, comment: answer.optional_text()? })
}

pub(super) fn uncompared(answer: &mut Answer<'_>) -> Result<Uncompared, CatalogError> {
    Ok(Uncompared { kind: answer.text()?, name: answer.name()? })
}
