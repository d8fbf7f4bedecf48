package aludel

import (
	"strconv"
	"strings"
	"time"

	"aludel/internal/wit"
)

// Decimal is a number in base ten, without an exponent: `-12.3400`. Trailing zeros are its scale.
//
// Package aludel/decimal calculates with them.
type Decimal string

// JSON is a document as text, byte for byte as the server gave it.
type JSON string

// UUID is 128 bits.
type UUID [16]byte

// ParseUUID reads `550e8400-e29b-41d4-a716-446655440000`, with or without dashes.
func ParseUUID(text string) (UUID, error) {
	var id UUID
	digits := strings.ReplaceAll(text, "-", "")
	if len(digits) != 2*len(id) {
		return id, newConversionError("`" + text + "` is no UUID")
	}
	for place := range id {
		octet, err := strconv.ParseUint(digits[2*place:2*place+2], 16, 8)
		if err != nil {
			return UUID{}, newConversionError("`" + text + "` is no UUID")
		}
		id[place] = byte(octet)
	}
	return id, nil
}

const hexadecimal = "0123456789abcdef"

// String gives the usual form: `550e8400-e29b-41d4-a716-446655440000`.
func (id UUID) String() string {
	var text strings.Builder
	for place, octet := range id {
		if place == 4 || place == 6 || place == 8 || place == 10 {
			text.WriteByte('-')
		}
		text.WriteByte(hexadecimal[octet>>4])
		text.WriteByte(hexadecimal[octet&15])
	}
	return text.String()
}

// Date is a day of the proleptic Gregorian calendar.
type Date struct {
	// Year may be negative: 0 is the year before 1.
	Year int
	// Month is counted from 1.
	Month time.Month
	// Day is counted from 1.
	Day int
}

// DateOf is the day of a time, in the time's own location.
func DateOf(moment time.Time) Date {
	year, month, day := moment.Date()
	return Date{year, month, day}
}

// Time is the start of the day in UTC.
func (date Date) Time() time.Time {
	return time.Date(date.Year, date.Month, date.Day, 0, 0, 0, 0, time.UTC)
}

// String gives `2024-02-29`.
func (date Date) String() string {
	return padded(date.Year, 4) + "-" + padded(int(date.Month), 2) + "-" + padded(date.Day, 2)
}

// TimeOfDay is a time on the clock without a day or zone.
type TimeOfDay struct {
	// Hour is counted from 0.
	Hour int
	// Minute is counted from 0.
	Minute int
	// Second is counted from 0.
	Second int
	// Nanosecond is counted from 0.
	Nanosecond int
}

// String gives `23:59:59.123456`.
func (clock TimeOfDay) String() string {
	text := padded(clock.Hour, 2) + ":" + padded(clock.Minute, 2) + ":" + padded(clock.Second, 2)
	if clock.Nanosecond == 0 {
		return text
	}
	return text + "." + strings.TrimRight(padded(clock.Nanosecond, 9), "0")
}

func padded(number, width int) string {
	digits := strconv.Itoa(number)
	if len(digits) < width {
		digits = strings.Repeat("0", width-len(digits)) + digits
	}
	return digits
}

// Timestamp is a day and a time on the clock without a zone. The time inside says UTC, which means nothing here.
//
// A point in time, with a zone, is a [time.Time] alone.
type Timestamp struct {
	time.Time
}

// Interval is kept in three parts, because months and days have no fixed length.
type Interval struct {
	// Months of any length.
	Months int32
	// Days of any length.
	Days int32
	// Microseconds beside them.
	Microseconds int64
}

// Foreign is a value of a type that has no other, in the server's own text form: ranges, `infinity`, inet.
type Foreign struct {
	// TypeName is the server's name of the type.
	TypeName string
	// Text is the value.
	Text string
}

func lowerDate(date Date) wit.Date {
	return wit.Date{Year: int32(date.Year), Month: uint8(date.Month), Day: uint8(date.Day)}
}

func liftDate(date wit.Date) Date {
	return Date{int(date.Year), time.Month(date.Month), int(date.Day)}
}

func lowerClock(clock TimeOfDay) wit.Time {
	return wit.Time{Hour: uint8(clock.Hour), Minute: uint8(clock.Minute), Second: uint8(clock.Second), Nanosecond: uint32(clock.Nanosecond)}
}

func liftClock(clock wit.Time) TimeOfDay {
	return TimeOfDay{int(clock.Hour), int(clock.Minute), int(clock.Second), int(clock.Nanosecond)}
}

func lowerMoment(moment time.Time) wit.DateTime {
	hour, minute, second := moment.Clock()
	clock := TimeOfDay{hour, minute, second, moment.Nanosecond()}
	return wit.DateTime{Date: lowerDate(DateOf(moment)), Time: lowerClock(clock)}
}

func liftMoment(moment wit.DateTime) time.Time {
	date, clock := liftDate(moment.Date), liftClock(moment.Time)
	return time.Date(date.Year, date.Month, date.Day, clock.Hour, clock.Minute, clock.Second, clock.Nanosecond, time.UTC)
}

func lowerUUID(id UUID) wit.Uuid {
	var halves [2]uint64
	for place, octet := range id {
		halves[place/8] = halves[place/8]<<8 | uint64(octet)
	}
	return wit.Uuid{High: halves[0], Low: halves[1]}
}

func liftUUID(id wit.Uuid) UUID {
	var octets UUID
	for place := range 8 {
		octets[place] = byte(id.High >> (56 - 8*place))
		octets[place+8] = byte(id.Low >> (56 - 8*place))
	}
	return octets
}
