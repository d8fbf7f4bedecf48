#include <stdlib.h>

#include "internal.h"

// Enough to make the price of a call small, few enough to stay in the caches.
#define PAGE_ROWS 1024

aludel_error_t *aludel_next_batch(aludel_cursor_t *cursor, uint32_t rows_max, aludel_batch_t *batch) {
    aludel_batch_close(batch);
    aludel_sql_types_error_t error;
    aludel_sql_database_borrow_cursor_t handle = aludel_sql_database_borrow_cursor(cursor->handle);
    bool done = aludel_sql_database_method_cursor_next_batch(handle, rows_max, &batch->data, &error);
    if (!done) batch->data = (aludel_sql_types_batch_t){0};
    return aludel_answer(done, &error);
}

aludel_error_t *aludel_next(aludel_cursor_t *cursor, bool *found) {
    *found = false;
    if (!cursor->is_open) return ALUDEL_INNER_FAIL("the cursor is not open");
    cursor->text_used = 0;
    cursor->position++;
    if (cursor->position >= cursor->page.data.row_count) {
        uint32_t rows = cursor->page_rows ? cursor->page_rows : PAGE_ROWS;
        aludel_error_t *error = aludel_next_batch(cursor, rows, &cursor->page);
        if (error) return error;
        cursor->position = 0;
    }
    *found = cursor->page.data.row_count > 0;
    return ALUDEL_OK;
}

static void load_columns(aludel_cursor_t *cursor) {
    if (cursor->columns.ptr) return;
    aludel_sql_database_method_cursor_columns(aludel_sql_database_borrow_cursor(cursor->handle), &cursor->columns);
    for (size_t i = 0; i < cursor->columns.len; i++) {
        bindings_string_t *name = &cursor->columns.ptr[i].name;
        if (name->len) name->ptr[name->len] = 0;
    }
}

size_t aludel_column_count(aludel_cursor_t *cursor) {
    load_columns(cursor);
    return cursor->columns.len;
}

const char *aludel_column_name(aludel_cursor_t *cursor, size_t index) {
    if (index >= aludel_column_count(cursor)) return NULL;
    const bindings_string_t *name = &cursor->columns.ptr[index].name;
    return name->len ? (const char *)name->ptr : "";
}

int aludel_column(aludel_cursor_t *cursor, const char *name) {
    for (size_t i = 0; i < aludel_column_count(cursor); i++) {
        if (strcmp(aludel_column_name(cursor, i), name) == 0) return (int)i;
    }
    return -1;
}

// Texts of a batch stand one after the other, without NULs between them.
static const uint8_t *ended(aludel_cursor_t *cursor, const uint8_t *data, size_t length) {
    size_t needed = cursor->text_used + length + 1;
    if (needed > cursor->text_size) {
        // Older texts of this row stay where they are until the next one.
        if (cursor->text_used > 0) return (const uint8_t *)aludel_keep((const char *)data, length);
        cursor->text_size = needed * 2;
        cursor->text = aludel_reallocate(cursor->text, cursor->text_size);
    }
    char *copy = cursor->text + cursor->text_used;
    memcpy(copy, data, length);
    copy[length] = 0;
    cursor->text_used = needed;
    return (const uint8_t *)copy;
}

aludel_value_t aludel_cursor_value(aludel_cursor_t *cursor, int index) {
    if (cursor->position >= cursor->page.data.row_count) ALUDEL_INNER_PANIC("there is no row: call aludel_next first");
    if (index < 0 || (size_t)index >= cursor->page.data.columns.len) ALUDEL_INNER_PANIC("the row has no column %d", index);
    aludel_value_t value = aludel_batch_value(&cursor->page, (size_t)index, cursor->position);
    switch (value.tag) {
    case ALUDEL_SQL_TYPES_VALUE_DECIMAL:
    case ALUDEL_SQL_TYPES_VALUE_TEXT:
    case ALUDEL_SQL_TYPES_VALUE_JSON:
        if (value.val.text.len) value.val.text.ptr = (uint8_t *)ended(cursor, value.val.text.ptr, value.val.text.len);
        break;
    default:
        break;
    }
    return value;
}

aludel_value_t aludel_cursor_value_named(aludel_cursor_t *cursor, const char *name) {
    int index = aludel_column(cursor, name);
    if (index < 0) ALUDEL_INNER_PANIC("the rows have no column `%s`", name);
    return aludel_cursor_value(cursor, index);
}

void aludel_cursor_close(aludel_cursor_t *cursor) {
    if (cursor->is_open) aludel_sql_database_cursor_drop_own(cursor->handle);
    aludel_batch_close(&cursor->page);
    aludel_sql_database_list_column_free(&cursor->columns);
    free(cursor->text);
    *cursor = (aludel_cursor_t){.page_rows = cursor->page_rows};
}
