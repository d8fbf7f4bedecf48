// /// migration
// revision = "conf_c"
// message = "conformance in C"
// ///
#include <aludel.h>
#include <string.h>

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))

// `INSERT INTO TABLE (COLUMNS) VALUES (P1, P2)`
static const char *insert_into(aludel_database_t *db, const char *table, const char *columns, uint32_t count) {
    return aludel_format("INSERT INTO %s (%s) VALUES (%s)", table, columns, aludel_placeholders(db, count));
}

// Logs `HEAD 1 2`, of the first column of a query.
static aludel_error_t *log_ids(aludel_database_t *db, const char *query) {
    const char *line = "ids";
    ALUDEL_AUTO(cursor) rows = {0};
    ALUDEL_TRY(aludel_query(db, &rows, query));
    ALUDEL_EACH(&rows) {
        int64_t id;
        ALUDEL_TRY(aludel_get(&rows, "id", &id));
        line = aludel_format("%s %lld", line, id);
    }
    aludel_info("%s", line);
    return ALUDEL_OK;
}

// Logs the kind of an error that is expected.
static aludel_error_t *log_caught(aludel_error_t *error) {
    if (!error) return aludel_fail("there was no error to catch");
    aludel_info("caught %s", aludel_error_kind_name(aludel_error_kind(error)));
    aludel_error_free(error);
    return ALUDEL_OK;
}

static aludel_error_t *ddl(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(
        db, "CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))"));
    ALUDEL_TRY(aludel_execute_script(
        db, "CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);"));
    ALUDEL_TRY(aludel_execute(db, "INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')"));
    aludel_info("rows affected %lld", aludel_rows_affected(db));
    return ALUDEL_OK;
}

static const aludel_date_time_t leap_day = {{2024, 2, 29}, {0, 0, 0, 0}};
static const aludel_date_time_t leap_night = {{2024, 2, 29}, {23, 59, 59, 123456000}};

// A text with an accent that is a character of its own.
#define MANY_LETTERS "Zażółć 日本語 😀 e\xcc\x81"

// The samples of a kind, as many as are given back.
static size_t samples_of(const char *kind, aludel_value_t samples[4]) {
    static const aludel_optional_boolean_t booleans[] = {{true, true}, {false, false}};
    static const aludel_optional_integer_t integers[] = {{true, 1}, {false, 0}, {true, INT64_MIN}};
    static const aludel_optional_real_t reals[] = {{true, 0.5}, {false, 0}};
    static aludel_optional_text_t texts[3];
    size_t count = 0;
    if (!strcmp(kind, "boolean")) {
        samples[count++] = aludel_boolean(true);
        samples[count++] = aludel_boolean(false);
    } else if (!strcmp(kind, "integer")) {
        samples[count++] = aludel_integer(0);
        samples[count++] = aludel_integer(-1);
        samples[count++] = aludel_integer(INT64_MAX);
        samples[count++] = aludel_integer(INT64_MIN);
    } else if (!strcmp(kind, "unsigned")) {
        samples[count++] = aludel_unsigned(UINT64_MAX);
    } else if (!strcmp(kind, "real")) {
        samples[count++] = aludel_real(0.5);
        samples[count++] = aludel_real(-1.5);
        samples[count++] = aludel_real(1e300);
        samples[count++] = aludel_real(0.1);
    } else if (!strcmp(kind, "decimal")) {
        samples[count++] = aludel_decimal("12.3400");
        samples[count++] = aludel_decimal("-99999999999999999999.9999");
    } else if (!strcmp(kind, "text")) {
        samples[count++] = aludel_text("");
        samples[count++] = aludel_text("a'b\"c\\d");
        samples[count++] = aludel_text(" two\nlines ");
        samples[count++] = aludel_text(MANY_LETTERS);
    } else if (!strcmp(kind, "bytes")) {
        samples[count++] = aludel_bytes("", 0);
        samples[count++] = aludel_bytes("\x00\xff\x00\x27\x5c", 5);
    } else if (!strcmp(kind, "json")) {
        samples[count++] = aludel_json("{\"a\": [1, 2, null]}");
        samples[count++] = aludel_json("\"ü\"");
    } else if (!strcmp(kind, "uuid")) {
        samples[count++] = aludel_uuid(0, 0);
        samples[count++] = aludel_uuid(0x550e8400e29b41d4, 0xa716446655440000);
    } else if (!strcmp(kind, "date")) {
        samples[count++] = aludel_date(2024, 2, 29);
        samples[count++] = aludel_date(9999, 12, 31);
    } else if (!strcmp(kind, "time")) {
        samples[count++] = aludel_time(0, 0, 0, 0);
        samples[count++] = aludel_time(23, 59, 59, 123456000);
    } else if (!strcmp(kind, "timestamp")) {
        samples[count++] = aludel_timestamp(leap_day);
        samples[count++] = aludel_timestamp(leap_night);
    } else if (!strcmp(kind, "timestamptz")) {
        samples[count++] = aludel_timestamptz(leap_day);
        samples[count++] = aludel_timestamptz(leap_night);
    } else if (!strcmp(kind, "interval")) {
        samples[count++] = aludel_interval(14, -3, 4000001);
    } else if (!strcmp(kind, "boolean-array")) {
        samples[count++] = aludel_boolean_array(booleans, COUNT(booleans));
    } else if (!strcmp(kind, "integer-array")) {
        samples[count++] = aludel_integer_array(integers, 0);
        samples[count++] = aludel_integer_array(integers, COUNT(integers));
    } else if (!strcmp(kind, "real-array")) {
        samples[count++] = aludel_real_array(reals, COUNT(reals));
    } else if (!strcmp(kind, "text-array")) {
        texts[0] = aludel_text_item("a,\"b\"");
        texts[1] = aludel_text_item(NULL);
        texts[2] = aludel_text_item("");
        samples[count++] = aludel_text_array(texts, COUNT(texts));
    }
    return count;
}

