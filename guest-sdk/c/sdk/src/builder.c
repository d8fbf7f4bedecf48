#include <stdlib.h>

#include "internal.h"

// The kind of a column whose values so far were all NULL.
#define UNDECIDED 255

// One column in the making. Of the arrays only those of its kind are there.
struct aludel_builder_column {
    uint8_t kind;
    bool has_nulls;
    uint8_t *booleans;
    int64_t *integers;
    double *reals;
    uint32_t *ends;
    uint8_t *data;
    size_t data_used;
    size_t data_size;
    aludel_value_t *values;
    uint8_t *nulls;
};

static uint8_t kind_of(const aludel_value_t *value) {
    switch (value->tag) {
    case ALUDEL_SQL_TYPES_VALUE_NULL:
        return UNDECIDED;
    case ALUDEL_SQL_TYPES_VALUE_BOOLEAN:
        return ALUDEL_SQL_TYPES_COLUMN_DATA_BOOLEANS;
    case ALUDEL_SQL_TYPES_VALUE_INTEGER:
        return ALUDEL_SQL_TYPES_COLUMN_DATA_INTEGERS;
    case ALUDEL_SQL_TYPES_VALUE_REAL:
        return ALUDEL_SQL_TYPES_COLUMN_DATA_REALS;
    case ALUDEL_SQL_TYPES_VALUE_TEXT:
        return ALUDEL_SQL_TYPES_COLUMN_DATA_TEXTS;
    case ALUDEL_SQL_TYPES_VALUE_BYTES:
        return ALUDEL_SQL_TYPES_COLUMN_DATA_BLOBS;
    default:
        return ALUDEL_SQL_TYPES_COLUMN_DATA_VALUES;
    }
}

void aludel_builder_open(aludel_builder_t *builder, size_t column_count) {
    aludel_builder_close(builder);
    builder->column_count = column_count;
    builder->columns = aludel_reallocate(NULL, column_count * sizeof(aludel_builder_column_t));
    builder->views = aludel_reallocate(NULL, column_count * sizeof(aludel_sql_types_column_batch_t));
    memset(builder->columns, 0, column_count * sizeof(aludel_builder_column_t));
    for (size_t i = 0; i < column_count; i++) builder->columns[i].kind = UNDECIDED;
}

bool aludel_builder_fits(const aludel_builder_t *builder, aludel_row_t row) {
    for (size_t i = 0; i < builder->column_count && i < row.count; i++) {
        uint8_t kind = kind_of(&row.values[i]), current = builder->columns[i].kind;
        if (kind != UNDECIDED && current != UNDECIDED && kind != current) return false;
    }
    return true;
}

// Memory for so many items of the column's kind.
static void reserve(aludel_builder_column_t *column, size_t capacity) {
    column->nulls = aludel_reallocate(column->nulls, (capacity + 7) / 8);
    switch (column->kind) {
    case ALUDEL_SQL_TYPES_COLUMN_DATA_BOOLEANS:
        column->booleans = aludel_reallocate(column->booleans, capacity);
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_INTEGERS:
        column->integers = aludel_reallocate(column->integers, capacity * sizeof(int64_t));
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_REALS:
        column->reals = aludel_reallocate(column->reals, capacity * sizeof(double));
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_TEXTS:
    case ALUDEL_SQL_TYPES_COLUMN_DATA_BLOBS:
        column->ends = aludel_reallocate(column->ends, capacity * sizeof(uint32_t));
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_VALUES:
        column->values = aludel_reallocate(column->values, capacity * sizeof(aludel_value_t));
        return;
    default:
        return;
    }
}

static void put_data(aludel_builder_column_t *column, const uint8_t *data, size_t length) {
    if (column->data_used + length > column->data_size) {
        column->data_size = (column->data_used + length) * 2;
        column->data = aludel_reallocate(column->data, column->data_size);
    }
    if (length) memcpy(column->data + column->data_used, data, length);
    column->data_used += length;
}

static aludel_value_t lasting(aludel_value_t value) {
    // Decimals and JSON are the kinds with a text that come here; both are an address and a length.
    if (value.tag != ALUDEL_SQL_TYPES_VALUE_DECIMAL && value.tag != ALUDEL_SQL_TYPES_VALUE_JSON) return value;
    value.val.text.ptr = (uint8_t *)aludel_keep((const char *)value.val.text.ptr, value.val.text.len);
    return value;
}

