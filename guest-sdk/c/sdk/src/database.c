#include "internal.h"

aludel_server_t aludel_server(const aludel_database_t *db) {
    aludel_sql_database_database_info_t info;
    aludel_sql_database_method_database_info(db->handle, &info);
    aludel_server_t server = {
        .dialect = (aludel_dialect_t)info.dialect,
        .dialect_name = aludel_adopt(&info.dialect_name),
        .version = aludel_adopt(&info.server_version),
        .version_number = {info.version_number.f0, info.version_number.f1, info.version_number.f2},
        .transactional_ddl = info.transactional_ddl,
    };
    if (info.default_schema.is_some) server.default_schema = aludel_adopt(&info.default_schema.val);
    return server;
}

aludel_dialect_t aludel_dialect(const aludel_database_t *db) {
    ALUDEL_SCRATCH;
    return aludel_server(db).dialect;
}

bool aludel_supports(const aludel_database_t *db, const char *feature) {
    bindings_string_t text = aludel_lend(feature);
    return aludel_sql_database_method_database_supports(db->handle, &text);
}

const char *aludel_quote(const aludel_database_t *db, const char *identifier) {
    bindings_string_t text = aludel_lend(identifier), quoted;
    aludel_sql_database_method_database_quote(db->handle, &text, &quoted);
    return aludel_adopt(&quoted);
}

const char *aludel_placeholder(const aludel_database_t *db, uint32_t index) {
    bindings_string_t text;
    aludel_sql_database_method_database_placeholder(db->handle, index, &text);
    return aludel_adopt(&text);
}

const char *aludel_placeholders(const aludel_database_t *db, uint32_t count) {
    const char *list = "";
    for (uint32_t i = 1; i <= count; i++) {
        list = aludel_format("%s%s%s", list, i > 1 ? ", " : "", aludel_placeholder(db, i));
    }
    return list;
}

aludel_error_t *aludel_execute_with(aludel_database_t *db, const char *sql, aludel_row_t parameters) {
    bindings_string_t text = aludel_lend(sql);
    aludel_sql_types_row_t row = aludel_lend_row(parameters);
    aludel_sql_types_error_t error;
    bool done = aludel_sql_database_method_database_execute(db->handle, &text, &row, &db->outcome, &error);
    return aludel_answer(done, &error);
}

long long aludel_rows_affected(const aludel_database_t *db) { return (long long)db->outcome.rows_affected; }

bool aludel_last_insert_id(const aludel_database_t *db, int64_t *id) {
    *id = db->outcome.last_insert_id.val;
    return db->outcome.last_insert_id.is_some;
}

aludel_error_t *aludel_execute_script(aludel_database_t *db, const char *sql) {
    bindings_string_t text = aludel_lend(sql);
    aludel_sql_types_error_t error;
    return aludel_answer(aludel_sql_database_method_database_execute_script(db->handle, &text, &error), &error);
}

aludel_error_t *aludel_query_with(aludel_database_t *db, aludel_cursor_t *cursor, const char *sql,
                                  aludel_row_t parameters) {
    aludel_cursor_close(cursor);
    bindings_string_t text = aludel_lend(sql);
    aludel_sql_types_row_t row = aludel_lend_row(parameters);
    aludel_sql_types_error_t error;
    cursor->is_open = aludel_sql_database_method_database_query(db->handle, &text, &row, &cursor->handle, &error);
    return aludel_answer(cursor->is_open, &error);
}

aludel_error_t *aludel_query_one_with(aludel_database_t *db, aludel_record_t *record, const char *sql,
                                      aludel_row_t parameters) {
    aludel_record_close(record);
    bindings_string_t text = aludel_lend(sql);
    aludel_sql_types_row_t row = aludel_lend_row(parameters);
    aludel_sql_types_error_t error;
    aludel_sql_database_option_row_t answer = {0};
    bool done = aludel_sql_database_method_database_query_one(db->handle, &text, &row, &answer, &error);
    if (!done) return aludel_error_of_database(&error);
    *record = (aludel_record_t){answer.is_some, answer.val};
    for (size_t i = 0; record->found && i < record->row.len; i++) aludel_adopt_value(&record->row.ptr[i]);
    return ALUDEL_OK;
}

aludel_error_t *aludel_query_value_with(aludel_database_t *db, aludel_value_t *value, const char *sql,
                                        aludel_row_t parameters) {
    ALUDEL_AUTO(record) record = {0};
    aludel_error_t *error = aludel_query_one_with(db, &record, sql, parameters);
    if (error) return error;
    if (!record.found || record.row.len == 0) return ALUDEL_INNER_FAIL("the query gave no row: %s", sql);
    *value = record.row.ptr[0];
    // Its text was adopted and stays; what the record still owns is freed with it.
    record.row.ptr[0] = aludel_null();
    return ALUDEL_OK;
}

