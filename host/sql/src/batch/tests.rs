use proptest::prelude::*;

use super::*;
use crate::value::Row;

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        any::<u64>().prop_map(Value::UnsignedInteger),
        any::<i32>().prop_map(|number| Value::Real(f64::from(number) / 3.0)),
        ".{0,9}".prop_map(Value::Text),
        any::<Vec<u8>>().prop_map(Value::Bytes),
        any::<Vec<Option<i64>>>().prop_map(Value::IntegerArray),
    ]
}

/// A column of one kind with NULLs, or a mixed one.
fn column(rows: usize) -> impl Strategy<Value = Vec<Value>> {
    let kind = prop_oneof![
        any::<bool>().prop_map(Value::Boolean).boxed(),
        any::<i64>().prop_map(Value::Integer).boxed(),
        ".{0,9}".prop_map(Value::Text).boxed(),
        any::<Vec<u8>>().prop_map(Value::Bytes).boxed(),
    ];
    let sparse = proptest::collection::vec(proptest::option::of(kind), rows)
        .prop_map(|values| values.into_iter().map(|value| value.unwrap_or(Value::Null)).collect());
    prop_oneof![sparse, proptest::collection::vec(value(), rows)]
}

fn rows() -> impl Strategy<Value = (usize, Vec<Row>)> {
    (0..5_usize, 0..20_usize).prop_flat_map(|(columns, rows)| {
        proptest::collection::vec(column(rows), columns).prop_map(move |values| {
            let row = |row: usize| values.iter().map(|column| column[row].clone()).collect();
            (columns, (0..rows).map(row).collect())
        })
    })
}

fn byte_column() -> impl Strategy<Value = ColumnBatch> {
    let packed =
        (any::<Vec<u8>>(), proptest::collection::vec(0..9_u32, 0..4)).prop_map(|(data, ends)| Packed { ends, data });
    let data = prop_oneof![
        any::<Vec<u8>>().prop_map(ColumnData::Booleans),
        packed.clone().prop_map(ColumnData::Texts),
        packed.prop_map(ColumnData::Blobs),
        proptest::collection::vec(value(), 0..4).prop_map(ColumnData::Values),
    ];
    (data, proptest::collection::vec(any::<u8>(), 0..2)).prop_map(|(data, nulls)| ColumnBatch { data, nulls })
}

proptest! {
    #[test]
    fn rows_survive_the_round_trip((columns, rows) in rows()) {
        let batch = Batch::from_rows(columns, rows.clone()).expect("rows are even");
        prop_assert_eq!(batch.validate(), Ok(()));
        prop_assert_eq!(batch.into_rows().expect("valid"), rows);
    }

    #[test]
    fn any_batch_is_read_or_refused(row_count in 0..5_u32, columns in proptest::collection::vec(byte_column(), 0..3)) {
        let batch = Batch { row_count, columns };
        if let Ok(rows) = batch.rows() {
            prop_assert_eq!(rows.count(), row_count as usize);
        }
    }
}

#[test]
fn columns_of_one_kind_are_tight() {
    let rows = vec![
        vec![Value::Integer(7), Value::Text("é".to_owned()), Value::Null, Value::Boolean(true)],
        vec![Value::Null, Value::Text(String::new()), Value::Null, Value::Integer(1)],
    ];
    let batch = Batch::from_rows(4, rows).expect("rows are even");
    let packed = Packed { ends: vec![2, 2], data: "é".as_bytes().to_vec() };
    let expected = [
        ColumnBatch { data: ColumnData::Integers(vec![7, 0]), nulls: vec![0b10] },
        ColumnBatch { data: ColumnData::Texts(packed), nulls: Vec::new() },
        ColumnBatch { data: ColumnData::Booleans(vec![0, 0]), nulls: vec![0b11] },
        ColumnBatch { data: ColumnData::Values(vec![Value::Boolean(true), Value::Integer(1)]), nulls: Vec::new() },
    ];
    assert_eq!(batch.columns, expected);
}

#[test]
fn uneven_rows_are_refused() {
    let error = Batch::from_rows(2, vec![vec![Value::Null; 2], vec![Value::Null]]);
    assert_eq!(error, Err(BatchError::RowLength { row: 1, expected: 2, actual: 1 }));
}

#[test]
fn each_broken_batch_has_its_error() {
    let texts = |ends: &[u32], data: &[u8]| ColumnData::Texts(Packed { ends: ends.to_vec(), data: data.to_vec() });
    let cases: [(ColumnData, &[u8], BatchError); 8] = [
        (ColumnData::Integers(vec![1]), &[], BatchError::ColumnLength { column: 0, expected: 2, actual: 1 }),
        (ColumnData::Integers(vec![1, 2]), &[0, 0], BatchError::NullsLength { column: 0, expected: 1, actual: 2 }),
        (texts(&[2, 1], b"ab"), &[], BatchError::EndsNotAscending { column: 0, row: 1 }),
        (texts(&[1, 3], b"ab"), &[], BatchError::EndOutside { column: 0, row: 1, end: 3, length: 2 }),
        (texts(&[1, 2], "é".as_bytes()), &[], BatchError::NotUtf8 { column: 0, row: 0 }),
        (texts(&[1, 2], b"a\xff"), &[], BatchError::NotUtf8 { column: 0, row: 1 }),
        (texts(&[0, 1], b"\xff"), &[], BatchError::NotUtf8 { column: 0, row: 1 }),
        (ColumnData::Booleans(vec![1, 2]), &[], BatchError::NotBoolean { column: 0, row: 1, value: 2 }),
    ];
    for (data, nulls, error) in cases {
        let batch = Batch { row_count: 2, columns: vec![ColumnBatch { data, nulls: nulls.to_vec() }] };
        assert_eq!(batch.validate(), Err(error));
    }
}