// The name of a kind's column: `v_boolean_array`.
static const char *column_of(const char *kind) {
    char *name = (char *)aludel_format("v_%s", kind);
    for (char *at = name; *at; at++) {
        if (*at == '-') *at = '_';
    }
    return name;
}

static aludel_error_t *insert_value(aludel_database_t *db, const char *table, const char *column, int64_t id,
                                    aludel_value_t value) {
    const char *columns = aludel_format("id, %s", column);
    ALUDEL_TRY(aludel_execute(db, insert_into(db, table, columns, 2), aludel_integer(id), value));
    return ALUDEL_OK;
}

static aludel_error_t *copy_values(aludel_database_t *db, const char *column) {
    ALUDEL_AUTO(cursor) rows = {0};
    ALUDEL_TRY(aludel_query(
        db, &rows, aludel_format("SELECT id, %s FROM conf_values WHERE %s IS NOT NULL ORDER BY id", column, column)));
    ALUDEL_EACH(&rows) {
        int64_t id;
        ALUDEL_TRY(aludel_get(&rows, 0, &id));
        ALUDEL_TRY(insert_value(db, "conf_copy", column, id, aludel_value(&rows, column)));
    }
    return ALUDEL_OK;
}

// The next part of a list with commas, or NULL.
static const char *next_part(const char **list) {
    if (!*list || !**list) return NULL;
    const char *end = strchr(*list, ',');
    size_t length = end ? (size_t)(end - *list) : strlen(*list);
    const char *part = aludel_keep(*list, length);
    *list = end ? end + 1 : NULL;
    return part;
}

static aludel_error_t *values(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute_script(db, aludel_argument("ddl")));
    const char *kinds = aludel_argument("kinds");
    int64_t id = 1;
    for (const char *rest = kinds, *kind; (kind = next_part(&rest));) {
        aludel_value_t samples[4];
        size_t count = samples_of(kind, samples);
        for (size_t i = 0; i < count; i++) {
            ALUDEL_TRY(insert_value(db, "conf_values", column_of(kind), id++, samples[i]));
        }
    }
    for (const char *rest = kinds, *kind; (kind = next_part(&rest));) ALUDEL_TRY(copy_values(db, column_of(kind)));
    return ALUDEL_OK;
}