void aludel_record_close(aludel_record_t *record) {
    for (size_t i = 0; record->found && i < record->row.len; i++) aludel_forget_adopted(&record->row.ptr[i]);
    if (record->found) aludel_sql_types_row_free(&record->row);
    *record = (aludel_record_t){0};
}

aludel_value_t aludel_record_value(const aludel_record_t *record, int index) {
    if (!record->found || index < 0 || (size_t)index >= record->row.len) ALUDEL_INNER_PANIC("the row has no column %d", index);
    return record->row.ptr[index];
}

aludel_error_t *aludel_prepare(aludel_database_t *db, aludel_statement_t *statement, const char *sql) {
    aludel_statement_close(statement);
    bindings_string_t text = aludel_lend(sql);
    aludel_sql_types_error_t error;
    statement->is_open = aludel_sql_database_method_database_prepare(db->handle, &text, &statement->handle, &error);
    return aludel_answer(statement->is_open, &error);
}

aludel_error_t *aludel_statement_execute_with(aludel_statement_t *statement, aludel_row_t parameters) {
    aludel_sql_types_row_t row = aludel_lend_row(parameters);
    aludel_sql_types_outcome_t outcome;
    aludel_sql_types_error_t error;
    aludel_sql_database_borrow_statement_t handle = aludel_sql_database_borrow_statement(statement->handle);
    return aludel_answer(aludel_sql_database_method_statement_execute(handle, &row, &outcome, &error), &error);
}

aludel_error_t *aludel_statement_query_with(aludel_statement_t *statement, aludel_cursor_t *cursor,
                                            aludel_row_t parameters) {
    aludel_cursor_close(cursor);
    aludel_sql_types_row_t row = aludel_lend_row(parameters);
    aludel_sql_types_error_t error;
    aludel_sql_database_borrow_statement_t handle = aludel_sql_database_borrow_statement(statement->handle);
    cursor->is_open = aludel_sql_database_method_statement_query(handle, &row, &cursor->handle, &error);
    return aludel_answer(cursor->is_open, &error);
}

aludel_error_t *aludel_statement_execute_many(aludel_statement_t *statement, const aludel_row_t *rows, size_t count,
                                              uint64_t *affected) {
    // An `aludel_row_t` is laid out as a row of the host.
    aludel_sql_database_list_row_t list = {(aludel_sql_types_row_t *)rows, count};
    uint64_t total = 0;
    aludel_sql_types_error_t error;
    aludel_sql_database_borrow_statement_t handle = aludel_sql_database_borrow_statement(statement->handle);
    bool done = aludel_sql_database_method_statement_execute_many(handle, &list, &total, &error);
    if (affected) *affected = total;
    return aludel_answer(done, &error);
}

void aludel_statement_close(aludel_statement_t *statement) {
    if (statement->is_open) aludel_sql_database_statement_drop_own(statement->handle);
    statement->is_open = false;
}

aludel_error_t *aludel_savepoint(aludel_database_t *db, aludel_savepoint_t *savepoint) {
    aludel_savepoint_close(savepoint);
    aludel_sql_types_error_t error;
    savepoint->is_open = aludel_sql_database_method_database_savepoint(db->handle, &savepoint->handle, &error);
    return aludel_answer(savepoint->is_open, &error);
}

aludel_error_t *aludel_savepoint_release(aludel_savepoint_t *savepoint) {
    savepoint->is_open = false;
    aludel_sql_types_error_t error;
    return aludel_answer(aludel_sql_database_static_savepoint_release(savepoint->handle, &error), &error);
}

aludel_error_t *aludel_savepoint_rollback(aludel_savepoint_t *savepoint) {
    savepoint->is_open = false;
    aludel_sql_types_error_t error;
    return aludel_answer(aludel_sql_database_static_savepoint_rollback(savepoint->handle, &error), &error);
}

void aludel_savepoint_close(aludel_savepoint_t *savepoint) {
    if (savepoint->is_open) aludel_sql_database_savepoint_drop_own(savepoint->handle);
    savepoint->is_open = false;
}

aludel_error_t *aludel_in_savepoint(aludel_database_t *db, aludel_work_t *work, void *data) {
    ALUDEL_AUTO(savepoint) savepoint = {0};
    aludel_error_t *error = aludel_savepoint(db, &savepoint);
    if (error) return error;
    error = work(db, data);
    if (!error) return aludel_savepoint_release(&savepoint);
    // The first error is the one to tell.
    aludel_error_free(aludel_savepoint_rollback(&savepoint));
    return error;
}
