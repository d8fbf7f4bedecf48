#include "internal.h"

// As many rows as make a call cheap.
#define PENDING_ROWS 4096

static bindings_list_string_t lend_names(aludel_names_t names) {
    bindings_string_t *list = aludel_allocate(names.count * sizeof(bindings_string_t));
    for (size_t i = 0; i < names.count; i++) list[i] = aludel_lend(names.names[i]);
    return (bindings_list_string_t){list, names.count};
}

aludel_error_t *aludel_bulk_insert(aludel_database_t *db, aludel_writer_t *writer, const char *table,
                                   aludel_names_t columns) {
    return aludel_bulk_insert_into(db, writer, NULL, table, columns);
}

aludel_error_t *aludel_bulk_update(aludel_database_t *db, aludel_writer_t *writer, const char *table,
                                   aludel_names_t keys, aludel_names_t columns) {
    return aludel_bulk_update_in(db, writer, NULL, table, keys, columns);
}

static aludel_error_t *opened(aludel_writer_t *writer, size_t columns, bool done, aludel_sql_types_error_t *error) {
    writer->is_open = done;
    if (done) aludel_builder_open(&writer->pending, columns);
    return aludel_answer(done, error);
}

aludel_error_t *aludel_bulk_insert_into(aludel_database_t *db, aludel_writer_t *writer, const char *schema,
                                        const char *table, aludel_names_t columns) {
    ALUDEL_SCRATCH;
    aludel_writer_close(writer);
    bindings_string_t place = aludel_lend(schema), name = aludel_lend(table);
    bindings_list_string_t list = lend_names(columns);
    aludel_sql_types_error_t error;
    bool done = aludel_sql_database_method_database_bulk_insert(db->handle, schema ? &place : NULL, &name, &list,
                                                                &writer->handle, &error);
    return opened(writer, columns.count, done, &error);
}

aludel_error_t *aludel_bulk_update_in(aludel_database_t *db, aludel_writer_t *writer, const char *schema,
                                      const char *table, aludel_names_t keys, aludel_names_t columns) {
    ALUDEL_SCRATCH;
    aludel_writer_close(writer);
    bindings_string_t place = aludel_lend(schema), name = aludel_lend(table);
    bindings_list_string_t key_list = lend_names(keys), list = lend_names(columns);
    aludel_sql_types_error_t error;
    bool done = aludel_sql_database_method_database_bulk_update(db->handle, schema ? &place : NULL, &name, &key_list, &list,
                                                                &writer->handle, &error);
    return opened(writer, keys.count + columns.count, done, &error);
}

aludel_error_t *aludel_write_batch(aludel_writer_t *writer, aludel_builder_t *builder) {
    if (builder->row_count == 0) return ALUDEL_OK;
    if (!writer->is_open) return ALUDEL_INNER_FAIL("the writer is not open");
    aludel_sql_types_batch_t batch = aludel_builder_batch(builder);
    aludel_sql_types_error_t error;
    aludel_sql_database_borrow_bulk_writer_t handle = aludel_sql_database_borrow_bulk_writer(writer->handle);
    bool done = aludel_sql_database_method_bulk_writer_write_batch(handle, &batch, &error);
    aludel_builder_clear(builder);
    return aludel_answer(done, &error);
}

aludel_error_t *aludel_write_row(aludel_writer_t *writer, aludel_row_t row) {
    if (!writer->is_open) return ALUDEL_INNER_FAIL("the writer is not open");
    if (writer->pending.row_count == PENDING_ROWS || !aludel_builder_fits(&writer->pending, row)) {
        aludel_error_t *error = aludel_write_batch(writer, &writer->pending);
        if (error) return error;
    }
    aludel_builder_push(&writer->pending, row);
    return ALUDEL_OK;
}

aludel_error_t *aludel_finish(aludel_writer_t *writer, uint64_t *count) {
    aludel_error_t *failed = aludel_write_batch(writer, &writer->pending);
    if (failed) return failed;
    if (!writer->is_open) return ALUDEL_INNER_FAIL("the writer is not open");
    writer->is_open = false;
    uint64_t total = 0;
    aludel_sql_types_error_t error;
    bool done = aludel_sql_database_static_bulk_writer_finish(writer->handle, &total, &error);
    if (count) *count = total;
    aludel_builder_close(&writer->pending);
    return aludel_answer(done, &error);
}

void aludel_writer_close(aludel_writer_t *writer) {
    if (writer->is_open) aludel_sql_database_bulk_writer_drop_own(writer->handle);
    aludel_builder_close(&writer->pending);
    writer->is_open = false;
}

aludel_error_t *aludel_statement_execute_batch(aludel_statement_t *statement, aludel_builder_t *builder,
                                               uint64_t *affected) {
    aludel_sql_types_batch_t batch = aludel_builder_batch(builder);
    uint64_t total = 0;
    aludel_sql_types_error_t error;
    aludel_sql_database_borrow_statement_t handle = aludel_sql_database_borrow_statement(statement->handle);
    bool done = aludel_sql_database_method_statement_execute_batch(handle, &batch, &total, &error);
    if (affected) *affected = total;
    aludel_builder_clear(builder);
    return aludel_answer(done, &error);
}
