/// The database that the migration works on.
///
/// Every statement runs in the transaction of the step, unless the migration's header says `transaction = false`. One
/// call takes one statement; placeholders are those of the database, see `aludel_placeholder`. Parameters follow the
/// text of the statement: `aludel_execute(db, sql, aludel_integer(1), aludel_text("one"))`. The functions whose names end
/// in `_with` take them as a row.
#ifndef ALUDEL_DATABASE_H
#define ALUDEL_DATABASE_H

#include <aludel/cursor.h>
#include <aludel/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The kind of server.
typedef enum aludel_dialect {
    ALUDEL_SQLITE,
    ALUDEL_POSTGRESQL,
    ALUDEL_MYSQL,
    ALUDEL_MARIADB,
    /// Told apart by `aludel_server_t.dialect_name`.
    ALUDEL_OTHER_DIALECT,
} aludel_dialect_t;

/// What is known about the server, without asking it.
typedef struct aludel_server {
    aludel_dialect_t dialect;
    const char *dialect_name;
    const char *version;
    uint32_t version_number[3];
    /// NULL where there is none.
    const char *default_schema;
    /// False where definitions commit (MySQL).
    bool transactional_ddl;
} aludel_server_t;

/// The database, for the time that the migration's function runs.
typedef struct aludel_database {
    aludel_sql_database_borrow_database_t handle;
    aludel_sql_types_outcome_t outcome;
} aludel_database_t;

/// What is known about the server.
aludel_server_t aludel_server(const aludel_database_t *db);

/// The kind of server.
aludel_dialect_t aludel_dialect(const aludel_database_t *db);

/// Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: false.
bool aludel_supports(const aludel_database_t *db, const char *feature);

/// Quotes one identifier by the rules of the server.
const char *aludel_quote(const aludel_database_t *db, const char *identifier);

/// The server's text of parameter `index`, counted from 1: `$1` on PostgreSQL, `?` on MySQL.
const char *aludel_placeholder(const aludel_database_t *db, uint32_t index);

/// The placeholders of so many parameters: `$1, $2, $3`.
const char *aludel_placeholders(const aludel_database_t *db, uint32_t count);

/// Runs one statement and drops its rows: `aludel_execute(db, sql, parameters...)`.
#define aludel_execute(db, ...) ALUDEL_WITH_ROW(aludel_execute_with, (db), __VA_ARGS__)
aludel_error_t *aludel_execute_with(aludel_database_t *db, const char *sql, aludel_row_t parameters);

/// How many rows the last `aludel_execute` changed.
long long aludel_rows_affected(const aludel_database_t *db);

/// Whether the last `aludel_execute` made a row with a number of its own, which is put into `id`.
bool aludel_last_insert_id(const aludel_database_t *db, int64_t *id);

/// Runs several statements divided by semicolons, without parameters.
aludel_error_t *aludel_execute_script(aludel_database_t *db, const char *sql);

/// Runs one statement and streams its rows: `aludel_query(db, &cursor, sql, parameters...)`.
#define aludel_query(db, cursor, ...) ALUDEL_WITH_ROW_2(aludel_query_with, (db), (cursor), __VA_ARGS__)
aludel_error_t *aludel_query_with(aludel_database_t *db, aludel_cursor_t *cursor, const char *sql,
                                  aludel_row_t parameters);

/// The first row, if there is one: `aludel_query_one(db, &record, sql, parameters...)`. See `aludel_record_t`.
#define aludel_query_one(db, record, ...) ALUDEL_WITH_ROW_2(aludel_query_one_with, (db), (record), __VA_ARGS__)
aludel_error_t *aludel_query_one_with(aludel_database_t *db, aludel_record_t *record, const char *sql,
                                      aludel_row_t parameters);

