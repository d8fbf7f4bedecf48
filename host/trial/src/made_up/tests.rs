use aludel_schema::Schema;
use aludel_schema::model::{Constraint, Identity, Key, MatchKind, ReferentialAction};

use super::*;

fn column(name: &str, data_type: &str) -> Column {
    Column { nullable: false, ..Column::new(name, data_type) }
}

fn table(name: &str, columns: Vec<Column>, bodies: Vec<ConstraintBody>) -> Table {
    let constraints = bodies.into_iter().map(Constraint::unnamed).collect();
    Table { columns, constraints, ..Table::new(ObjectName::local(name)) }
}

fn points(columns: [&str; 1], at: &str) -> ConstraintBody {
    ConstraintBody::ForeignKey(ForeignKey {
        columns: columns.map(str::to_owned).to_vec(),
        references: ObjectName::local(at),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    })
}

fn setting<'a>(table: &'a Table, enums: &'a BTreeMap<ObjectName, EnumType>) -> Setting<'a> {
    Setting { table, later: None, enums, dialect: Dialect::Postgres, seed: 7 }
}

fn orders() -> Table {
    let identity = Identity { kind: IdentityKind::Always, start: None, increment: None, options: BTreeMap::default() };
    let id = Column { generation: Generation::Identity(identity), ..column("id", "bigint") };
    let total = Generation::Computed { expression: "1".to_owned(), stored: true };
    let total = Column { generation: total, ..column("total", "integer") };
    let key = ConstraintBody::PrimaryKey(Key::over(["id"]));
    table("orders", vec![id, column("customer", "integer"), total], vec![key, points(["customer"], "customers")])
}

#[test]
fn a_row_has_what_the_server_does_not_make_itself() {
    let (orders, enums) = (orders(), BTreeMap::new());
    let setting = setting(&orders, &enums);
    let parent = Parent {
        columns: vec!["customer".to_owned()],
        table: ObjectName::local("customers"),
        referenced: vec!["id".to_owned()],
        keys: vec![vec!["41".to_owned()], vec!["42".to_owned()]],
    };
    let statement = |number| {
        let row = made_up(setting, std::slice::from_ref(&parent), number, 0).expect("there are customers");
        insert(setting, &row).expect("the names can be quoted")
    };
    let expected = "INSERT INTO \"orders\" (\"id\", \"customer\") OVERRIDING SYSTEM VALUE VALUES (900001, 41)";
    assert_eq!(statement(1), expected);
    assert!(statement(2).ends_with("(900002, 42)"), "{}", statement(2));
    assert_eq!(statement(2), statement(2));
}

#[test]
fn a_row_that_has_to_point_somewhere_is_not_made_without() {
    let (mut orders, enums) = (orders(), BTreeMap::new());
    let parent = Parent {
        columns: vec!["customer".to_owned()],
        table: ObjectName::local("customers"),
        referenced: vec!["id".to_owned()],
        keys: Vec::new(),
    };
    let missing = made_up(setting(&orders, &enums), std::slice::from_ref(&parent), 1, 0).expect_err("nobody is there");
    assert_eq!(missing.to_string(), "it has to point at a row of `customers`, which has none");
    orders.columns[1].nullable = true;
    let row = made_up(setting(&orders, &enums), &[parent], 1, 0).expect("it may point nowhere");
    assert_eq!(row.values, ["900001", "NULL"]);
}

#[test]
fn rows_fit_what_comes_later() {
    let enums = BTreeMap::new();
    let now = table("a", vec![Column::new("state", "text"), Column::new("owner", "integer")], Vec::new());
    let check = ConstraintBody::Check { expression: "state IN ('on', 'off')".to_owned(), column: None };
    let later =
        table("a", vec![column("state", "text"), column("owner", "integer")], vec![check, points(["owner"], "b")]);
    let setting = Setting { later: Some(&later), ..setting(&now, &enums) };
    assert_eq!(foreign_keys(&now, Some(&later)).len(), 1);
    for number in 1..20 {
        let row = made_up(setting, &[], number, 0).expect("nothing has to be pointed at");
        assert!(["'on'", "'off'"].contains(&row.values[0].as_str()), "{row:?}");
    }
}

#[test]
fn attempts_end_with_defaults_and_nulls() {
    let enums = BTreeMap::new();
    let default = Column { generation: Generation::Default("1".to_owned()), ..column("a", "integer") };
    let table = table("t", vec![default, Column::new("b", "text")], Vec::new());
    let made = |attempt| made_up(setting(&table, &enums), &[], 1, attempt).expect("nothing has to be pointed at");
    assert_eq!(made(0).columns, ["a", "b"]);
    assert_eq!(made(DEFAULTS_FROM).columns, ["b"]);
    assert_eq!(made(NULLS_FROM).values, ["NULL"]);
}

#[test]
fn tables_that_others_point_at_come_first() {
    let mut schema = Schema::empty(Dialect::Postgres, (15, 0, 0));
    let tables = [
        table("a", Vec::new(), vec![points(["b"], "b")]),
        table("b", Vec::new(), vec![points(["b"], "b"), points(["c"], "c")]),
        table("c", Vec::new(), Vec::new()),
        table("x", Vec::new(), vec![points(["y"], "y")]),
        table("y", Vec::new(), vec![points(["x"], "x")]),
    ];
    schema.tables = tables.into_iter().map(|table| (table.name.clone(), table.into())).collect();
    let names: Vec<String> = in_order(&schema).iter().map(ToString::to_string).collect();
    assert_eq!(names, ["c", "b", "a", "x", "y"]);
}

#[test]
fn the_first_row_points_at_itself_if_it_must() {
    let enums = BTreeMap::new();
    let node =
        table("node", vec![column("id", "integer"), column("parent", "integer")], vec![points(["parent"], "node")]);
    let parent = Parent {
        columns: vec!["parent".to_owned()],
        table: node.name.clone(),
        referenced: vec!["id".to_owned()],
        keys: Vec::new(),
    };
    let row = made_up(setting(&node, &enums), &[parent], 1, 0).expect("it points at itself");
    assert_eq!(row.values[0], row.values[1]);
}
