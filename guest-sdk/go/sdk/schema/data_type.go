package schema

import "aludel/internal/wit"

// DataType is the type of a column.
type DataType struct {
	raw wit.ColumnType
}

func dataType(tag wit.ScalarTypeTag, payload any) DataType {
	return DataType{wit.ColumnType{Base: wit.ScalarType{Tag: tag, Payload: payload}}}
}

// Array is an array of the type (PostgreSQL); of an array, one of one more dimension.
func (kind DataType) Array() DataType {
	kind.raw.ArrayDimensions++
	return kind
}

// On says what to write in place of the type on one dialect: On("mysql", "MEDIUMTEXT").
func (kind DataType) On(dialect, text string) DataType {
	others := kind.raw.Overrides
	kind.raw.Overrides = append(others[:len(others):len(others)], option(dialect, text))
	return kind
}

// Boolean is true or false.
func Boolean() DataType { return dataType(wit.ScalarTypeBoolean, nil) }

// SmallInteger is an integer of two bytes.
func SmallInteger() DataType { return dataType(wit.ScalarTypeSmallint, nil) }

// Integer is an integer of four bytes.
func Integer() DataType { return dataType(wit.ScalarTypeInteger, nil) }

// BigInteger is an integer of eight bytes.
func BigInteger() DataType { return dataType(wit.ScalarTypeBigint, nil) }

// Real is a floating-point number of four bytes.
func Real() DataType { return dataType(wit.ScalarTypeReal, nil) }

// Double is a floating-point number of eight bytes.
func Double() DataType { return dataType(wit.ScalarTypeDouble, nil) }

// Numeric is a number of so many digits in base ten, so many of them behind the point.
func Numeric(precision uint16, scale int16) DataType {
	return dataType(wit.ScalarTypeNumeric, wit.NumericType{Precision: &precision, Scale: &scale})
}

// Decimal is a number in base ten of the size that the server chooses.
func Decimal() DataType { return dataType(wit.ScalarTypeNumeric, wit.NumericType{}) }

// Character is a text of exactly so many characters.
func Character(length uint32) DataType { return dataType(wit.ScalarTypeCharacter, length) }

// Varchar is a text of at most so many characters.
func Varchar(length uint32) DataType { return dataType(wit.ScalarTypeVarchar, &length) }

// Text is a text of any length.
func Text() DataType { return dataType(wit.ScalarTypeText, nil) }

// Binary is bytes of any length.
func Binary() DataType { return dataType(wit.ScalarTypeBinary, (*uint32)(nil)) }

// BinaryOf is at most so many bytes.
func BinaryOf(length uint32) DataType { return dataType(wit.ScalarTypeBinary, &length) }

// JSON is a document.
func JSON() DataType { return dataType(wit.ScalarTypeJson, nil) }

// UUID is 128 bits.
func UUID() DataType { return dataType(wit.ScalarTypeUuid, nil) }

// Date is a day.
func Date() DataType { return dataType(wit.ScalarTypeDate, nil) }

// Time is a time of day.
func Time() DataType { return dataType(wit.ScalarTypeTime, (*uint8)(nil)) }

// TimeOf is a time of day with so many digits of a second.
func TimeOf(digits uint8) DataType { return dataType(wit.ScalarTypeTime, &digits) }

// Timestamp is a day and a time without a zone.
func Timestamp() DataType { return dataType(wit.ScalarTypeTimestamp, (*uint8)(nil)) }

// TimestampOf is a Timestamp with so many digits of a second.
func TimestampOf(digits uint8) DataType { return dataType(wit.ScalarTypeTimestamp, &digits) }

// Timestamptz is a point in time.
func Timestamptz() DataType { return dataType(wit.ScalarTypeTimestamptz, (*uint8)(nil)) }

// TimestamptzOf is a Timestamptz with so many digits of a second.
func TimestamptzOf(digits uint8) DataType { return dataType(wit.ScalarTypeTimestamptz, &digits) }

// Interval is months, days and a time.
func Interval() DataType { return dataType(wit.ScalarTypeInterval, nil) }

// Enumeration is one of some labels. Where the dialect has named enums, CreateEnum makes the type.
func Enumeration(name Name, labels ...string) DataType {
	return dataType(wit.ScalarTypeEnumeration, wit.EnumDef{Name: name.Build(), Labels: labels})
}

// Custom is written as it stands.
func Custom(text string) DataType { return dataType(wit.ScalarTypeCustom, text) }
