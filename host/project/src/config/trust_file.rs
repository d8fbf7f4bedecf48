//! Lines of `[trust]` in `aludel.toml`, written so that everything else in the file stays as it is.

use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, Item, Table, TableLike, TomlError, value};

/// A key that is to follow the keys of a signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextKey<'a> {
    /// The file with the public key, from the root of the project.
    pub file: &'a str,
    /// The first day that it is taken on, such as `2027-01-31`; none for at once.
    pub from: Option<&'a str>,
    /// The last day that the keys before it are taken on.
    pub older_until: &'a str,
}

/// Why a key was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustFileError {
    /// The file is no TOML.
    #[error("aludel.toml is no TOML: {0}")]
    NoToml(#[from] TomlError),
    /// There is nobody of that name.
    #[error("there is no [trust.signers.{signer}] in aludel.toml")]
    NoSigner {
        /// The name.
        signer: String,
    },
    /// Its keys are written in a way that cannot be added to.
    #[error("the keys under [trust.signers.{signer}] are no list of tables that another one could be added to")]
    OddKeys {
        /// The name.
        signer: String,
    },
    /// A day that is none.
    #[error("`{text}` is no date such as 2027-01-31")]
    BadDate {
        /// What was written.
        text: String,
    },
}

/// The text with another key for a signer. Keys that have no end, or a later one, end on the day that is given.
pub fn with_next_key(text: &str, signer: &str, next: &NextKey<'_>) -> Result<String, TrustFileError> {
    let until = parse_date(next.older_until)?;
    let mut document: DocumentMut = text.parse()?;
    let table = ["trust", "signers", signer].iter().try_fold(document.as_item_mut(), |item, key| item.get_mut(key));
    let table = table.and_then(Item::as_table_like_mut);
    let table = table.ok_or_else(|| TrustFileError::NoSigner { signer: signer.to_owned() })?;
    let mut keys = take_keys(table).ok_or_else(|| TrustFileError::OddKeys { signer: signer.to_owned() })?;
    for key in keys.iter_mut() {
        end(key, until);
    }
    let mut added = Table::new();
    added.insert("file", value(next.file));
    if let Some(from) = next.from {
        added.insert("from", value(parse_date(from)?));
    }
    keys.push(added);
    table.insert("keys", Item::ArrayOfTables(keys));
    Ok(document.to_string())
}

/// The text with a key's id among `revoked_keys`; the same text if it is there already.
pub fn with_revoked_key(text: &str, id: &str) -> Result<String, TrustFileError> {
    let mut document: DocumentMut = text.parse()?;
    let trust = document.entry("trust").or_insert_with(|| Item::Table(Table::new()));
    let Some(trust) = trust.as_table_like_mut() else { return Ok(document.to_string()) };
    let revoked = trust.entry("revoked_keys").or_insert_with(|| value(Array::new()));
    if let Some(revoked) = revoked.as_array_mut()
        && !revoked.iter().any(|one| one.as_str() == Some(id))
    {
        revoked.push(id);
    }
    Ok(document.to_string())
}

/// The keys as a list, also where there is only one under `key`.
fn take_keys(table: &mut dyn TableLike) -> Option<ArrayOfTables> {
    if let Some(single) = table.remove("key") {
        let mut key = Table::new();
        key.insert("file", single);
        return Some(std::iter::once(key).collect());
    }
    table.remove("keys")?.into_array_of_tables().ok()
}

fn end(key: &mut Table, until: Datetime) {
    let ends_before = key.get("until").and_then(Item::as_datetime).and_then(|end| end.date);
    if ends_before.is_none_or(|end| Some(end) > until.date) {
        key.insert("until", value(until));
    }
}

fn parse_date(text: &str) -> Result<Datetime, TrustFileError> {
    let bad = || TrustFileError::BadDate { text: text.to_owned() };
    let date: Datetime = text.parse().map_err(|_| bad())?;
    if date.date.is_some() && date.time.is_none() { Ok(date) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "# Ours.\n[database]\nurl = \"sqlite://app.db\" # local\n\n[trust.signers.acme]\nkey = \"keys/old.pub\" # theirs\nmay_sign = [\"r/*\"]\n\n[limits]\n";

    fn next() -> NextKey<'static> {
        NextKey { file: "keys/new.pub", from: Some("2026-12-01"), older_until: "2026-12-31" }
    }

    #[test]
    fn a_single_key_becomes_the_first_of_a_list() {
        let once = with_next_key(BEFORE, "acme", &next()).expect("it is written");
        insta::assert_snapshot!(once, @r#"
            # Ours.
            [database]
            url = "sqlite://app.db" # local

            [trust.signers.acme]
            may_sign = ["r/*"]

            [[trust.signers.acme.keys]]
            file = "keys/old.pub" # theirs
            until = 2026-12-31

            [[trust.signers.acme.keys]]
            file = "keys/new.pub"
            from = 2026-12-01

            [limits]
        "#);
        let again = NextKey { file: "keys/third.pub", from: None, older_until: "2027-06-30" };
        let twice = with_next_key(&once, "acme", &again).expect("it is written");
        assert_eq!(twice.matches("until = 2026-12-31").count(), 1, "{twice}");
        assert_eq!(twice.matches("until = 2027-06-30").count(), 1, "{twice}");
    }

    #[test]
    fn inline_keys_are_added_to() {
        let text = "[trust.signers.acme]\nkeys = [{ file = \"a.pub\" }, { file = \"b.pub\", until = 2027-06-30 }]\nmay_sign = \"r/*\"\n";
        let text = with_next_key(text, "acme", &next()).expect("it is written");
        assert_eq!(text.matches("until = 2026-12-31").count(), 2, "{text}");
        let inline = "trust = { signers = { acme = { key = \"a.pub\", may_sign = \"r/*\" } } }\n";
        let inline = with_next_key(inline, "acme", &next()).expect("it is written");
        assert!(
            inline.parse::<DocumentMut>().is_ok() && inline.contains("new.pub") && inline.contains("a.pub"),
            "{inline}"
        );
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let problem = |text: &str, next| with_next_key(text, "acme", &next).expect_err("does not fit").to_string();
        assert_eq!(problem("", next()), "there is no [trust.signers.acme] in aludel.toml");
        assert_eq!(problem(BEFORE, NextKey { older_until: "soon", ..next() }), "`soon` is no date such as 2027-01-31");
        assert_eq!(
            problem("[trust.signers.acme]\nkeys = \"a.pub\"\n", next()),
            "the keys under [trust.signers.acme] are no list of tables that another one could be added to"
        );
    }

    #[test]
    fn a_key_is_revoked_once() {
        let once = with_revoked_key(BEFORE, "sha256:00").expect("it is written");
        insta::assert_snapshot!(once, @r#"
            # Ours.
            [database]
            url = "sqlite://app.db" # local

            [trust]
            revoked_keys = ["sha256:00"]

            [trust.signers.acme]
            key = "keys/old.pub" # theirs
            may_sign = ["r/*"]

            [limits]
        "#);
        assert_eq!(with_revoked_key(&once, "sha256:00").expect("it is written"), once);
        assert!(with_revoked_key("", "sha256:00").expect("it is written").starts_with("[trust]\nrevoked_keys = "));
    }
}