static aludel_error_t *nulls(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute_script(db, aludel_argument("ddl")));
    const char *insert = insert_into(db, "conf_nulls", "id, a, b, c", 4);
    ALUDEL_TRY(aludel_execute(db, insert, aludel_integer(1), aludel_null(), aludel_null(), aludel_null()));
    ALUDEL_TRY(aludel_execute(db, insert, aludel_integer(2), aludel_integer(7), aludel_text("x"), aludel_bytes("\x01", 1)));
    ALUDEL_AUTO(cursor) rows = {0};
    ALUDEL_TRY(aludel_query(db, &rows, "SELECT id, a, b, c FROM conf_nulls ORDER BY id"));
    ALUDEL_EACH(&rows) {
        int64_t id, number = 0;
        const char *text;
        aludel_blob_t bytes;
        bool is_null = aludel_is_null(aludel_value(&rows, "a"));
        ALUDEL_TRY(aludel_get(&rows, "id", &id));
        if (!is_null) ALUDEL_TRY(aludel_get(&rows, "a", &number));
        ALUDEL_TRY(aludel_get(&rows, "b", &text));
        ALUDEL_TRY(aludel_get(&rows, "c", &bytes));
        aludel_info("row %lld: %s %s %s", id, is_null ? "null" : aludel_format("%lld", number), text ? text : "null",
                    bytes.data ? aludel_format("%zu", bytes.length) : "null");
    }
    return ALUDEL_OK;
}

#define UNICODE_TABLE "conf_größe \"q\""

static aludel_error_t *unicode(aludel_database_t *db) {
    static const char *const texts[] = {"Ünïcødé", "日本語", "😀 e\xcc\x81", "\xe2\x80\xaeright to left", "ﷺ"};
    const char *table = aludel_quote(db, UNICODE_TABLE), *column = aludel_quote(db, "naïve");
    ALUDEL_TRY(aludel_execute(
        db, aludel_format("CREATE TABLE %s (id INTEGER NOT NULL PRIMARY KEY, %s VARCHAR(100))", table, column)));
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *columns = aludel_format("id, %s", column);
        ALUDEL_TRY(aludel_execute(db, insert_into(db, table, columns, 2), aludel_integer((int64_t)i + 1),
                                  aludel_text(texts[i])));
    }
    ALUDEL_AUTO(cursor) rows = {0};
    ALUDEL_TRY(aludel_query(db, &rows, aludel_format("SELECT %s FROM %s ORDER BY id", column, table)));
    ALUDEL_EACH(&rows) {
        const char *text;
        ALUDEL_TRY(aludel_get(&rows, 0, &text));
        aludel_info("text %s", text);
    }
    return ALUDEL_OK;
}

static aludel_error_t *write_batches(aludel_database_t *db) {
    ALUDEL_AUTO(writer) writer = {0};
    ALUDEL_AUTO(builder) builder = {0};
    ALUDEL_TRY(aludel_bulk_insert(db, &writer, "conf_batch", ALUDEL_NAMES("id", "name", "amount")));
    aludel_builder_open(&builder, 3);
    for (int64_t id = 1; id <= 20000; id++) {
        ALUDEL_SCRATCH;
        const char *name = id % 10 == 0 ? NULL : aludel_format("row %lld", id);
        aludel_builder_push(&builder, ALUDEL_ROW(aludel_integer(id), aludel_text(name), aludel_real((double)id * 0.5)));
        if (id % 5000 == 0) ALUDEL_TRY(aludel_write_batch(&writer, &builder));
    }
    ALUDEL_TRY(aludel_finish(&writer, NULL));
    return ALUDEL_OK;
}

