#include "internal.h"

size_t aludel_batch_rows(const aludel_batch_t *batch) { return batch->data.row_count; }

static const aludel_sql_types_column_batch_t *column_of(const aludel_batch_t *batch, size_t column) {
    if (column >= batch->data.columns.len) ALUDEL_INNER_PANIC("the batch has no column %zu", column);
    return &batch->data.columns.ptr[column];
}

const int64_t *aludel_batch_integers(const aludel_batch_t *batch, size_t column) {
    const aludel_sql_types_column_data_t *data = &column_of(batch, column)->data;
    return data->tag == ALUDEL_SQL_TYPES_COLUMN_DATA_INTEGERS ? data->val.integers.ptr : NULL;
}

const double *aludel_batch_reals(const aludel_batch_t *batch, size_t column) {
    const aludel_sql_types_column_data_t *data = &column_of(batch, column)->data;
    return data->tag == ALUDEL_SQL_TYPES_COLUMN_DATA_REALS ? data->val.reals.ptr : NULL;
}

bool aludel_batch_is_null(const aludel_batch_t *batch, size_t column, size_t row) {
    const aludel_sql_types_column_batch_t *content = column_of(batch, column);
    if (content->data.tag == ALUDEL_SQL_TYPES_COLUMN_DATA_VALUES) {
        return content->data.val.values.ptr[row].tag == ALUDEL_SQL_TYPES_VALUE_NULL;
    }
    size_t byte = row / 8;
    return byte < content->nulls.len && (content->nulls.ptr[byte] >> (row % 8) & 1);
}

static aludel_string_t packed_item(const aludel_sql_types_packed_t *packed, size_t row) {
    size_t start = row ? packed->ends.ptr[row - 1] : 0;
    return (aludel_string_t){(const char *)packed->data.ptr + start, packed->ends.ptr[row] - start};
}

aludel_value_t aludel_batch_value(const aludel_batch_t *batch, size_t column, size_t row) {
    if (row >= batch->data.row_count) ALUDEL_INNER_PANIC("the batch has no row %zu", row);
    if (aludel_batch_is_null(batch, column, row)) return aludel_null();
    const aludel_sql_types_column_data_t *data = &column_of(batch, column)->data;
    aludel_string_t item;
    switch (data->tag) {
    case ALUDEL_SQL_TYPES_COLUMN_DATA_BOOLEANS:
        return aludel_boolean(data->val.booleans.ptr[row] != 0);
    case ALUDEL_SQL_TYPES_COLUMN_DATA_INTEGERS:
        return aludel_integer(data->val.integers.ptr[row]);
    case ALUDEL_SQL_TYPES_COLUMN_DATA_REALS:
        return aludel_real(data->val.reals.ptr[row]);
    case ALUDEL_SQL_TYPES_COLUMN_DATA_TEXTS:
        return aludel_text_of(packed_item(&data->val.texts, row));
    case ALUDEL_SQL_TYPES_COLUMN_DATA_BLOBS:
        item = packed_item(&data->val.blobs, row);
        return aludel_bytes(item.data, item.length);
    default:
        return data->val.values.ptr[row];
    }
}

void aludel_batch_close(aludel_batch_t *batch) {
    aludel_sql_types_batch_free(&batch->data);
    *batch = (aludel_batch_t){0};
}
