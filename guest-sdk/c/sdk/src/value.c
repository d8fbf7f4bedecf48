#include "internal.h"

#define VALUE(kind, field, content) ((aludel_value_t){.tag = ALUDEL_SQL_TYPES_VALUE_##kind, .val = {.field = content}})

aludel_value_t aludel_null(void) { return (aludel_value_t){.tag = ALUDEL_SQL_TYPES_VALUE_NULL}; }

aludel_value_t aludel_boolean(bool value) { return VALUE(BOOLEAN, boolean, value); }

aludel_value_t aludel_integer(int64_t value) { return VALUE(INTEGER, integer, value); }

aludel_value_t aludel_unsigned(uint64_t value) { return VALUE(UNSIGNED_INTEGER, unsigned_integer, value); }

aludel_value_t aludel_real(double value) { return VALUE(REAL, real, value); }

aludel_value_t aludel_decimal(const char *digits) { return VALUE(DECIMAL, decimal, aludel_lend(digits)); }

aludel_value_t aludel_text(const char *text) { return text ? VALUE(TEXT, text, aludel_lend(text)) : aludel_null(); }

aludel_value_t aludel_text_of(aludel_string_t text) {
    bindings_string_t lent = {(uint8_t *)text.data, text.length};
    return text.data ? VALUE(TEXT, text, lent) : aludel_null();
}

aludel_value_t aludel_bytes(const void *data, size_t length) {
    bindings_list_u8_t lent = {(uint8_t *)data, length};
    return VALUE(BYTES, bytes, lent);
}

aludel_value_t aludel_json(const char *document) { return VALUE(JSON, json, aludel_lend(document)); }

aludel_value_t aludel_uuid(uint64_t high, uint64_t low) {
    aludel_uuid_t uuid = {high, low};
    return VALUE(UUID, uuid, uuid);
}

aludel_value_t aludel_date(int32_t year, uint8_t month, uint8_t day) {
    aludel_date_t date = {year, month, day};
    return VALUE(DATE, date, date);
}

aludel_value_t aludel_time(uint8_t hour, uint8_t minute, uint8_t second, uint32_t nanosecond) {
    aludel_time_t time = {hour, minute, second, nanosecond};
    return VALUE(TIME, time, time);
}

aludel_value_t aludel_timestamp(aludel_date_time_t moment) { return VALUE(TIMESTAMP, timestamp, moment); }

aludel_value_t aludel_timestamptz(aludel_date_time_t moment) { return VALUE(TIMESTAMPTZ, timestamptz, moment); }

aludel_value_t aludel_interval(int32_t months, int32_t days, int64_t microseconds) {
    aludel_interval_t interval = {months, days, microseconds};
    return VALUE(INTERVAL, interval, interval);
}

aludel_value_t aludel_boolean_array(const aludel_optional_boolean_t *items, size_t count) {
    bindings_list_option_bool_t list = {(aludel_optional_boolean_t *)items, count};
    return VALUE(BOOLEAN_ARRAY, boolean_array, list);
}

aludel_value_t aludel_integer_array(const aludel_optional_integer_t *items, size_t count) {
    bindings_list_option_s64_t list = {(aludel_optional_integer_t *)items, count};
    return VALUE(INTEGER_ARRAY, integer_array, list);
}

aludel_value_t aludel_real_array(const aludel_optional_real_t *items, size_t count) {
    bindings_list_option_f64_t list = {(aludel_optional_real_t *)items, count};
    return VALUE(REAL_ARRAY, real_array, list);
}

aludel_value_t aludel_text_array(const aludel_optional_text_t *items, size_t count) {
    bindings_list_option_string_t list = {(aludel_optional_text_t *)items, count};
    return VALUE(TEXT_ARRAY, text_array, list);
}

aludel_optional_text_t aludel_text_item(const char *text) {
    return (aludel_optional_text_t){text != NULL, aludel_lend(text)};
}

aludel_value_t aludel_foreign(const char *type_name, const char *text) {
    aludel_sql_types_foreign_value_t foreign = {aludel_lend(type_name), aludel_lend(text)};
    return VALUE(FOREIGN, foreign, foreign);
}

bool aludel_is_null(aludel_value_t value) { return value.tag == ALUDEL_SQL_TYPES_VALUE_NULL; }

const char *aludel_value_name(aludel_value_t value) {
    static const char *const names[] = {
        "null", "boolean", "integer", "unsigned-integer", "real", "decimal", "text", "bytes", "json", "uuid", "date",
        "time", "timestamp", "timestamptz", "interval", "boolean-array", "integer-array", "real-array", "text-array",
        "foreign",
    };
    return names[value.tag];
}

static bool is_text(const aludel_value_t *value) {
    switch (value->tag) {
    case ALUDEL_SQL_TYPES_VALUE_DECIMAL:
    case ALUDEL_SQL_TYPES_VALUE_TEXT:
    case ALUDEL_SQL_TYPES_VALUE_BYTES:
    case ALUDEL_SQL_TYPES_VALUE_JSON:
        return true;
    default:
        return false;
    }
}

void aludel_adopt_value(aludel_value_t *value) {
    // All four are an address and a length.
    bindings_string_t *text = &value->val.text;
    size_t length = text->len;
    if (is_text(value)) *text = (bindings_string_t){(uint8_t *)aludel_adopt(text), length};
}

void aludel_forget_adopted(aludel_value_t *value) {
    if (is_text(value)) *value = aludel_null();
}