static aludel_error_t *batch(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(
        db, "CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)"));
    ALUDEL_TRY(write_batches(db));
    size_t rows = 0, missing = 0;
    int64_t sum = 0;
    double amount = 0;
    ALUDEL_AUTO(cursor) cursor = {0};
    ALUDEL_AUTO(batch) batch = {0};
    ALUDEL_TRY(aludel_query(db, &cursor, "SELECT id, name, amount FROM conf_batch ORDER BY id"));
    for (;;) {
        ALUDEL_TRY(aludel_next_batch(&cursor, 4096, &batch));
        if (aludel_batch_rows(&batch) == 0) break;
        const int64_t *ids = aludel_batch_integers(&batch, 0);
        const double *amounts = aludel_batch_reals(&batch, 2);
        if (!ids || !amounts) return aludel_fail("the columns are not of their types");
        for (size_t row = 0; row < aludel_batch_rows(&batch); row++) {
            rows++;
            sum += ids[row];
            missing += aludel_batch_is_null(&batch, 1, row);
            amount += amounts[row];
        }
    }
    aludel_info("rows %zu sum %lld nulls %zu amount %.0f", rows, sum, missing, amount);
    return ALUDEL_OK;
}

static aludel_error_t *write_rows(aludel_database_t *db, const char *table, int64_t count) {
    ALUDEL_AUTO(writer) writer = {0};
    ALUDEL_TRY(aludel_bulk_insert(db, &writer, table, ALUDEL_NAMES("id", "name")));
    for (int64_t id = 1; id <= count; id++) {
        ALUDEL_SCRATCH;
        ALUDEL_TRY(aludel_write(&writer, aludel_integer(id), aludel_text(aludel_format("row %lld", id))));
    }
    uint64_t written;
    ALUDEL_TRY(aludel_finish(&writer, &written));
    if (strcmp(table, "conf_bulk") == 0) aludel_info("written %llu", written);
    return ALUDEL_OK;
}

static aludel_error_t *paging(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    ALUDEL_TRY(write_rows(db, "conf_paging", 2500));
    const char *update = aludel_format("UPDATE conf_paging SET name = %s WHERE id = %s", aludel_placeholder(db, 1),
                                       aludel_placeholder(db, 2));
    int64_t count = 0, seen;
    ALUDEL_AUTO(cursor) rows = {.page_rows = 100};
    ALUDEL_TRY(aludel_query(db, &rows, "SELECT id, name FROM conf_paging ORDER BY id"));
    ALUDEL_EACH(&rows) {
        int64_t id;
        ALUDEL_TRY(aludel_get(&rows, "id", &id));
        count++;
        if (id % 500 == 0) ALUDEL_TRY(aludel_execute(db, update, aludel_text("seen"), aludel_integer(id)));
    }
    aludel_info("rows %lld", count);
    ALUDEL_TRY(aludel_query_scalar(db, &seen, "SELECT count(*) FROM conf_paging WHERE name = 'seen'"));
    aludel_info("seen %lld", seen);
    return ALUDEL_OK;
}

static aludel_error_t *one(aludel_database_t *db) {
    int64_t sum;
    ALUDEL_AUTO(record) record = {0};
    ALUDEL_TRY(aludel_query_one(db, &record, "SELECT 41 + 1"));
    ALUDEL_TRY(aludel_read(aludel_record_value(&record, 0), &sum));
    aludel_info("scalar %lld", sum);
    ALUDEL_TRY(aludel_query_one(db, &record, "SELECT 1 WHERE 1 = 0"));
    if (!record.found) aludel_info("none");
    return ALUDEL_OK;
}

static aludel_error_t *insert_many(aludel_database_t *db) {
    ALUDEL_AUTO(statement) insert = {0};
    ALUDEL_TRY(aludel_prepare(db, &insert, insert_into(db, "conf_prepared", "id, name", 2)));
    for (int64_t id = 1; id <= 3; id++) {
        ALUDEL_TRY(aludel_statement_execute(&insert, aludel_integer(id), aludel_text("one at a time")));
    }
    static aludel_value_t cells[100][2];
    static aludel_row_t rows[100];
    for (size_t i = 0; i < COUNT(rows); i++) {
        cells[i][0] = aludel_integer((int64_t)i + 4);
        cells[i][1] = aludel_text("many");
        rows[i] = (aludel_row_t){cells[i], 2};
    }
    uint64_t affected;
    ALUDEL_TRY(aludel_statement_execute_many(&insert, rows, COUNT(rows), &affected));
    aludel_info("many %llu", affected);
    return ALUDEL_OK;
}

