/// The rows of a query.
///
///     ALUDEL_AUTO(cursor) customers = {0};
///     ALUDEL_TRY(aludel_query(db, &customers, "SELECT id, email FROM customers"));
///     ALUDEL_EACH(&customers) {
///         int64_t id;
///         const char *email;
///         ALUDEL_TRY(aludel_get(&customers, 0, &id));
///         ALUDEL_TRY(aludel_get(&customers, "email", &email));
///     }
///
/// Rows are fetched many at once, by columns. A text or a blob of a row is valid until the next row.
#ifndef ALUDEL_CURSOR_H
#define ALUDEL_CURSOR_H

#include <aludel/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Many rows, by columns. It is closed with `aludel_batch_close`; see aludel/batch.h.
typedef struct aludel_batch {
    aludel_sql_types_batch_t data;
} aludel_batch_t;

/// The rows of a query, one after the other. It is closed with `aludel_cursor_close`.
typedef struct aludel_cursor {
    aludel_sql_database_own_cursor_t handle;
    bool is_open;
    /// How many rows are fetched at once; 0 is as many as are useful.
    uint32_t page_rows;
    aludel_batch_t page;
    uint32_t position;
    aludel_sql_database_list_column_t columns;
    char *text;
    size_t text_size;
    size_t text_used;
} aludel_cursor_t;

/// One row that is not part of a cursor, of `aludel_query_one`. `found` is false when there is none.
typedef struct aludel_record {
    bool found;
    aludel_sql_types_row_t row;
} aludel_record_t;

/// Goes to the next row. `found` is false at the end.
aludel_error_t *aludel_next(aludel_cursor_t *cursor, bool *found);

/// Runs the block once for each row. An error of the database leaves the function as `ALUDEL_TRY` does.
#define ALUDEL_EACH(cursor)                                                                                            \
    for (bool aludel_found = false; __extension__({                                                                    \
             ALUDEL_TRY(aludel_next((cursor), &aludel_found));                                                         \
             aludel_found;                                                                                             \
         });)

/// The place of a column by its name, counted from 0, or -1.
int aludel_column(aludel_cursor_t *cursor, const char *name);

/// How many columns the rows have.
size_t aludel_column_count(aludel_cursor_t *cursor);

/// The name of a column.
const char *aludel_column_name(aludel_cursor_t *cursor, size_t index);

/// The value of this row in a column, counted from 0. There has to be such a column.
aludel_value_t aludel_cursor_value(aludel_cursor_t *cursor, int index);

/// The value of this row in a column, by its name. There has to be such a column.
aludel_value_t aludel_cursor_value_named(aludel_cursor_t *cursor, const char *name);

/// The value of a row in a column, counted from 0. There has to be such a column.
aludel_value_t aludel_record_value(const aludel_record_t *record, int index);

#ifndef __cplusplus
/// The value of the row at hand: `aludel_value(&cursor, 0)` or `aludel_value(&cursor, "email")`.
#define aludel_value(cursor, column)                                                                                   \
    _Generic((column), char *: aludel_cursor_value_named, const char *: aludel_cursor_value_named, default: aludel_cursor_value)( \
        (cursor), (column))

/// Reads a column of the row at hand into a variable, by the type of the variable: `aludel_get(&cursor, "id", &id)`.
#define aludel_get(cursor, column, out) aludel_read(aludel_value((cursor), (column)), (out))
#endif

/// Closes a cursor. One that is not open stays so.
void aludel_cursor_close(aludel_cursor_t *cursor);

/// Frees a record.
void aludel_record_close(aludel_record_t *record);

#ifdef __cplusplus
}
#endif
#endif