#ifndef __cplusplus
/// The first column of the first row; no row is an error: `aludel_query_scalar(db, &count, "SELECT count(*) FROM t")`.
#define aludel_query_scalar(db, out, ...)                                                                              \
    __extension__({                                                                                                    \
        aludel_value_t aludel_scalar;                                                                                  \
        aludel_error_t *aludel_failed = ALUDEL_WITH_ROW_2(aludel_query_value_with, (db), &aludel_scalar, __VA_ARGS__); \
        aludel_failed ? aludel_failed : aludel_read(aludel_scalar, (out));                                             \
    })
#endif
/// The first column of the first row as a value. Its text lives until the migration's function returns.
aludel_error_t *aludel_query_value_with(aludel_database_t *db, aludel_value_t *value, const char *sql,
                                        aludel_row_t parameters);

/// A prepared statement, which is closed with `aludel_statement_close`.
typedef struct aludel_statement {
    aludel_sql_database_own_statement_t handle;
    bool is_open;
} aludel_statement_t;

/// Prepares a statement that runs many times.
aludel_error_t *aludel_prepare(aludel_database_t *db, aludel_statement_t *statement, const char *sql);

/// Runs a prepared statement: `aludel_statement_execute(&statement, parameters...)`.
#define aludel_statement_execute(statement, ...) aludel_statement_execute_with((statement), ALUDEL_ROW(__VA_ARGS__))
aludel_error_t *aludel_statement_execute_with(aludel_statement_t *statement, aludel_row_t parameters);

/// Runs a prepared statement and streams its rows: `aludel_statement_query(&statement, &cursor, parameters...)`.
#define aludel_statement_query(statement, cursor, ...)                                                                 \
    aludel_statement_query_with((statement), (cursor), ALUDEL_ROW(__VA_ARGS__))
aludel_error_t *aludel_statement_query_with(aludel_statement_t *statement, aludel_cursor_t *cursor,
                                            aludel_row_t parameters);

/// Runs a prepared statement once for each row, in one call. `affected` gets the rows affected in all; it may be NULL.
aludel_error_t *aludel_statement_execute_many(aludel_statement_t *statement, const aludel_row_t *rows, size_t count,
                                              uint64_t *affected);

/// Closes a prepared statement. One that is not open stays so.
void aludel_statement_close(aludel_statement_t *statement);

/// A savepoint. Closing it undoes what was done since.
typedef struct aludel_savepoint {
    aludel_sql_database_own_savepoint_t handle;
    bool is_open;
} aludel_savepoint_t;

/// Opens a savepoint.
aludel_error_t *aludel_savepoint(aludel_database_t *db, aludel_savepoint_t *savepoint);

/// Keeps what was done since.
aludel_error_t *aludel_savepoint_release(aludel_savepoint_t *savepoint);

/// Undoes what was done since.
aludel_error_t *aludel_savepoint_rollback(aludel_savepoint_t *savepoint);

/// Undoes what was done since, if it was neither released nor rolled back.
void aludel_savepoint_close(aludel_savepoint_t *savepoint);

/// What runs in a savepoint. `data` is what was given beside it.
typedef aludel_error_t *aludel_work_t(aludel_database_t *db, void *data);

/// Runs a function in a savepoint: what it did is kept if it succeeds and undone if it fails, so that the migration can
/// go on after its error.
aludel_error_t *aludel_in_savepoint(aludel_database_t *db, aludel_work_t *work, void *data);

// Divides the text of a statement from its parameters.
#define ALUDEL_WITH_ROW(function, first, ...) function(first, ALUDEL_FIRST(__VA_ARGS__, ), ALUDEL_REST(__VA_ARGS__, ))
#define ALUDEL_WITH_ROW_2(function, first, second, ...)                                                                \
    function(first, second, ALUDEL_FIRST(__VA_ARGS__, ), ALUDEL_REST(__VA_ARGS__, ))
#define ALUDEL_FIRST(first, ...) (first)
#define ALUDEL_REST(first, ...) ALUDEL_ROW(__VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
