use super::*;
use crate::model::ObjectName;

const VERSION: (u32, u32, u32) = (10, 11, 0);

#[test]
fn types_are_read_as_they_were_written() {
    let all = [
        (DataType::Boolean, "tinyint(1)"),
        (DataType::SmallInteger, "smallint"),
        (DataType::Integer, "int"),
        (DataType::BigInteger, "bigint"),
        (DataType::Real, "float"),
        (DataType::Double, "double"),
        (DataType::Numeric { precision: Some(8), scale: Some(2) }, "decimal(8,2)"),
        (DataType::Character(3), "char(3)"),
        (DataType::Varchar(Some(80)), "varchar(80)"),
        (DataType::Text, "text"),
        (DataType::Binary(Some(16)), "varbinary(16)"),
        (DataType::Binary(None), "blob"),
        (DataType::Json, "json"),
        (DataType::Uuid, "uuid"),
        (DataType::Date, "date"),
        (DataType::Time(None), "time"),
        (DataType::Timestamp(Some(6)), "datetime(6)"),
        (DataType::TimestampTz(None), "timestamp"),
        (DataType::Custom("int unsigned".to_owned()), "int unsigned"),
    ];
    for (data_type, text) in all {
        assert_eq!(type_text(Dialect::MariaDb, VERSION, &data_type).unwrap(), text);
        assert_eq!(read_type(text), data_type);
    }
}

#[test]
fn the_two_servers_differ_in_one_type() {
    assert_eq!(type_text(Dialect::Mysql, VERSION, &DataType::Uuid).unwrap(), "char(36)");
    assert_eq!(type_text(Dialect::MariaDb, (10, 6, 9), &DataType::Uuid).unwrap(), "char(36)");
    assert_eq!(type_text(Dialect::MariaDb, (0, 0, 0), &DataType::Uuid).unwrap(), "uuid");
}

#[test]
fn an_enum_is_written_at_its_column() {
    let labels = vec!["new".to_owned(), "it's".to_owned()];
    let mood = DataType::Enumeration { name: ObjectName::local("mood"), labels };
    assert_eq!(type_text(Dialect::Mysql, VERSION, &mood).unwrap(), "enum('new','it''s')");
}

#[test]
fn what_the_server_lacks_has_a_way_round() {
    let array = DataType::Array { element: Box::new(DataType::Text), dimensions: 1 };
    let precise = DataType::Numeric { precision: Some(70), scale: Some(2) };
    for missing in [array, DataType::Interval, DataType::Varchar(None), precise] {
        let error = type_text(Dialect::Mysql, VERSION, &missing).unwrap_err();
        assert!(error.hint.is_some(), "{error}");
    }
}

#[test]
fn widths_go_where_they_are_the_usual_ones() {
    for (given, expected) in [
        ("int(11)", "int"),
        ("int(5)", "int(5)"),
        ("int(10) unsigned", "int unsigned"),
        ("bigint(20)", "bigint"),
        ("tinyint(1)", "tinyint(1)"),
        ("tinyint(4)", "tinyint"),
        ("int(10) unsigned zerofill", "int(10) unsigned zerofill"),
        ("year(4)", "year"),
        ("enum('int(11)','b')", "enum('int(11)','b')"),
        ("varchar(11)", "varchar(11)"),
    ] {
        assert_eq!(as_stored(given), (expected.to_owned(), false));
    }
    assert_eq!(as_stored("text /*M!100301 COMPRESSED*/"), ("text".to_owned(), true));
}

#[test]
fn widths_make_no_difference() {
    assert_eq!(meaning("int(5) unsigned"), "int unsigned");
    assert_eq!(meaning("tinyint(1)"), "tinyint(1)");
    assert_eq!(meaning("int(5) zerofill"), "int(5) zerofill");
    assert_eq!(meaning("enum('A')"), "enum('A')");
}
