package aludel

import (
	"strconv"
	"strings"
	"time"
)

// Types that a database does not have are read from what it stores in their place: a UUID, a day or a number in base ten
// from text.

var (
	clockLayouts  = []string{"15:04:05.999999999", "15:04"}
	momentLayouts = []string{"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", "2006-01-02"}
	zonedLayouts  = []string{"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999-07"}
)

// assignStored puts a value into a type of this package; what is wanted is empty where the type is another.
func assignStored(destination, value any) (fits bool, wanted string) {
	switch target := destination.(type) {
	case *UUID:
		return assignUUID(target, value), "a UUID"
	case *Decimal:
		return assignAsDecimal(target, value), "a decimal"
	case *JSON:
		return assignJSON(target, value), "JSON"
	case *Date:
		return assignDate(target, value), "a date"
	case *TimeOfDay:
		return assignClock(target, value), "a time of day"
	case *Timestamp:
		return assignTimestamp(target, value), "a timestamp"
	}
	return false, ""
}

func assignUUID(target *UUID, value any) bool {
	switch value := value.(type) {
	case UUID:
		*target = value
		return true
	case []byte:
		return copy(target[:], value) == len(target) && len(value) == len(target)
	case string:
		id, err := ParseUUID(value)
		*target = id
		return err == nil
	}
	return false
}

func assignAsDecimal(target *Decimal, value any) bool {
	switch value := value.(type) {
	case Decimal:
		*target = value
	case int64:
		*target = Decimal(strconv.FormatInt(value, 10))
	case uint64:
		*target = Decimal(strconv.FormatUint(value, 10))
	case float64:
		*target = Decimal(strconv.FormatFloat(value, 'f', -1, 64))
	case string:
		*target = Decimal(value)
		return isDecimal(value)
	default:
		return false
	}
	return true
}

// isDecimal says whether a text is digits, perhaps with a sign and a point.
func isDecimal(text string) bool {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := whole + fraction
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

func assignJSON(target *JSON, value any) bool {
	switch value := value.(type) {
	case JSON:
		*target = value
		return true
	case string:
		*target = JSON(value)
		return true
	}
	return false
}

func assignDate(target *Date, value any) bool {
	switch value := value.(type) {
	case Date:
		*target = value
		return true
	case string:
		day, err := time.Parse(time.DateOnly, value)
		*target = DateOf(day)
		return err == nil
	}
	return false
}

func assignClock(target *TimeOfDay, value any) bool {
	switch value := value.(type) {
	case TimeOfDay:
		*target = value
		return true
	case string:
		moment, found := parseMoment(value, clockLayouts)
		*target = liftClock(lowerMoment(moment).Time)
		return found
	}
	return false
}

func assignTimestamp(target *Timestamp, value any) bool {
	switch value := value.(type) {
	case Timestamp:
		*target = value
		return true
	case string:
		moment, found := parseMoment(value, momentLayouts)
		*target = Timestamp{moment}
		return found
	}
	return false
}

func parseMoment(text string, layouts []string) (time.Time, bool) {
	for _, layout := range layouts {
		if moment, err := time.Parse(layout, text); err == nil {
			return moment, true
		}
	}
	return time.Time{}, false
}
