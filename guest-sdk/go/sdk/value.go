package aludel

import (
	"math"
	"reflect"
	"strconv"
	"time"

	"aludel/internal/wit"
)

// lowerAll turns the parameters of a statement into values.
func lowerAll(parameters []any) ([]wit.Value, error) {
	values := make([]wit.Value, len(parameters))
	for place, parameter := range parameters {
		value, known := lower(parameter)
		if !known {
			return nil, newConversionError("parameter " + strconv.Itoa(place+1) + " is a " + reflect.TypeOf(parameter).String() + ", which is no value of a database")
		}
		values[place] = value
	}
	return values, nil
}

func valueOf(tag wit.ValueTag, payload any) (wit.Value, bool) {
	return wit.Value{Tag: tag, Payload: payload}, true
}

// lower turns a value of Go into one of the database; false where it has none.
func lower(value any) (wit.Value, bool) {
	switch value := value.(type) {
	case nil:
		return wit.Value{}, true
	case bool:
		return valueOf(wit.ValueBoolean, value)
	case int:
		return valueOf(wit.ValueInteger, int64(value))
	case int64:
		return valueOf(wit.ValueInteger, value)
	case float64:
		return valueOf(wit.ValueReal, value)
	case string:
		return valueOf(wit.ValueText, value)
	case []byte:
		return lowerBytes(value)
	case Decimal:
		return valueOf(wit.ValueDecimal, string(value))
	case JSON:
		return valueOf(wit.ValueJson, string(value))
	case UUID:
		return valueOf(wit.ValueUuid, lowerUUID(value))
	case Date:
		return valueOf(wit.ValueDate, lowerDate(value))
	case TimeOfDay:
		return valueOf(wit.ValueTime, lowerClock(value))
	case Timestamp:
		return valueOf(wit.ValueTimestamp, lowerMoment(value.Time))
	case time.Time:
		return valueOf(wit.ValueTimestamptz, lowerMoment(value.UTC()))
	case Interval:
		return valueOf(wit.ValueInterval, wit.Interval(value))
	case Foreign:
		return valueOf(wit.ValueForeign, wit.ForeignValue(value))
	}
	if array, known := lowerArray(value); known {
		return array, true
	}
	return lowerReflected(reflect.ValueOf(value))
}

// A nil slice is NULL, an empty one is no bytes.
func lowerBytes(value []byte) (wit.Value, bool) {
	if value == nil {
		return wit.Value{}, true
	}
	return valueOf(wit.ValueBytes, value)
}

func lowerArray(value any) (wit.Value, bool) {
	switch value := value.(type) {
	case []bool:
		return valueOf(wit.ValueBooleanArray, pointers(value))
	case []*bool:
		return valueOf(wit.ValueBooleanArray, value)
	case []int64:
		return valueOf(wit.ValueIntegerArray, pointers(value))
	case []*int64:
		return valueOf(wit.ValueIntegerArray, value)
	case []float64:
		return valueOf(wit.ValueRealArray, pointers(value))
	case []*float64:
		return valueOf(wit.ValueRealArray, value)
	case []string:
		return valueOf(wit.ValueTextArray, pointers(value))
	case []*string:
		return valueOf(wit.ValueTextArray, value)
	}
	return wit.Value{}, false
}

func pointers[T any](items []T) []*T {
	result := make([]*T, len(items))
	for place := range items {
		result[place] = &items[place]
	}
	return result
}

// lowerReflected knows pointers, numbers of every width, and types that are declared as one of these.
func lowerReflected(value reflect.Value) (wit.Value, bool) {
	switch value.Kind() {
	case reflect.Pointer:
		if value.IsNil() {
			return wit.Value{}, true
		}
		return lower(value.Elem().Interface())
	case reflect.Bool:
		return valueOf(wit.ValueBoolean, value.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return valueOf(wit.ValueInteger, value.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if number := value.Uint(); number > math.MaxInt64 {
			return valueOf(wit.ValueUnsignedInteger, number)
		}
		return valueOf(wit.ValueInteger, int64(value.Uint()))
	case reflect.Float32, reflect.Float64:
		return valueOf(wit.ValueReal, value.Float())
	case reflect.String:
		return valueOf(wit.ValueText, value.String())
	case reflect.Slice:
		if value.Type().Elem().Kind() == reflect.Uint8 {
			return lowerBytes(value.Bytes())
		}
	case reflect.Array:
		if id := reflect.TypeFor[UUID](); value.Type().ConvertibleTo(id) {
			return lower(value.Convert(id).Interface())
		}
	}
	return wit.Value{}, false
}

// lift turns a value of the database into one of Go, nil for NULL.
func lift(value *wit.Value) any {
	switch payload := value.Payload.(type) {
	case string:
		switch value.Tag {
		case wit.ValueDecimal:
			return Decimal(payload)
		case wit.ValueJson:
			return JSON(payload)
		}
	case []byte:
		if payload == nil {
			return []byte{}
		}
	case wit.Uuid:
		return liftUUID(payload)
	case wit.Date:
		return liftDate(payload)
	case wit.Time:
		return liftClock(payload)
	case wit.DateTime:
		if value.Tag == wit.ValueTimestamp {
			return Timestamp{liftMoment(payload)}
		}
		return liftMoment(payload)
	case wit.Interval:
		return Interval(payload)
	case wit.ForeignValue:
		return Foreign(payload)
	}
	return value.Payload
}

// kindOf names what a value is for messages.
func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "NULL"
	case int64, uint64:
		return "an integer"
	case float64:
		return "a real"
	case bool:
		return "a boolean"
	case string:
		return "a text"
	case []byte:
		return "bytes"
	}
	return "a " + reflect.TypeOf(value).String()
}
