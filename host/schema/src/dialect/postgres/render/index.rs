//! Indexes.

use super::super::{quote, unsupported};
use super::sheet::{Sheet, cascade, if_exists, if_not_exists};
use crate::dialect::Unsupported;
use crate::model::{Index, IndexKey, IndexPart, NullsOrder, ObjectName};
use crate::operation::Modifiers;

/// Settings that only another server knows.
const FOREIGN_SETTINGS: [&str; 6] = ["parser", "invisible", "ignored", "key block size", "key_block_size", "using"];
/// What the catalogue tells and nobody asks for.
const STATES: [&str; 2] = ["tablespace", "invalid"];

pub(super) fn create(
    sheet: &mut Sheet,
    table: &ObjectName,
    index: &Index,
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    let sql = definition(table, index, modifiers)?;
    if modifiers.concurrently {
        sheet.add_outside_transaction(sql);
    } else {
        sheet.add(sql);
    }
    sheet.comment(&on(table, &index.name), None, index.comment.as_deref())
}

pub(super) fn drop(sheet: &mut Sheet, table: &ObjectName, index: &Index, modifiers: Modifiers) {
    let concurrently = if modifiers.concurrently { "CONCURRENTLY " } else { "" };
    let name = quote::beside(table, &index.name);
    let sql = format!("DROP INDEX {concurrently}{}{name}{}", if_exists(modifiers), cascade(modifiers));
    if modifiers.concurrently { sheet.add_outside_transaction(sql) } else { sheet.add(sql) }
}

pub(super) fn replace(
    sheet: &mut Sheet,
    table: &ObjectName,
    before: &Index,
    after: &Index,
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    if before == &(Index { comment: before.comment.clone(), ..after.clone() }) {
        return sheet.comment(&on(table, &after.name), before.comment.as_deref(), after.comment.as_deref());
    }
    drop(sheet, table, before, modifiers);
    create(sheet, table, after, modifiers)
}

pub(super) fn rename(sheet: &mut Sheet, table: &ObjectName, from: &str, to: &str) {
    sheet.add(format!("ALTER INDEX {} RENAME TO {}", quote::beside(table, from), quote::identifier(to)));
}

fn on(table: &ObjectName, index: &str) -> String {
    format!("INDEX {}", quote::beside(table, index))
}

fn definition(table: &ObjectName, index: &Index, modifiers: Modifiers) -> Result<String, Unsupported> {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let concurrently = if modifiers.concurrently { "CONCURRENTLY " } else { "" };
    let method = index.method.as_ref().map(|method| format!(" USING {}", quote::identifier(method)));
    let parts = index.parts.iter().map(|part| part_text(index, part)).collect::<Result<Vec<_>, _>>()?;
    let mut text = format!(
        "CREATE {unique}INDEX {concurrently}{}{} ON {}{} ({})",
        if_not_exists(modifiers),
        quote::identifier(&index.name),
        quote::qualified(table),
        method.unwrap_or_default(),
        parts.join(", ")
    );
    if !index.include.is_empty() {
        text.extend([format!(" INCLUDE ({})", quote::list(&index.include))]);
    }
    if index.nulls_not_distinct {
        text.push_str(" NULLS NOT DISTINCT");
    }
    text.push_str(&storage(index)?);
    if let Some(predicate) = &index.predicate {
        text.extend([format!(" WHERE {predicate}")]);
    }
    Ok(text)
}

fn storage(index: &Index) -> Result<String, Unsupported> {
    if let Some(name) = index.options.keys().find(|name| FOREIGN_SETTINGS.contains(&name.as_str())) {
        return Err(unsupported(
            &format!("set `{name}` of index {}", index.name),
            "another server knows it: leave it out",
        ));
    }
    let settings = index.options.iter().filter(|(name, _)| !STATES.contains(&name.as_str()));
    let settings: Vec<String> = settings.map(|(name, value)| format!("{name} = {value}")).collect();
    let mut text = if settings.is_empty() { String::new() } else { format!(" WITH ({})", settings.join(", ")) };
    if let Some(place) = index.options.get("tablespace") {
        text.extend([format!(" TABLESPACE {}", quote::identifier(place))]);
    }
    Ok(text)
}

fn part_text(index: &Index, part: &IndexPart) -> Result<String, Unsupported> {
    if part.prefix_length.is_some() {
        let operation = format!("limit index {} to the first characters of a column", index.name);
        return Err(unsupported(&operation, "index an expression: `left(column, 20)`"));
    }
    let mut text = match &part.key {
        IndexKey::Column(name) => quote::identifier(name),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    if let Some(collation) = &part.collation {
        text.extend([format!(" COLLATE {}", quote::collation(collation))]);
    }
    if let Some(class) = &part.operator_class {
        text.extend([format!(" {class}")]);
    }
    if part.descending {
        text.push_str(" DESC");
    }
    text.push_str(match part.nulls {
        None => "",
        Some(NullsOrder::First) => " NULLS FIRST",
        Some(NullsOrder::Last) => " NULLS LAST",
    });
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_says_all_that_it_is() {
        let mut index = Index::over("ix", ["a"]);
        index.parts.push(IndexPart {
            descending: true,
            nulls: Some(NullsOrder::Last),
            ..IndexPart::expression("b + 1")
        });
        index.parts[0].operator_class = Some("text_pattern_ops".to_owned());
        index.unique = true;
        index.include = vec!["order".to_owned()];
        index.nulls_not_distinct = true;
        index.options.insert("fillfactor".to_owned(), "70".to_owned());
        index.predicate = Some("a > 1".to_owned());
        let table = ObjectName::in_schema("shop", "t");
        assert_eq!(
            definition(&table, &index, Modifiers::default()).unwrap(),
            "CREATE UNIQUE INDEX ix ON shop.t (a text_pattern_ops, (b + 1) DESC NULLS LAST) INCLUDE (\"order\") \
             NULLS NOT DISTINCT WITH (fillfactor = 70) WHERE a > 1"
        );
        index.parts[0].prefix_length = Some(10);
        assert!(definition(&table, &index, Modifiers::default()).is_err());
    }
}
