use super::*;
use crate::model::{ForeignKey, MatchKind, ObjectName};

fn column(data_type: &str, default: &str) -> Column {
    Column { generation: Generation::Default(default.to_owned()), ..Column::new("a", data_type) }
}

#[test]
fn columns_are_the_same_whatever_the_spelling() {
    let same = [
        (column("int(11)", "0"), column("int", "'0'")),
        (column("decimal(5,2)", "1"), column("decimal(5,2)", "'1.00'")),
        (column("datetime", "current_timestamp()"), column("datetime", "CURRENT_TIMESTAMP")),
        (column("datetime(3)", "current_timestamp(3)"), column("datetime(3)", "now(3)")),
        (column("int", "(1 + 2)"), column("int", "1 + 2")),
    ];
    for (one, other) in same {
        assert!(same_column(&one, &other), "{one:?} {other:?}");
    }
}

#[test]
fn columns_differ_in_what_counts() {
    let different = [
        (column("int", "10"), column("int", "1")),
        (column("varchar(5)", "'0'"), column("varchar(5)", "'0.0'")),
        (column("datetime(3)", "current_timestamp(3)"), column("datetime(3)", "current_timestamp()")),
        (column("tinyint(1)", "0"), column("tinyint", "0")),
        (column("enum('a','b')", "'a'"), column("enum('b','a')", "'a'")),
    ];
    for (one, other) in different {
        assert!(!same_column(&one, &other), "{one:?} {other:?}");
    }
}

#[test]
fn the_old_name_of_a_collation_is_the_same() {
    let one = Column { collation: Some("utf8_bin".to_owned()), ..Column::new("a", "text") };
    let other = Column { collation: Some("utf8mb3_bin".to_owned()), ..Column::new("a", "text") };
    assert!(same_column(&one, &other));
}

#[test]
fn the_ways_to_refuse_are_one() {
    let key = |on_delete| {
        Constraint::unnamed(ConstraintBody::ForeignKey(ForeignKey {
            columns: vec!["a".to_owned()],
            references: ObjectName::local("b"),
            referenced_columns: vec!["id".to_owned()],
            on_delete,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
        }))
    };
    assert!(same_constraint(&key(ReferentialAction::Restrict), &key(ReferentialAction::NoAction)));
    assert!(!same_constraint(&key(ReferentialAction::Restrict), &key(ReferentialAction::Cascade)));
}
