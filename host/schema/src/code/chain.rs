//! Constraints and indexes as chained calls: `t.unique(["a"]).named("uq")`. Rust, JavaScript and Go say the same things
//! in the same order, and differ in how they spell them.

use super::lower::plain_columns;
use crate::model::{Constraint, ConstraintBody, Deferral, ForeignKey, Index, IndexKey, IndexPart, Key, MatchKind};
use crate::model::{NullsOrder, ObjectName, ReferentialAction};

/// How a language spells a chain of calls.
pub(super) trait Spelling {
    /// What stands behind a chain that is a statement.
    const END: &'static str;
    /// The functions that make a part of a key of a column, and of an expression.
    const PART_OF: [&'static str; 2];

    /// The name of a call: `add_unique`, in the customs of the language and of its library.
    fn call(word: &str) -> String;
    /// A text.
    fn text(value: &str) -> String;
    /// The name of an object.
    fn name(object: &ObjectName) -> String;
    /// Names as the arguments of a call.
    fn list<Item: AsRef<str>>(items: &[Item]) -> String;
    /// Parts that are more than names, as the arguments of a call; and what its name ends in because of them.
    fn parts(items: &[String]) -> (&'static str, String);
    /// The columns that a foreign key points at, behind the table.
    fn referenced(columns: &[String]) -> String;
    /// What happens to a row when the row that it points at goes: `set_null`.
    fn action(word: &str) -> String;
    /// How a foreign key of several columns takes NULL: `full`.
    fn match_kind(word: &str) -> String;
}

/// `t.unique(["a"]);` with what follows. `prefix` is `add_` in an altered table.
pub(super) fn constraint<Language: Spelling>(prefix: &str, constraint: &Constraint) -> String {
    let start = |word: &str, arguments: &str| format!("t{}", step::<Language>(&format!("{prefix}{word}"), arguments));
    let mut chain = match &constraint.body {
        ConstraintBody::PrimaryKey(own) => key::<Language>(&format!("{prefix}primary_key"), own),
        ConstraintBody::Unique(own) => key::<Language>(&format!("{prefix}unique"), own),
        ConstraintBody::ForeignKey(key) => {
            start("foreign_key", &Language::list(&key.columns)) + &references::<Language>(key)
        }
        ConstraintBody::Check { expression, .. } => start("check", &Language::text(expression)),
        ConstraintBody::Exclude { definition } => start("exclude", &Language::text(definition)),
    };
    chain.extend(said::<Language>("named", constraint.given_name()));
    chain.extend(match constraint.deferral {
        Deferral::NotDeferrable => None,
        Deferral::InitiallyImmediate => Some(step::<Language>("deferrable", "")),
        Deferral::InitiallyDeferred => Some(step::<Language>("initially_deferred", "")),
    });
    chain.extend(said::<Language>("comment", constraint.comment.as_deref()));
    chain + Language::END
}

/// `t.index("ix", ["a"]);` with what follows, by the name of the call.
pub(super) fn index<Language: Spelling>(call: &str, index: &Index) -> String {
    let (suffix, parts) = parts::<Language>(&index.parts);
    let mut chain = format!("t.{}{suffix}({}, {parts})", Language::call(call), Language::text(&index.name));
    chain.extend(index.unique.then(|| step::<Language>("unique", "")));
    chain.extend(said::<Language>("filtered", index.predicate.as_deref()));
    chain.extend(said::<Language>("method", index.method.as_deref()));
    chain.extend(said::<Language>("comment", index.comment.as_deref()));
    chain.push_str(&carried::<Language>(&index.include, index.nulls_not_distinct));
    chain + Language::END
}

fn key<Language: Spelling>(call: &str, key: &Key) -> String {
    let (suffix, parts) = parts::<Language>(&key.parts);
    let carried = carried::<Language>(&key.include, key.nulls_not_distinct);
    format!("t.{}{suffix}({parts}){carried}", Language::call(call))
}

/// What keys and indexes have in common beside their parts.
fn carried<Language: Spelling>(include: &[String], nulls_not_distinct: bool) -> String {
    let include = (!include.is_empty()).then(|| step::<Language>("include", &Language::list(include)));
    let nulls = nulls_not_distinct.then(|| step::<Language>("nulls_not_distinct", ""));
    include.into_iter().chain(nulls).collect()
}

fn references<Language: Spelling>(key: &ForeignKey) -> String {
    let arguments = Language::name(&key.references) + &Language::referenced(&key.referenced_columns);
    let mut chain = step::<Language>("references", &arguments);
    chain.extend(action::<Language>("on_delete", key.on_delete));
    chain.extend(action::<Language>("on_update", key.on_update));
    chain.extend(match key.match_kind {
        MatchKind::Simple => None,
        MatchKind::Full => Some(step::<Language>("matching", &Language::match_kind("full"))),
        MatchKind::Partial => Some(step::<Language>("matching", &Language::match_kind("partial"))),
    });
    chain
}

fn action<Language: Spelling>(call: &str, action: ReferentialAction) -> Option<String> {
    let word = match action {
        ReferentialAction::NoAction => return None,
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::SetNull => "set_null",
        ReferentialAction::SetDefault => "set_default",
    };
    Some(step::<Language>(call, &Language::action(word)))
}

/// What the name of the call ends in, and its arguments: names alone where every part is one.
fn parts<Language: Spelling>(parts: &[IndexPart]) -> (&'static str, String) {
    if let Some(names) = plain_columns(parts) {
        return ("", Language::list(&names));
    }
    let items: Vec<String> = parts.iter().map(part::<Language>).collect();
    Language::parts(&items)
}

fn part<Language: Spelling>(part: &IndexPart) -> String {
    let [column, expression] = Language::PART_OF;
    let mut chain = match &part.key {
        IndexKey::Column(name) => format!("{column}({})", Language::text(name)),
        IndexKey::Expression(sql) => format!("{expression}({})", Language::text(sql)),
    };
    chain.extend(part.descending.then(|| step::<Language>("descending", "")));
    chain.extend(match part.nulls {
        Some(NullsOrder::First) => Some(step::<Language>("nulls_first", "")),
        Some(NullsOrder::Last) => Some(step::<Language>("nulls_last", "")),
        None => None,
    });
    chain.extend(said::<Language>("collation", part.collation.as_deref()));
    chain.extend(said::<Language>("operator_class", part.operator_class.as_deref()));
    chain.extend(part.prefix_length.map(|length| step::<Language>("prefix", &length.to_string())));
    chain
}

/// `.comment("...")`, where there is something to say.
fn said<Language: Spelling>(call: &str, value: Option<&str>) -> Option<String> {
    value.map(|value| step::<Language>(call, &Language::text(value)))
}

/// `.unique()`
fn step<Language: Spelling>(call: &str, arguments: &str) -> String {
    format!(".{}({arguments})", Language::call(call))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::go::Go;
    use crate::code::javascript::JavaScript;
    use crate::code::rust::Rust;

    fn index_with_everything() -> Index {
        let column = IndexPart {
            descending: true,
            nulls: Some(NullsOrder::Last),
            collation: Some("C".to_owned()),
            operator_class: Some("ops".to_owned()),
            prefix_length: Some(10),
            ..IndexPart::column("a")
        };
        let key = IndexKey::Expression("lower(b)".to_owned());
        let expression = IndexPart { key, nulls: Some(NullsOrder::First), ..IndexPart::column("b") };
        Index {
            parts: vec![column, expression],
            unique: true,
            predicate: Some("a > 0".to_owned()),
            method: Some("btree".to_owned()),
            comment: Some("c".to_owned()),
            include: vec!["d".to_owned()],
            nulls_not_distinct: true,
            ..Index::over("ix", ["a"])
        }
    }

    #[test]
    fn an_index_says_everything() {
        let index = index_with_everything();
        assert_eq!(
            super::index::<Rust>("add_index", &index),
            r#"t.add_index("ix", [column("a").descending().nulls_last().collation("C").operator_class("ops").prefix(10), "#.to_owned()
                + r#"expression("lower(b)").nulls_first()]).unique().filtered("a > 0").method("btree").comment("c")"#
                + r#".include(["d"]).nulls_not_distinct();"#
        );
        assert_eq!(
            super::index::<JavaScript>("add_index", &index),
            r#"t.addIndex("ix", [column("a").descending().nullsLast().collate("C").operators("ops").prefix(10), "#
                .to_owned()
                + r#"expression("lower(b)").nullsFirst()]).unique().where("a > 0").method("btree").comment("c")"#
                + r#".include(["d"]).nullsNotDistinct();"#
        );
        assert_eq!(
            super::index::<Go>("add_index", &index),
            r#"t.AddIndexOn("ix", schema.Col("a").Descending().NullsLast().Collation("C").OperatorClass("ops").Prefix(10), "#.to_owned()
                + r#"schema.Expression("lower(b)").NullsFirst()).Unique().Filtered("a > 0").Method("btree").Comment("c")"#
                + r#".Include("d").NullsNotDistinct()"#
        );
    }

    #[test]
    fn a_foreign_key_says_everything() {
        let key = ForeignKey {
            columns: vec!["a".to_owned()],
            references: ObjectName { schema: Some("sales".to_owned()), name: "t".to_owned() },
            referenced_columns: vec!["b".to_owned()],
            on_delete: ReferentialAction::SetNull,
            on_update: ReferentialAction::SetDefault,
            match_kind: MatchKind::Full,
        };
        let constraint = Constraint {
            deferral: Deferral::InitiallyDeferred,
            comment: Some("c".to_owned()),
            name: Some("fk".to_owned()),
            ..Constraint::unnamed(ConstraintBody::ForeignKey(key))
        };
        assert_eq!(
            super::constraint::<Rust>("add_", &constraint),
            r#"t.add_foreign_key(["a"]).references(("sales", "t"), ["b"]).on_delete(SetNull).on_update(SetDefault)"#
                .to_owned()
                + r#".matching(MatchKind::Full).named("fk").initially_deferred().comment("c");"#
        );
        assert_eq!(
            super::constraint::<JavaScript>("add_", &constraint),
            r#"t.addForeignKey(["a"]).references(["sales", "t"], ["b"]).onDelete("set-null").onUpdate("set-default")"#
                .to_owned()
                + r#".match("full").named("fk").initiallyDeferred().comment("c");"#
        );
        assert_eq!(
            super::constraint::<Go>("", &constraint),
            r#"t.ForeignKey("a").References(schema.In("sales", "t"), "b").OnDelete(schema.SetNull)"#.to_owned()
                + r#".OnUpdate(schema.SetDefault).Matching(schema.MatchFull).Named("fk").InitiallyDeferred().Comment("c")"#
        );
    }
}
