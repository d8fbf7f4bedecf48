//! Constraints.

use super::answer::{Answer, setting};
use super::generated_name::is_generated;
use crate::dialect::CatalogError;
use crate::model::{
    Constraint, ConstraintBody, Deferral, ForeignKey, Key, MatchKind, ObjectName, Options, ReferentialAction,
};

/// A constraint and the columns that it names; whether its name was made up is told when its table is known.
pub(super) struct Bare {
    constraint: Constraint,
    columns: Vec<String>,
}

impl Bare {
    pub(super) fn complete(self, table: &str) -> Constraint {
        let Self { mut constraint, columns } = self;
        let name = constraint.name.as_deref().unwrap_or_default();
        constraint.is_name_generated = is_generated(name, table, &constraint.body, &columns);
        constraint
    }
}

/// What a row says before it is known which kind of constraint it is.
struct Said {
    kind: String,
    columns: Vec<String>,
    include: Vec<String>,
    nulls_not_distinct: bool,
    storage: Vec<String>,
    tablespace: Option<String>,
    references: (Option<String>, Option<String>),
    referenced_columns: Vec<String>,
    actions: [String; 3],
    set_columns: Vec<String>,
}

pub(super) fn constraint(answer: &mut Answer<'_>) -> Result<(i64, Bare), CatalogError> {
    let (table, name) = (answer.integer()?, answer.text()?);
    let said = Said {
        kind: answer.text()?,
        columns: answer.texts()?,
        include: answer.texts()?,
        nulls_not_distinct: answer.flag()?,
        storage: answer.texts()?,
        tablespace: answer.optional_text()?,
        references: (answer.optional_text()?, answer.optional_text()?),
        referenced_columns: answer.texts()?,
        actions: [answer.text()?, answer.text()?, answer.text()?],
        set_columns: answer.texts()?,
    };
    let deferral = deferral(answer.flag()?, answer.flag()?);
    let words = [("not valid", !answer.flag()?), ("no inherit", answer.flag()? && said.kind == "c")];
    let words_of_18 = [("not enforced", !answer.flag()?), ("period", answer.flag()?)];
    let (expression, definition) = (answer.optional_text()?, answer.optional_text()?);
    let mut options = said.options();
    for (word, is_set) in words.into_iter().chain(words_of_18) {
        if is_set {
            options.insert(word.to_owned(), "true".to_owned());
        }
    }
    // What is not enforced was never validated either.
    if options.contains_key("not enforced") {
        options.remove("not valid");
    }
    let columns = said.columns.clone();
    let body = said.body(answer, expression, definition)?;
    let comment = answer.optional_text()?;
    let constraint = Constraint { name: Some(name), is_name_generated: false, body, deferral, options, comment };
    Ok((table, Bare { constraint, columns }))
}

impl Said {
    fn options(&self) -> Options {
        let mut options: Options = self.storage.iter().map(|text| setting(text)).collect();
        options.extend(self.tablespace.clone().map(|place| ("tablespace".to_owned(), place)));
        if !self.set_columns.is_empty() {
            options.insert("on delete columns".to_owned(), crate::dialect::postgres::quote::list(&self.set_columns));
        }
        options
    }

    fn body(
        self,
        answer: &Answer<'_>,
        expression: Option<String>,
        definition: Option<String>,
    ) -> Result<ConstraintBody, CatalogError> {
        match (self.kind.as_str(), expression, definition) {
            ("p", _, _) => Ok(ConstraintBody::PrimaryKey(self.key())),
            ("u", _, _) => Ok(ConstraintBody::Unique(self.key())),
            ("f", _, _) => Ok(ConstraintBody::ForeignKey(self.foreign_key(answer)?)),
            ("c", Some(expression), _) => Ok(ConstraintBody::Check { expression, column: None }),
            ("x", _, Some(definition)) => Ok(ConstraintBody::Exclude { definition: exclusion(&definition) }),
            (kind, ..) => Err(answer.error(format!("a constraint of kind `{kind}` has no definition"))),
        }
    }

    fn key(self) -> Key {
        Key { include: self.include, nulls_not_distinct: self.nulls_not_distinct, ..Key::over(self.columns) }
    }

    fn foreign_key(self, answer: &Answer<'_>) -> Result<ForeignKey, CatalogError> {
        let (schema, Some(name)) = self.references else {
            return Err(answer.error("a foreign key references nothing".to_owned()));
        };
        let [on_update, on_delete, match_kind] = self.actions;
        Ok(ForeignKey {
            columns: self.columns,
            references: ObjectName { schema, name },
            referenced_columns: self.referenced_columns,
            on_delete: action(&on_delete),
            on_update: action(&on_update),
            match_kind: match match_kind.as_str() {
                "f" => MatchKind::Full,
                "p" => MatchKind::Partial,
                _ => MatchKind::Simple,
            },
        })
    }
}

fn deferral(is_deferrable: bool, is_deferred: bool) -> Deferral {
    match (is_deferrable, is_deferred) {
        (false, _) => Deferral::NotDeferrable,
        (true, false) => Deferral::InitiallyImmediate,
        (true, true) => Deferral::InitiallyDeferred,
    }
}

fn action(letter: &str) -> ReferentialAction {
    match letter {
        "r" => ReferentialAction::Restrict,
        "c" => ReferentialAction::Cascade,
        "n" => ReferentialAction::SetNull,
        "d" => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}

/// The definition without what is told by the deferral.
fn exclusion(definition: &str) -> String {
    let text = definition.strip_suffix(" INITIALLY DEFERRED").unwrap_or(definition);
    text.strip_suffix(" DEFERRABLE").unwrap_or(text).to_owned()
}