// NULL is 0 or empty, beside its bit.
static void put(aludel_builder_column_t *column, size_t row, aludel_value_t value) {
    bool is_null = value.tag == ALUDEL_SQL_TYPES_VALUE_NULL;
    uint8_t bit = (uint8_t)(1 << (row % 8));
    if (row % 8 == 0) column->nulls[row / 8] = 0;
    if (is_null) column->nulls[row / 8] |= bit;
    column->has_nulls |= is_null;
    switch (column->kind) {
    case ALUDEL_SQL_TYPES_COLUMN_DATA_BOOLEANS:
        column->booleans[row] = !is_null && value.val.boolean;
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_INTEGERS:
        column->integers[row] = is_null ? 0 : value.val.integer;
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_REALS:
        column->reals[row] = is_null ? 0 : value.val.real;
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_TEXTS:
    case ALUDEL_SQL_TYPES_COLUMN_DATA_BLOBS:
        if (!is_null) put_data(column, value.val.text.ptr, value.val.text.len);
        column->ends[row] = (uint32_t)column->data_used;
        return;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_VALUES:
        column->values[row] = lasting(value);
        return;
    default:
        return;
    }
}

// A column that had only NULLs so far learns what it holds.
static void decide(aludel_builder_t *builder, aludel_builder_column_t *column, uint8_t kind) {
    column->kind = kind;
    column->data_used = 0;
    reserve(column, builder->row_capacity);
    for (size_t row = 0; row < builder->row_count; row++) put(column, row, aludel_null());
}

static void grow(aludel_builder_t *builder) {
    builder->row_capacity = builder->row_capacity ? builder->row_capacity * 2 : 64;
    for (size_t i = 0; i < builder->column_count; i++) reserve(&builder->columns[i], builder->row_capacity);
}

void aludel_builder_push(aludel_builder_t *builder, aludel_row_t row) {
    if (row.count != builder->column_count) {
        ALUDEL_INNER_PANIC("a row of %zu values for %zu columns", row.count, builder->column_count);
    }
    if (!aludel_builder_fits(builder, row)) ALUDEL_INNER_PANIC("a row of other types than those before it");
    if (builder->row_count == builder->row_capacity) grow(builder);
    for (size_t i = 0; i < row.count; i++) {
        aludel_builder_column_t *column = &builder->columns[i];
        uint8_t kind = kind_of(&row.values[i]);
        if (column->kind == UNDECIDED && kind != UNDECIDED) decide(builder, column, kind);
        put(column, builder->row_count, row.values[i]);
    }
    builder->row_count++;
}

static aludel_sql_types_column_batch_t view(aludel_builder_column_t *column, size_t rows) {
    aludel_sql_types_column_batch_t batch = {.data = {.tag = column->kind}};
    if (column->has_nulls && column->kind != ALUDEL_SQL_TYPES_COLUMN_DATA_VALUES) {
        batch.nulls = (bindings_list_u8_t){column->nulls, (rows + 7) / 8};
    }
    switch (column->kind) {
    case ALUDEL_SQL_TYPES_COLUMN_DATA_BOOLEANS:
        batch.data.val.booleans = (bindings_list_u8_t){column->booleans, rows};
        break;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_INTEGERS:
        batch.data.val.integers = (bindings_list_s64_t){column->integers, rows};
        break;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_REALS:
        batch.data.val.reals = (bindings_list_f64_t){column->reals, rows};
        break;
    case ALUDEL_SQL_TYPES_COLUMN_DATA_VALUES:
        batch.data.val.values = (aludel_sql_types_list_value_t){column->values, rows};
        break;
    default:
        // Texts and blobs are laid out alike.
        batch.data.val.texts = (aludel_sql_types_packed_t){{column->ends, rows}, {column->data, column->data_used}};
    }
    return batch;
}

aludel_sql_types_batch_t aludel_builder_batch(aludel_builder_t *builder) {
    for (size_t i = 0; i < builder->column_count; i++) {
        aludel_builder_column_t *column = &builder->columns[i];
        // NULL throughout: as values they have no type that a server could find wrong.
        if (column->kind == UNDECIDED) decide(builder, column, ALUDEL_SQL_TYPES_COLUMN_DATA_VALUES);
        builder->views[i] = view(column, builder->row_count);
    }
    return (aludel_sql_types_batch_t){(uint32_t)builder->row_count, {builder->views, builder->column_count}};
}

void aludel_builder_clear(aludel_builder_t *builder) {
    builder->row_count = 0;
    // The next kind of a column may be another one, and then it needs memory that is not there yet.
    for (size_t i = 0; i < builder->column_count; i++) {
        builder->columns[i].kind = UNDECIDED;
        builder->columns[i].has_nulls = false;
        builder->columns[i].data_used = 0;
    }
}

void aludel_builder_close(aludel_builder_t *builder) {
    for (size_t i = 0; i < builder->column_count; i++) {
        aludel_builder_column_t *column = &builder->columns[i];
        free(column->booleans);
        free(column->integers);
        free(column->reals);
        free(column->ends);
        free(column->data);
        free(column->values);
        free(column->nulls);
    }
    free(builder->columns);
    free(builder->views);
    *builder = (aludel_builder_t){0};
}
