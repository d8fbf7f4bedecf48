//! Names by convention, in the words of `SQLAlchemy`.

use aludel_schema::data_type::DataType;
use aludel_schema::model::{Deferral, ForeignKey, Key, MatchKind, ObjectName, ReferentialAction};
use aludel_schema::request::Naming;
use aludel_schema::request::definition::{
    ConstraintBodyDefinition as Body, ConstraintDefinition, SchemaDefinition, TableDefinition,
};
use aludel_sql::Dialect;

use crate::requests::column;

fn constraint(name: Option<&str>, body: Body) -> ConstraintDefinition {
    let name = name.map(str::to_owned);
    ConstraintDefinition { name, body, deferral: Deferral::NotDeferrable, comment: None, options: Vec::new() }
}

fn key() -> Body {
    Body::ForeignKey(ForeignKey {
        columns: vec!["shop".to_owned(), "number".to_owned()],
        references: ObjectName::local("customers"),
        referenced_columns: vec!["place".to_owned(), "id".to_owned()],
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    })
}

fn name(dialect: Dialect, template: (&str, &str), constraint: ConstraintDefinition) -> String {
    let table = TableDefinition {
        name: ObjectName::local("orders"),
        columns: vec![column("id", DataType::Integer)],
        constraints: vec![constraint],
        indexes: Vec::new(),
        comment: None,
        options: Vec::new(),
    };
    let mut schema = SchemaDefinition { tables: vec![table], ..SchemaDefinition::default() };
    let naming = Naming::parse(&[(template.0.to_owned(), template.1.to_owned())]);
    match naming.and_then(|naming| naming.apply_to_schema(&mut schema, dialect)) {
        Ok(()) => schema.tables[0].constraints[0].name.clone().unwrap_or_default(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_token_has_its_value() {
    for (template, expected) in [
        ("fk_%(table_name)s_%(referred_table_name)s", "fk_orders_customers"),
        ("%(column_0_name)s_%(column_1_key)s", "shop_number"),
        ("%(column_0N_name)s", "shopnumber"),
        ("%(column_0_N_name)s", "shop_number"),
        ("%(column_0_label)s", "orders_shop"),
        ("%(column_0_N_label)s", "orders_shop_orders_number"),
        ("%(referred_column_0_name)s", "place"),
        ("%(referred_column_0_N_name)s", "place_id"),
        (
            "%(column_2_name)s",
            "`%(column_2_name)s` cannot name a constraint or index of `orders`: it has no `column_2_name`; give it a name",
        ),
        ("%(column_name)s", "`%(column_name)s` holds the token `column_name`, which no name has"),
        ("fk_%(table_name", "`fk_%(table_name` holds a token without `)s` at its end"),
    ] {
        assert_eq!(name(Dialect::Sqlite, ("fk", template), constraint(None, key())), expected);
    }
    let unknown = name(Dialect::Sqlite, ("fx", ""), constraint(None, key()));
    assert!(unknown.ends_with("has a template for `fx`; there are `pk`, `uq`, `fk`, `ck`, `ex` and `ix`"), "{unknown}");
}

#[test]
fn a_name_that_was_given_stays_unless_the_template_builds_on_it() {
    let check = || constraint(Some("positive"), Body::Check("total > 0".to_owned()));
    assert_eq!(name(Dialect::Sqlite, ("ck", "ck_%(table_name)s"), check()), "positive");
    assert_eq!(name(Dialect::Sqlite, ("ck", "ck_%(table_name)s_%(constraint_name)s"), check()), "ck_orders_positive");
    assert_eq!(name(Dialect::Sqlite, ("uq", "uq_%(table_name)s"), check()), "positive");
}

#[test]
fn long_names_are_cut_as_the_server_needs() {
    let long = "n".repeat(70);
    let unique = || constraint(None, Body::Unique(Key::over([long.clone()])));
    let template = ("uq", "uq_%(column_0_name)s");
    assert_eq!(name(Dialect::Sqlite, template, unique()), format!("uq_{long}"));
    for (dialect, length) in [(Dialect::Postgres, 60), (Dialect::MariaDb, 61), (Dialect::Mysql, 61)] {
        let short = name(dialect, template, unique());
        assert_eq!((short.len(), &short[..5]), (length, "uq_nn"), "{short}");
        assert!(short[length - 4..].bytes().all(|digit| digit.is_ascii_hexdigit()), "{short}");
    }
}