static aludel_error_t *prepared(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    ALUDEL_TRY(insert_many(db));
    ALUDEL_AUTO(statement) select = {0};
    ALUDEL_AUTO(cursor) rows = {0};
    ALUDEL_TRY(aludel_prepare(
        db, &select, aludel_format("SELECT name FROM conf_prepared WHERE id = %s", aludel_placeholder(db, 1))));
    ALUDEL_TRY(aludel_statement_query(&select, &rows, aludel_integer(50)));
    ALUDEL_EACH(&rows) {
        const char *name;
        ALUDEL_TRY(aludel_get(&rows, "name", &name));
        aludel_info("name %s", name);
    }
    return ALUDEL_OK;
}

static aludel_error_t *insert_id(aludel_database_t *db, const char *table, int64_t id) {
    ALUDEL_TRY(aludel_execute(db, insert_into(db, table, "id", 1), aludel_integer(id)));
    return ALUDEL_OK;
}

static aludel_error_t *insert_four_and_fail(aludel_database_t *db, void *data) {
    (void)data;
    ALUDEL_TRY(insert_id(db, "conf_savepoint", 4));
    return aludel_fail("not after all");
}

static aludel_error_t *savepoint(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)"));
    ALUDEL_TRY(insert_id(db, "conf_savepoint", 1));
    ALUDEL_AUTO(savepoint) savepoint = {0};
    ALUDEL_TRY(aludel_savepoint(db, &savepoint));
    ALUDEL_TRY(insert_id(db, "conf_savepoint", 2));
    ALUDEL_TRY(aludel_savepoint_rollback(&savepoint));
    ALUDEL_TRY(aludel_savepoint(db, &savepoint));
    ALUDEL_TRY(insert_id(db, "conf_savepoint", 3));
    ALUDEL_TRY(aludel_savepoint_release(&savepoint));
    aludel_error_free(aludel_in_savepoint(db, insert_four_and_fail, NULL));
    ALUDEL_TRY(log_ids(db, "SELECT id FROM conf_savepoint ORDER BY id"));
    return ALUDEL_OK;
}

static aludel_error_t *begin_and_drop(aludel_database_t *db) {
    ALUDEL_AUTO(writer) writer = {0};
    ALUDEL_TRY(aludel_bulk_insert(db, &writer, "conf_undone", ALUDEL_NAMES("id", "name")));
    for (int64_t id = 1; id <= 10; id++) ALUDEL_TRY(aludel_write(&writer, aludel_integer(id), aludel_text("undone")));
    return ALUDEL_OK;
}

