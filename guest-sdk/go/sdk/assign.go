package aludel

import (
	"reflect"
	"strconv"
	"strings"
	"time"
)

// scanner is what types such as those of database/sql have, that read a value by themselves.
type scanner interface {
	Scan(source any) error
}

// assign puts a value into what destination points to. It gives an empty text, or what is wanted in place of the value.
func assign(destination, value any) string {
	switch target := destination.(type) {
	case *any:
		*target = value
		return ""
	case *time.Time:
		return assignTime(target, value)
	case *string:
		return assignText(target, value)
	case *[]byte:
		return assignBytes(target, value)
	case *UUID, *Decimal, *JSON, *Date, *TimeOfDay, *Timestamp:
		fits, wanted := assignStored(destination, value)
		if fits {
			return ""
		}
		return wanted
	case scanner:
		if err := target.Scan(value); err != nil {
			return "what the destination wants: " + err.Error()
		}
		return ""
	}
	pointer := reflect.ValueOf(destination)
	if pointer.Kind() != reflect.Pointer || pointer.IsNil() {
		return "anything, because the destination is no pointer"
	}
	return assignReflected(pointer.Elem(), value)
}

func assignTime(target *time.Time, value any) string {
	switch value := value.(type) {
	case time.Time:
		*target = value
	case Timestamp:
		*target = value.Time
	case Date:
		*target = value.Time()
	case string:
		moment, found := parseMoment(value, append(zonedLayouts, momentLayouts...))
		if !found {
			return "a time"
		}
		*target = moment.UTC()
	default:
		return "a time"
	}
	return ""
}

func assignText(target *string, value any) string {
	switch value := value.(type) {
	case string:
		*target = value
	case Decimal:
		*target = string(value)
	case JSON:
		*target = string(value)
	case UUID:
		*target = value.String()
	case Foreign:
		*target = value.Text
	default:
		return "a text"
	}
	return ""
}

func assignBytes(target *[]byte, value any) string {
	switch value := value.(type) {
	case nil:
		*target = nil
	case []byte:
		*target = value
	case string:
		*target = []byte(value)
	case JSON:
		*target = []byte(value)
	default:
		return "bytes"
	}
	return ""
}

// assignReflected knows pointers, numbers of every width, and whatever a value can be converted to without loss.
func assignReflected(target reflect.Value, value any) string {
	if target.Kind() == reflect.Pointer {
		if value == nil {
			target.SetZero()
			return ""
		}
		fresh := reflect.New(target.Type().Elem())
		wanted := assign(fresh.Interface(), value)
		if wanted == "" {
			target.Set(fresh)
		}
		return wanted
	}
	wanted := wantedName(target.Type())
	if value == nil {
		return wanted
	}
	source := reflect.ValueOf(value)
	if source.Type() == target.Type() {
		target.Set(source)
		return ""
	}
	if assignNumber(target, source) || assignConverted(target, source) {
		return ""
	}
	return wanted
}

func assignNumber(target, source reflect.Value) bool {
	switch {
	case target.CanInt() && source.CanInt():
		fits := !target.OverflowInt(source.Int())
		if fits {
			target.SetInt(source.Int())
		}
		return fits
	case target.CanUint() && source.CanInt():
		fits := source.Int() >= 0 && !target.OverflowUint(uint64(source.Int()))
		if fits {
			target.SetUint(uint64(source.Int()))
		}
		return fits
	case target.CanUint() && source.CanUint():
		fits := !target.OverflowUint(source.Uint())
		if fits {
			target.SetUint(source.Uint())
		}
		return fits
	case target.CanFloat() && source.CanFloat():
		target.SetFloat(source.Float())
		return true
	case target.CanFloat() && source.CanInt():
		target.SetFloat(float64(source.Int()))
		return true
	case target.Kind() == reflect.Bool && source.CanInt():
		// Servers without booleans keep them as 0 and 1.
		target.SetBool(source.Int() != 0)
		return source.Int() == 0 || source.Int() == 1
	}
	return assignDecimal(target, source)
}

// assignDecimal reads whole numbers such as the sums of MySQL, and numbers for types of floating point.
func assignDecimal(target, source reflect.Value) bool {
	decimal, isDecimal := source.Interface().(Decimal)
	if !isDecimal {
		return false
	}
	if target.CanFloat() {
		number, err := strconv.ParseFloat(string(decimal), 64)
		target.SetFloat(number)
		return err == nil
	}
	if target.CanInt() {
		number, err := strconv.ParseInt(string(decimal), 10, 64)
		if err != nil || target.OverflowInt(number) {
			return false
		}
		target.SetInt(number)
		return true
	}
	return false
}

// assignConverted is for types that are declared as the type of the value, or as its text.
func assignConverted(target, source reflect.Value) bool {
	sameKind := source.Kind() == target.Kind() && source.Type().ConvertibleTo(target.Type())
	if sameKind && source.Kind() != reflect.Slice {
		target.Set(source.Convert(target.Type()))
		return true
	}
	if source.Kind() != reflect.Slice || target.Kind() != reflect.Slice {
		return false
	}
	return assignItems(target, source)
}

// assignItems is for arrays, whose items are pointers because any may be NULL.
func assignItems(target, source reflect.Value) bool {
	items := reflect.MakeSlice(target.Type(), source.Len(), source.Len())
	for place := range source.Len() {
		item := source.Index(place)
		if item.Kind() != reflect.Pointer || target.Type().Elem().Kind() == reflect.Pointer {
			return false
		}
		if item.IsNil() || assignReflected(items.Index(place), item.Elem().Interface()) != "" {
			return false
		}
	}
	target.Set(items)
	return true
}

// wantedName names a type for messages.
func wantedName(kind reflect.Type) string {
	name := kind.String()
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
