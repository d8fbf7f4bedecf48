//! What a person said about renames, as it was typed.

use aludel_schema::{DiffOptions, Rename, RenameError, Schema, diff};

use crate::error::Error;

/// Which names are the same thing under another name, and which are not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RenameHints {
    /// `table.old=new` for a column, `old=new` for a table.
    pub renamed: Vec<String>,
    /// `table.old` or `old` for what is nothing else now; with `=new`, for what is not this one thing.
    pub not_renamed: Vec<String>,
}

impl RenameHints {
    /// The hints as the comparison of two schemas takes them.
    pub(crate) fn options(&self, before: &Schema, after: &Schema, hinted: &[Rename]) -> Result<DiffOptions, Error> {
        let renames = self.renamed.iter().map(|text| Rename::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let (whole, names): (Vec<&String>, Vec<&String>) = self.not_renamed.iter().partition(|text| text.contains('='));
        let mut not_renamed = whole.into_iter().map(|text| Rename::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let mut options = DiffOptions { renames, hinted_renames: hinted.to_vec(), ..DiffOptions::default() };
        if !names.is_empty() {
            not_renamed.extend(suspected(before, after, &options, &names)?);
        }
        options.not_renamed = not_renamed;
        Ok(options)
    }
}

/// The renames that would be suspected of these names.
fn suspected(
    before: &Schema,
    after: &Schema,
    options: &DiffOptions,
    names: &[&String],
) -> Result<Vec<Rename>, RenameError> {
    let suspicions = diff(before, after, options)?.suspicions;
    let renames = suspicions.into_iter().map(|suspicion| suspicion.rename);
    Ok(renames.filter(|rename| names.contains(&&old_name(rename))).collect())
}

/// The first half of a rename as it is typed: `=` stands after it, and within it only in quotes.
pub(crate) fn old_name(rename: &Rename) -> String {
    let text = rename.to_string();
    let mut is_quoted = false;
    let end = text.char_indices().find(|(_, character)| {
        is_quoted ^= *character == '"';
        *character == '=' && !is_quoted
    });
    end.map_or_else(|| text.clone(), |(end, _)| text[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_name_is_the_first_half() {
        for (text, name) in
            [("book.pages=page_count", "book.pages"), ("client=customer", "client"), ("\"a=b\".c=d", "\"a=b\".c")]
        {
            assert_eq!(old_name(&Rename::parse(text).expect("it is a rename")), name);
        }
    }
}