static aludel_error_t *bulk_insert(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_bulk (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_undone (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    ALUDEL_TRY(write_rows(db, "conf_bulk", 5000));
    ALUDEL_TRY(begin_and_drop(db));
    int64_t undone;
    ALUDEL_TRY(aludel_query_scalar(db, &undone, "SELECT count(*) FROM conf_undone"));
    aludel_info("undone %lld", undone);
    return ALUDEL_OK;
}

static aludel_error_t *bulk_update(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    ALUDEL_AUTO(writer) writer = {0};
    ALUDEL_TRY(aludel_bulk_insert(db, &writer, "conf_update", ALUDEL_NAMES("id", "name")));
    for (int64_t id = 1; id <= 1000; id++) ALUDEL_TRY(aludel_write(&writer, aludel_integer(id), aludel_text("old")));
    ALUDEL_TRY(aludel_finish(&writer, NULL));
    ALUDEL_TRY(aludel_bulk_update(db, &writer, "conf_update", ALUDEL_NAMES("id"), ALUDEL_NAMES("name")));
    for (int64_t id = 2; id <= 1000; id += 2) {
        ALUDEL_TRY(aludel_write(&writer, aludel_integer(id), aludel_text(aludel_format("new %lld", id))));
    }
    uint64_t updated;
    ALUDEL_TRY(aludel_finish(&writer, &updated));
    aludel_info("updated %llu", updated);
    return ALUDEL_OK;
}

static const char *or_none(const char *text) { return text ? text : "none"; }

static aludel_error_t *arguments(aludel_database_t *db) {
    (void)db;
    size_t count;
    const aludel_field_t *all = aludel_arguments(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].name, "case") != 0) aludel_info("argument %s=%s", all[i].name, all[i].value);
    }
    aludel_info("missing %s", or_none(aludel_argument("no such argument")));
    aludel_info("tag %s", or_none(aludel_tag()));
    aludel_info("revision %s", aludel_revision());
    aludel_info("phase %s", aludel_phase() == ALUDEL_UPGRADE ? "upgrade" : "another");
    aludel_info("offline %s", aludel_offline() ? "true" : "false");
    aludel_info("section %s", aludel_section("no-such-section").data ? "some" : "none");
    return ALUDEL_OK;
}

static aludel_error_t *progress(aludel_database_t *db) {
    (void)db;
    {
        ALUDEL_AUTO(task) task = aludel_task("counting");
        aludel_set_total(&task, 3);
        aludel_advance(&task, 1);
        aludel_advance(&task, 2);
    }
    aludel_trace("a line of level trace");
    aludel_debug("a line of level debug");
    aludel_info("a line of level info");
    aludel_warn("a line of level warn");
    aludel_error("a line of level error");
    static const aludel_field_t fields[] = {{"rows", "3"}, {"table", "orders"}};
    aludel_log_with(ALUDEL_INFO, "a line with fields", fields, COUNT(fields));
    return ALUDEL_OK;
}

static aludel_error_t *run_statement(aludel_database_t *db, void *sql) {
    ALUDEL_TRY(aludel_execute(db, (const char *)sql));
    return ALUDEL_OK;
}

static aludel_error_t *caught(aludel_database_t *db) {
    static const char *const wrong[] = {"INSERT INTO conf_caught (id) VALUES (1)", "SELEC 1", "SELECT * FROM conf_missing"};
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)"));
    ALUDEL_TRY(insert_id(db, "conf_caught", 1));
    for (size_t i = 0; i < COUNT(wrong); i++) {
        ALUDEL_TRY(log_caught(aludel_in_savepoint(db, run_statement, (void *)wrong[i])));
    }
    ALUDEL_TRY(insert_id(db, "conf_caught", 2));
    ALUDEL_TRY(log_ids(db, "SELECT id FROM conf_caught ORDER BY id"));
    return ALUDEL_OK;
}

static aludel_error_t *uncaught(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)"));
    ALUDEL_TRY(insert_id(db, "conf_uncaught", 1));
    ALUDEL_TRY(insert_id(db, "conf_uncaught", 1));
    return ALUDEL_OK;
}

static aludel_error_t *crash(aludel_database_t *db) {
    (void)db;
    aludel_panic("on purpose");
}

static aludel_error_t *precondition(aludel_database_t *db) {
    (void)db;
    return aludel_precondition("three customers have no address");
}

static aludel_error_t *other(aludel_database_t *db) {
    (void)db;
    return aludel_fail("something else");
}

static aludel_error_t *parameter_without_place(aludel_database_t *db, void *data) {
    (void)data;
    ALUDEL_TRY(aludel_execute(db, "SELECT 1", aludel_integer(1)));
    return ALUDEL_OK;
}

static aludel_error_t *refusal(aludel_database_t *db) {
    ALUDEL_TRY(log_caught(aludel_in_savepoint(db, run_statement, "SELECT 1; SELECT 2")));
    ALUDEL_TRY(log_caught(aludel_in_savepoint(db, parameter_without_place, NULL)));
    return ALUDEL_OK;
}

