/// Values: what goes into a statement, and what comes out of a row.
#ifndef ALUDEL_VALUE_H
#define ALUDEL_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <aludel/error.h>
#include <aludel/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One SQL value. `tag` is one of `ALUDEL_SQL_TYPES_VALUE_...`, and the value is in the field of `val` of that name.
typedef aludel_sql_types_value_t aludel_value_t;
/// A calendar day: `year`, `month`, `day`.
typedef aludel_sql_types_date_t aludel_date_t;
/// A time of day: `hour`, `minute`, `second`, `nanosecond`.
typedef aludel_sql_types_time_t aludel_time_t;
/// `date` and `time`; of a timestamptz in UTC.
typedef aludel_sql_types_date_time_t aludel_date_time_t;
/// `months`, `days`, `microseconds`.
typedef aludel_sql_types_interval_t aludel_interval_t;
/// 128 bits: `high`, `low`.
typedef aludel_sql_types_uuid_t aludel_uuid_t;
/// Items of arrays: `is_some` says whether there is a value, which is in `val`.
typedef bindings_option_bool_t aludel_optional_boolean_t;
typedef bindings_option_s64_t aludel_optional_integer_t;
typedef bindings_option_f64_t aludel_optional_real_t;
typedef bindings_option_string_t aludel_optional_text_t;

/// The values of one row, or the parameters of a statement.
typedef struct aludel_row {
    const aludel_value_t *values;
    size_t count;
} aludel_row_t;

/// The parameters of a statement, in their order: `ALUDEL_ROW(aludel_integer(1), aludel_text("one"))`.
#define ALUDEL_ROW(...)                                                                                                \
    ((aludel_row_t){(const aludel_value_t[]){{0}, __VA_ARGS__} + 1,                                                    \
                    sizeof((const aludel_value_t[]){{0}, __VA_ARGS__}) / sizeof(aludel_value_t) - 1})

// These point to what they were given: it has to live until the value was used.

aludel_value_t aludel_null(void);
aludel_value_t aludel_boolean(bool value);
aludel_value_t aludel_integer(int64_t value);
/// Only for numbers over the range of `aludel_integer` (BIGINT UNSIGNED of MySQL).
aludel_value_t aludel_unsigned(uint64_t value);
aludel_value_t aludel_real(double value);
/// Base ten, no exponent: `-12.3400`.
aludel_value_t aludel_decimal(const char *digits);
/// NULL of C is NULL of SQL.
aludel_value_t aludel_text(const char *text);
/// A text that may hold NULs, or is a part of another one.
aludel_value_t aludel_text_of(aludel_string_t text);
aludel_value_t aludel_bytes(const void *data, size_t length);
/// A JSON document as text.
aludel_value_t aludel_json(const char *document);
/// The sixteen bytes as two numbers, the first eight in `high`.
aludel_value_t aludel_uuid(uint64_t high, uint64_t low);
aludel_value_t aludel_date(int32_t year, uint8_t month, uint8_t day);
aludel_value_t aludel_time(uint8_t hour, uint8_t minute, uint8_t second, uint32_t nanosecond);
aludel_value_t aludel_timestamp(aludel_date_time_t moment);
/// A moment in UTC.
aludel_value_t aludel_timestamptz(aludel_date_time_t moment);
aludel_value_t aludel_interval(int32_t months, int32_t days, int64_t microseconds);
aludel_value_t aludel_boolean_array(const aludel_optional_boolean_t *items, size_t count);
aludel_value_t aludel_integer_array(const aludel_optional_integer_t *items, size_t count);
aludel_value_t aludel_real_array(const aludel_optional_real_t *items, size_t count);
aludel_value_t aludel_text_array(const aludel_optional_text_t *items, size_t count);
/// An item of a text array; NULL is NULL.
aludel_optional_text_t aludel_text_item(const char *text);
/// A value of a type that has no case of its own, in the server's text form.
aludel_value_t aludel_foreign(const char *type_name, const char *text);

/// Whether a value is NULL.
bool aludel_is_null(aludel_value_t value);

/// The name of what a value is: `integer`, `text-array`.
const char *aludel_value_name(aludel_value_t value);

// Reading. A value of another type is an error of kind `ALUDEL_CONVERSION`; so is NULL, but for texts and bytes, which
// are NULL themselves then.

aludel_error_t *aludel_read_boolean(aludel_value_t value, bool *out);
aludel_error_t *aludel_read_int(aludel_value_t value, int32_t *out);
aludel_error_t *aludel_read_integer(aludel_value_t value, int64_t *out);
aludel_error_t *aludel_read_unsigned(aludel_value_t value, uint64_t *out);
aludel_error_t *aludel_read_real(aludel_value_t value, double *out);
/// Texts, decimals and JSON.
aludel_error_t *aludel_read_string(aludel_value_t value, aludel_string_t *out);
/// As `aludel_read_string`, for texts without NULs.
aludel_error_t *aludel_read_text(aludel_value_t value, const char **out);
aludel_error_t *aludel_read_blob(aludel_value_t value, aludel_blob_t *out);
aludel_error_t *aludel_read_uuid(aludel_value_t value, aludel_uuid_t *out);
aludel_error_t *aludel_read_date(aludel_value_t value, aludel_date_t *out);
aludel_error_t *aludel_read_time(aludel_value_t value, aludel_time_t *out);
/// Of a timestamp or a timestamptz.
aludel_error_t *aludel_read_date_time(aludel_value_t value, aludel_date_time_t *out);
aludel_error_t *aludel_read_interval(aludel_value_t value, aludel_interval_t *out);
/// The value as it is.
aludel_error_t *aludel_read_value(aludel_value_t value, aludel_value_t *out);

#ifndef __cplusplus
/// Reads a value into a variable, by the type of the variable: `ALUDEL_TRY(aludel_read(value, &count));`
#define aludel_read(value, out)                                                                                        \
    _Generic((out),                                                                                                    \
        bool *: aludel_read_boolean,                                                                                   \
        int32_t *: aludel_read_int,                                                                                    \
        int64_t *: aludel_read_integer,                                                                                \
        uint64_t *: aludel_read_unsigned,                                                                              \
        double *: aludel_read_real,                                                                                    \
        const char **: aludel_read_text,                                                                               \
        aludel_string_t *: aludel_read_string,                                                                         \
        aludel_blob_t *: aludel_read_blob,                                                                             \
        aludel_uuid_t *: aludel_read_uuid,                                                                             \
        aludel_date_t *: aludel_read_date,                                                                             \
        aludel_time_t *: aludel_read_time,                                                                             \
        aludel_date_time_t *: aludel_read_date_time,                                                                   \
        aludel_interval_t *: aludel_read_interval,                                                                     \
        aludel_value_t *: aludel_read_value)((value), (out))
#endif

#ifdef __cplusplus
}
#endif
#endif
