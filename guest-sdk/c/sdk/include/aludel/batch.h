/// Many rows at once: reading them by columns, writing them in bulk.
///
///     ALUDEL_AUTO(writer) writer = {0};
///     ALUDEL_TRY(aludel_bulk_update(db, &writer, "customers", ALUDEL_NAMES("id"), ALUDEL_NAMES("email")));
///     ALUDEL_TRY(aludel_write(&writer, aludel_integer(id), aludel_text(email)));
///     ALUDEL_TRY(aludel_finish(&writer, NULL));
#ifndef ALUDEL_BATCH_H
#define ALUDEL_BATCH_H

#include <aludel/cursor.h>
#include <aludel/database.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Fetches at most so many rows by columns. A `batch` that holds rows already is freed first; 0 rows are the end.
aludel_error_t *aludel_next_batch(aludel_cursor_t *cursor, uint32_t rows_max, aludel_batch_t *batch);

/// How many rows a batch has.
size_t aludel_batch_rows(const aludel_batch_t *batch);

/// All integers of a column, or NULL where it holds others. Those of NULLs are 0.
const int64_t *aludel_batch_integers(const aludel_batch_t *batch, size_t column);

/// All floating-point numbers of a column, or NULL where it holds others. Those of NULLs are 0.
const double *aludel_batch_reals(const aludel_batch_t *batch, size_t column);

/// Whether a value is NULL.
bool aludel_batch_is_null(const aludel_batch_t *batch, size_t column, size_t row);

/// A value of any column. Texts have no NUL behind them.
aludel_value_t aludel_batch_value(const aludel_batch_t *batch, size_t column, size_t row);

/// Frees a batch.
void aludel_batch_close(aludel_batch_t *batch);

/// One column of rows that are being collected.
typedef struct aludel_builder_column aludel_builder_column_t;

/// Rows that are being collected by columns. It is closed with `aludel_builder_close`.
typedef struct aludel_builder {
    aludel_builder_column_t *columns;
    aludel_sql_types_column_batch_t *views;
    size_t column_count;
    size_t row_count;
    size_t row_capacity;
} aludel_builder_t;

/// Begins to collect rows of so many columns.
void aludel_builder_open(aludel_builder_t *builder, size_t column_count);

/// Whether a row has its values in columns of the kinds that the rows before have: if not, those have to be sent first.
bool aludel_builder_fits(const aludel_builder_t *builder, aludel_row_t row);

/// Adds a row that fits. Texts and bytes are copied.
void aludel_builder_push(aludel_builder_t *builder, aludel_row_t row);

/// The rows so far, which belong to the builder.
aludel_sql_types_batch_t aludel_builder_batch(aludel_builder_t *builder);

/// Forgets the rows and keeps their memory.
void aludel_builder_clear(aludel_builder_t *builder);

/// Frees what was collected.
void aludel_builder_close(aludel_builder_t *builder);

/// Names of columns: `ALUDEL_NAMES("id", "name")`.
typedef struct aludel_names {
    const char *const *names;
    size_t count;
} aludel_names_t;

/// Names of columns.
#define ALUDEL_NAMES(...)                                                                                              \
    ((aludel_names_t){(const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)})

/// Many rows on their way into a table. Closing it without `aludel_finish` undoes what it wrote.
typedef struct aludel_writer {
    aludel_sql_database_own_bulk_writer_t handle;
    bool is_open;
    aludel_builder_t pending;
} aludel_writer_t;

/// Writes many rows into a table, the fastest way that the database has:
/// `aludel_bulk_insert(db, &writer, "countries", ALUDEL_NAMES("code", "name"))`.
aludel_error_t *aludel_bulk_insert(aludel_database_t *db, aludel_writer_t *writer, const char *table,
                                   aludel_names_t columns);

/// Changes many rows of a table, found by key: each row holds the values of `keys`, then those of `columns`.
aludel_error_t *aludel_bulk_update(aludel_database_t *db, aludel_writer_t *writer, const char *table,
                                   aludel_names_t keys, aludel_names_t columns);

/// As `aludel_bulk_insert`, into a table of a named schema.
aludel_error_t *aludel_bulk_insert_into(aludel_database_t *db, aludel_writer_t *writer, const char *schema,
                                        const char *table, aludel_names_t columns);

/// As `aludel_bulk_update`, of a table of a named schema.
aludel_error_t *aludel_bulk_update_in(aludel_database_t *db, aludel_writer_t *writer, const char *schema,
                                      const char *table, aludel_names_t keys, aludel_names_t columns);

/// Writes one row: `aludel_write(&writer, aludel_integer(1), aludel_text("one"))`. Rows are sent many at once.
#define aludel_write(writer, ...) aludel_write_row((writer), ALUDEL_ROW(__VA_ARGS__))
aludel_error_t *aludel_write_row(aludel_writer_t *writer, aludel_row_t row);

/// Sends the rows that were collected by columns, as they are.
aludel_error_t *aludel_write_batch(aludel_writer_t *writer, aludel_builder_t *builder);

/// Sends what is left, and keeps it all. `count` gets the number of rows; it may be NULL.
aludel_error_t *aludel_finish(aludel_writer_t *writer, uint64_t *count);

/// Undoes what was written, if it was not finished.
void aludel_writer_close(aludel_writer_t *writer);

/// Runs a prepared statement once for each row that was collected. `affected` may be NULL.
aludel_error_t *aludel_statement_execute_batch(aludel_statement_t *statement, aludel_builder_t *builder,
                                               uint64_t *affected);

#ifdef __cplusplus
}
#endif
#endif