static aludel_error_t *offline(aludel_database_t *db) {
    ALUDEL_TRY(aludel_execute(db, "CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))"));
    const char *insert = insert_into(db, "conf_offline", "id, name", 2);
    ALUDEL_TRY(aludel_execute(db, insert, aludel_integer(1), aludel_text("O'Brien")));
    ALUDEL_TRY(aludel_execute(db, insert, aludel_integer(2), aludel_null()));
    ALUDEL_AUTO(cursor) rows = {0};
    ALUDEL_TRY(log_caught(aludel_query(db, &rows, "SELECT 1")));
    ALUDEL_AUTO(writer) writer = {0};
    ALUDEL_TRY(aludel_bulk_insert(db, &writer, "conf_offline", ALUDEL_NAMES("id", "name")));
    ALUDEL_TRY(aludel_write(&writer, aludel_integer(3), aludel_text("bulk")));
    ALUDEL_TRY(aludel_finish(&writer, NULL));
    aludel_info("offline %s", aludel_offline() ? "true" : "false");
    return ALUDEL_OK;
}

static aludel_error_t *irreversible(aludel_database_t *db) {
    (void)db;
    aludel_info("nothing to do");
    return ALUDEL_OK;
}

static aludel_error_t *to_verify(aludel_database_t *db) {
    (void)db;
    aludel_info("to verify");
    return ALUDEL_OK;
}

// The cases, and the tables that they make, the last one first.
static const struct {
    const char *name;
    aludel_migration_t *upgrade;
    const char *tables;
} cases[] = {
    {"ddl", ddl, "conf_ddl"},
    {"values", values, "conf_copy,conf_values"},
    {"nulls", nulls, "conf_nulls"},
    {"unicode", unicode, UNICODE_TABLE},
    {"batch", batch, "conf_batch"},
    {"paging", paging, "conf_paging"},
    {"one", one, ""},
    {"prepared", prepared, "conf_prepared"},
    {"savepoint", savepoint, "conf_savepoint"},
    {"bulk-insert", bulk_insert, "conf_undone,conf_bulk"},
    {"bulk-update", bulk_update, "conf_update"},
    {"arguments", arguments, ""},
    {"progress", progress, ""},
    {"caught", caught, "conf_caught"},
    {"uncaught", uncaught, "conf_uncaught"},
    {"crash", crash, ""},
    {"precondition", precondition, ""},
    {"other", other, ""},
    {"refusal", refusal, ""},
    {"offline", offline, "conf_offline"},
    {"irreversible", irreversible, ""},
    {"verify", to_verify, ""},
};

static int find_case(void) {
    const char *name = aludel_argument("case");
    for (size_t i = 0; name && i < COUNT(cases); i++) {
        if (strcmp(cases[i].name, name) == 0) return (int)i;
    }
    return -1;
}

static aludel_error_t *unknown_case(void) { return aludel_fail("there is no case `%s`", or_none(aludel_argument("case"))); }

static aludel_error_t *upgrade(aludel_database_t *db) {
    int index = find_case();
    if (index < 0) return unknown_case();
    ALUDEL_TRY(cases[index].upgrade(db));
    return ALUDEL_OK;
}

static aludel_error_t *downgrade(aludel_database_t *db) {
    int index = find_case();
    if (index < 0) return unknown_case();
    if (cases[index].upgrade == irreversible) return aludel_irreversible("there is no way back");
    for (const char *rest = cases[index].tables, *table; (table = next_part(&rest));) {
        const char *name = cases[index].upgrade == unicode ? aludel_quote(db, table) : table;
        ALUDEL_TRY(aludel_execute(db, aludel_format("DROP TABLE %s", name)));
    }
    return ALUDEL_OK;
}

static aludel_error_t *verify(aludel_database_t *db) {
    (void)db;
    const char *name = aludel_argument("case");
    if (name && strcmp(name, "verify") == 0) aludel_info("verified");
    return ALUDEL_OK;
}

ALUDEL_CHECKED_MIGRATION(upgrade, downgrade, verify)
