#include "internal.h"

static aludel_error_t *mismatch(const char *expected, aludel_value_t value) {
    return aludel_error_of_conversion("expected %s, found %s", expected, aludel_value_name(value));
}

aludel_error_t *aludel_read_boolean(aludel_value_t value, bool *out) {
    bool is_bit = value.tag == ALUDEL_SQL_TYPES_VALUE_INTEGER && (uint64_t)value.val.integer <= 1;
    if (value.tag != ALUDEL_SQL_TYPES_VALUE_BOOLEAN && !is_bit) return mismatch("a boolean", value);
    *out = is_bit ? value.val.integer == 1 : value.val.boolean;
    return ALUDEL_OK;
}

aludel_error_t *aludel_read_integer(aludel_value_t value, int64_t *out) {
    switch (value.tag) {
    case ALUDEL_SQL_TYPES_VALUE_INTEGER:
        *out = value.val.integer;
        return ALUDEL_OK;
    case ALUDEL_SQL_TYPES_VALUE_BOOLEAN:
        *out = value.val.boolean;
        return ALUDEL_OK;
    case ALUDEL_SQL_TYPES_VALUE_UNSIGNED_INTEGER:
        if (value.val.unsigned_integer > INT64_MAX) break;
        *out = (int64_t)value.val.unsigned_integer;
        return ALUDEL_OK;
    default:
        return mismatch("an integer", value);
    }
    return aludel_error_of_conversion("%llu does not fit 64 bits with a sign", value.val.unsigned_integer);
}

aludel_error_t *aludel_read_int(aludel_value_t value, int32_t *out) {
    int64_t wide = 0;
    aludel_error_t *error = aludel_read_integer(value, &wide);
    if (!error && (wide < INT32_MIN || wide > INT32_MAX)) {
        error = aludel_error_of_conversion("%lld does not fit 32 bits", wide);
    }
    if (!error) *out = (int32_t)wide;
    return error;
}

aludel_error_t *aludel_read_unsigned(aludel_value_t value, uint64_t *out) {
    if (value.tag == ALUDEL_SQL_TYPES_VALUE_UNSIGNED_INTEGER) {
        *out = value.val.unsigned_integer;
        return ALUDEL_OK;
    }
    int64_t number = 0;
    aludel_error_t *error = aludel_read_integer(value, &number);
    if (!error && number < 0) error = aludel_error_of_conversion("%lld is negative", number);
    if (!error) *out = (uint64_t)number;
    return error;
}

aludel_error_t *aludel_read_real(aludel_value_t value, double *out) {
    // An integer beyond 2^53 would not be read exactly.
    const int64_t exact = (int64_t)1 << 53;
    int64_t number = value.val.integer;
    bool is_exact = value.tag == ALUDEL_SQL_TYPES_VALUE_INTEGER && number <= exact && number >= -exact;
    if (value.tag != ALUDEL_SQL_TYPES_VALUE_REAL && !is_exact) return mismatch("a floating-point number", value);
    *out = is_exact ? (double)number : value.val.real;
    return ALUDEL_OK;
}

aludel_error_t *aludel_read_string(aludel_value_t value, aludel_string_t *out) {
    const bindings_string_t *text = &value.val.text;
    *out = (aludel_string_t){0};
    switch (value.tag) {
    case ALUDEL_SQL_TYPES_VALUE_NULL:
        return ALUDEL_OK;
    case ALUDEL_SQL_TYPES_VALUE_DECIMAL:
    case ALUDEL_SQL_TYPES_VALUE_TEXT:
    case ALUDEL_SQL_TYPES_VALUE_JSON:
        break;
    case ALUDEL_SQL_TYPES_VALUE_FOREIGN:
        text = &value.val.foreign.text;
        break;
    default:
        return mismatch("text", value);
    }
    *out = (aludel_string_t){text->len ? (const char *)text->ptr : "", text->len};
    return ALUDEL_OK;
}

aludel_error_t *aludel_read_text(aludel_value_t value, const char **out) {
    aludel_string_t text;
    aludel_error_t *error = aludel_read_string(value, &text);
    if (!error && text.data && memchr(text.data, 0, text.length)) {
        error = aludel_error_of_conversion("the text holds a NUL: read it into an aludel_string_t");
    }
    *out = error ? NULL : text.data;
    return error;
}

aludel_error_t *aludel_read_blob(aludel_value_t value, aludel_blob_t *out) {
    *out = (aludel_blob_t){0};
    if (value.tag == ALUDEL_SQL_TYPES_VALUE_NULL) return ALUDEL_OK;
    if (value.tag != ALUDEL_SQL_TYPES_VALUE_BYTES) return mismatch("bytes", value);
    *out = (aludel_blob_t){value.val.bytes.len ? value.val.bytes.ptr : (const uint8_t *)"", value.val.bytes.len};
    return ALUDEL_OK;
}

#define READ(name, type, kind, field, expected)                                                                        \
    aludel_error_t *name(aludel_value_t value, type *out) {                                                            \
        if (value.tag != ALUDEL_SQL_TYPES_VALUE_##kind) return mismatch(expected, value);                              \
        *out = value.val.field;                                                                                        \
        return ALUDEL_OK;                                                                                              \
    }

READ(aludel_read_uuid, aludel_uuid_t, UUID, uuid, "a UUID")
READ(aludel_read_date, aludel_date_t, DATE, date, "a date")
READ(aludel_read_time, aludel_time_t, TIME, time, "a time")
READ(aludel_read_interval, aludel_interval_t, INTERVAL, interval, "an interval")

aludel_error_t *aludel_read_date_time(aludel_value_t value, aludel_date_time_t *out) {
    if (value.tag == ALUDEL_SQL_TYPES_VALUE_TIMESTAMP) *out = value.val.timestamp;
    else if (value.tag == ALUDEL_SQL_TYPES_VALUE_TIMESTAMPTZ) *out = value.val.timestamptz;
    else return mismatch("a timestamp", value);
    return ALUDEL_OK;
}

aludel_error_t *aludel_read_value(aludel_value_t value, aludel_value_t *out) {
    *out = value;
    return ALUDEL_OK;
}
