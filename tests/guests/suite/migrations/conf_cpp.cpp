// /// migration
// revision = "conf_cpp"
// message = "conformance in C++"
// ///
#include <aludel.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace aludel;

// `INSERT INTO TABLE (COLUMNS) VALUES (P1, P2)`
static std::string insert_into(const Database &db, std::string_view table, std::string_view columns, std::uint32_t count) {
    return format("INSERT INTO {} ({}) VALUES ({})", table, columns, db.placeholders(count));
}

static Result<> insert_id(Database &db, std::string_view table, int id) {
    ALUDEL_TRY(db.execute(insert_into(db, table, "id", 1), id));
    return {};
}

static Result<> log_ids(Database &db, const std::string &table) {
    std::string line = "ids";
    auto rows = ALUDEL_TRY(db.query("SELECT id FROM " + table + " ORDER BY id"));
    while (ALUDEL_TRY(rows.next())) line += format(" {}", ALUDEL_TRY(rows.get<int>("id")));
    info("{}", line);
    return {};
}

// Logs the kind of an error that is expected.
template <class T> static Result<> log_caught(const Result<T> &result) {
    if (result) return fail("there was no error to catch");
    info("caught {}", result.error().kind_name());
    return {};
}

static Result<> ddl(Database &db) {
    ALUDEL_TRY(db.execute(
        "CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))"));
    ALUDEL_TRY(db.execute_script(
        "CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);"));
    auto outcome = ALUDEL_TRY(db.execute("INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')"));
    info("rows affected {}", outcome.rows_affected);
    return {};
}

// The samples of each kind.
static std::vector<Value> samples_of(const std::string &kind) {
    using Limits = std::numeric_limits<std::int64_t>;
    const Date leap = {2024, 2, 29};
    const Time late = {23, 59, 59, 123456000};
    static const std::map<std::string, std::vector<Value>> all = {
        {"boolean", {true, false}},
        {"integer", {0, -1, Limits::max(), Limits::min()}},
        {"unsigned", {std::numeric_limits<std::uint64_t>::max()}},
        {"real", {0.5, -1.5, 1e300, 0.1}},
        {"decimal", {Decimal{"12.3400"}, Decimal{"-99999999999999999999.9999"}}},
        {"text", {"", "a'b\"c\\d", " two\nlines ", "Zażółć 日本語 😀 e\u0301"}},
        {"bytes", {Bytes{}, Bytes{0x00, 0xff, 0x00, 0x27, 0x5c}}},
        {"json", {Json{"{\"a\": [1, 2, null]}"}, Json{"\"ü\""}}},
        {"uuid", {Uuid{0, 0}, Uuid{0x550e8400e29b41d4, 0xa716446655440000}}},
        {"date", {leap, Date{9999, 12, 31}}},
        {"time", {Time{0, 0, 0, 0}, late}},
        {"timestamp", {Timestamp{{leap, {0, 0, 0, 0}}}, Timestamp{{leap, late}}}},
        {"timestamptz", {Timestamptz{{leap, {0, 0, 0, 0}}}, Timestamptz{{leap, late}}}},
        {"interval", {Interval{14, -3, 4000001}}},
        {"boolean-array", {Array<bool>{true, std::nullopt}}},
        {"integer-array", {Array<std::int64_t>{}, Array<std::int64_t>{1, std::nullopt, Limits::min()}}},
        {"real-array", {Array<double>{0.5, std::nullopt}}},
        {"text-array", {Array<std::string>{"a,\"b\"", std::nullopt, ""}}},
    };
    auto found = all.find(kind);
    return found == all.end() ? std::vector<Value>() : found->second;
}

// The parts of a list with commas.
static std::vector<std::string> parts_of(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        std::size_t end = list.find(',');
        parts.emplace_back(list.substr(0, end));
        list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
    }
    return parts;
}

// The name of a kind's column: `v_boolean_array`.
static std::string column_of(std::string kind) {
    for (char &character : kind) {
        if (character == '-') character = '_';
    }
    return "v_" + kind;
}

static Result<> copy_values(Database &db, const std::string &column) {
    auto rows = ALUDEL_TRY(
        db.query(format("SELECT id, {} FROM conf_values WHERE {} IS NOT NULL ORDER BY id", column, column)));
    while (ALUDEL_TRY(rows.next())) {
        auto id = ALUDEL_TRY(rows.get<std::int64_t>("id"));
        auto value = ALUDEL_TRY(rows.get<Value>(1));
        ALUDEL_TRY(db.execute(insert_into(db, "conf_copy", "id, " + column, 2), id, value));
    }
    return {};
}

static Result<> values(Database &db) {
    ALUDEL_TRY(db.execute_script(argument("ddl").value_or("")));
    const auto kinds = parts_of(argument("kinds").value_or(""));
    int id = 1;
    for (const auto &kind : kinds) {
        for (const Value &sample : samples_of(kind)) {
            ALUDEL_TRY(db.execute(insert_into(db, "conf_values", "id, " + column_of(kind), 2), id++, sample));
        }
    }
    for (const auto &kind : kinds) ALUDEL_TRY(copy_values(db, column_of(kind)));
    return {};
}

static Result<> nulls(Database &db) {
    ALUDEL_TRY(db.execute_script(argument("ddl").value_or("")));
    const auto insert = insert_into(db, "conf_nulls", "id, a, b, c", 4);
    ALUDEL_TRY(db.execute(insert, 1, nullptr, nullptr, nullptr));
    ALUDEL_TRY(db.execute(insert, 2, 7, "x", Bytes{1}));
    auto rows = ALUDEL_TRY(db.query("SELECT id, a, b, c FROM conf_nulls ORDER BY id"));
    while (ALUDEL_TRY(rows.next())) {
        auto a = ALUDEL_TRY(rows.get<std::optional<int>>("a"));
        auto b = ALUDEL_TRY(rows.get<std::optional<std::string>>("b"));
        auto c = ALUDEL_TRY(rows.get<std::optional<Bytes>>("c"));
        info("row {}: {} {} {}", ALUDEL_TRY(rows.get<int>("id")), a ? std::to_string(*a) : "null", b.value_or("null"),
             c ? std::to_string(c->size()) : "null");
    }
    return {};
}

static const std::string unicode_table = "conf_größe \"q\"";

static Result<> unicode(Database &db) {
    const auto table = db.quote(unicode_table), column = db.quote("naïve");
    ALUDEL_TRY(db.execute(format("CREATE TABLE {} (id INTEGER NOT NULL PRIMARY KEY, {} VARCHAR(100))", table, column)));
    int id = 1;
    for (auto text : {"Ünïcødé", "日本語", "😀 e\u0301", "\u202eright to left", "ﷺ"}) {
        ALUDEL_TRY(db.execute(insert_into(db, table, "id, " + column, 2), id++, text));
    }
    auto rows = ALUDEL_TRY(db.query(format("SELECT {} FROM {} ORDER BY id", column, table)));
    while (ALUDEL_TRY(rows.next())) info("text {}", ALUDEL_TRY(rows.get<std::string>(0)));
    return {};
}

static Result<> batch(Database &db) {
    ALUDEL_TRY(db.execute(
        "CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)"));
    auto writer = ALUDEL_TRY(db.bulk_insert("conf_batch", {"id", "name", "amount"}));
    Builder builder(3);
    for (int id = 1; id <= 20000; id++) {
        auto name = id % 10 == 0 ? std::nullopt : std::optional(format("row {}", id));
        builder.push(id, name, id * 0.5);
        if (builder.size() == 5000) ALUDEL_TRY(writer.write_batch(builder));
    }
    ALUDEL_TRY(writer.finish());
    std::size_t rows = 0, missing = 0;
    std::int64_t sum = 0;
    double amount = 0;
    auto cursor = ALUDEL_TRY(db.query("SELECT id, name, amount FROM conf_batch ORDER BY id"));
    for (auto batch = ALUDEL_TRY(cursor.next_batch(4096)); batch.size() > 0; batch = ALUDEL_TRY(cursor.next_batch(4096))) {
        for (auto id : batch.integers(0)) sum += id;
        for (auto item : batch.reals(2)) amount += item;
        for (std::size_t row = 0; row < batch.size(); row++) missing += batch.is_null(1, row);
        rows += batch.size();
    }
    info("rows {} sum {} nulls {} amount {}", rows, sum, missing, static_cast<std::int64_t>(amount));
    return {};
}

static Result<std::uint64_t> write_rows(Database &db, const char *table, int count) {
    auto writer = ALUDEL_TRY(db.bulk_insert(table, {"id", "name"}));
    for (int id = 1; id <= count; id++) ALUDEL_TRY(writer.write(id, format("row {}", id)));
    return writer.finish();
}

static Result<> paging(Database &db) {
    ALUDEL_TRY(db.execute("CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    ALUDEL_TRY(write_rows(db, "conf_paging", 2500));
    const auto update =
        format("UPDATE conf_paging SET name = {} WHERE id = {}", db.placeholder(1), db.placeholder(2));
    int count = 0;
    auto rows = ALUDEL_TRY(db.query("SELECT id, name FROM conf_paging ORDER BY id"));
    rows.set_page_rows(100);
    while (ALUDEL_TRY(rows.next())) {
        auto id = ALUDEL_TRY(rows.get<int>("id"));
        if (id % 500 == 0) ALUDEL_TRY(db.execute(update, "seen", id));
        count++;
    }
    info("rows {}", count);
    info("seen {}", ALUDEL_TRY(db.query_scalar<int>("SELECT count(*) FROM conf_paging WHERE name = 'seen'")));
    return {};
}

static Result<> one(Database &db) {
    auto sum = ALUDEL_TRY(db.query_one("SELECT 41 + 1"));
    if (sum) info("scalar {}", ALUDEL_TRY(sum->get<int>(0)));
    if (!ALUDEL_TRY(db.query_one("SELECT 1 WHERE 1 = 0"))) info("none");
    return {};
}

static Result<> prepared(Database &db) {
    ALUDEL_TRY(db.execute("CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    auto insert = ALUDEL_TRY(db.prepare(insert_into(db, "conf_prepared", "id, name", 2)));
    for (int id = 1; id <= 3; id++) ALUDEL_TRY(insert.execute(id, "one at a time"));
    std::vector<std::vector<Value>> rows;
    for (int id = 4; id <= 103; id++) rows.push_back({id, "many"});
    info("many {}", ALUDEL_TRY(insert.execute_many(rows)));
    auto select = ALUDEL_TRY(db.prepare(format("SELECT name FROM conf_prepared WHERE id = {}", db.placeholder(1))));
    auto found = ALUDEL_TRY(select.query(50));
    while (ALUDEL_TRY(found.next())) info("name {}", ALUDEL_TRY(found.get<std::string>("name")));
    return {};
}

static Result<> savepoint(Database &db) {
    const auto table = "conf_savepoint";
    ALUDEL_TRY(db.execute("CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)"));
    ALUDEL_TRY(insert_id(db, table, 1));
    auto undone = ALUDEL_TRY(db.begin_savepoint());
    ALUDEL_TRY(insert_id(db, table, 2));
    ALUDEL_TRY(undone.rollback());
    auto kept = ALUDEL_TRY(db.begin_savepoint());
    ALUDEL_TRY(insert_id(db, table, 3));
    ALUDEL_TRY(kept.release());
    auto left = db.savepoint([&]() -> Result<> {
        ALUDEL_TRY(insert_id(db, table, 4));
        return fail("not after all");
    });
    if (left) return fail("the savepoint was left without an error");
    return log_ids(db, table);
}

static Result<> begin_and_drop(Database &db) {
    auto writer = ALUDEL_TRY(db.bulk_insert("conf_undone", {"id", "name"}));
    for (int id = 1; id <= 10; id++) ALUDEL_TRY(writer.write(id, "undone"));
    return {};
}

static Result<> bulk_insert(Database &db) {
    ALUDEL_TRY(db.execute("CREATE TABLE conf_bulk (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    ALUDEL_TRY(db.execute("CREATE TABLE conf_undone (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    info("written {}", ALUDEL_TRY(write_rows(db, "conf_bulk", 5000)));
    ALUDEL_TRY(begin_and_drop(db));
    info("undone {}", ALUDEL_TRY(db.query_scalar<int>("SELECT count(*) FROM conf_undone")));
    return {};
}

static Result<> bulk_update(Database &db) {
    ALUDEL_TRY(db.execute("CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"));
    auto insert = ALUDEL_TRY(db.bulk_insert("conf_update", {"id", "name"}));
    for (int id = 1; id <= 1000; id++) ALUDEL_TRY(insert.write(id, "old"));
    ALUDEL_TRY(insert.finish());
    auto update = ALUDEL_TRY(db.bulk_update("conf_update", {"id"}, {"name"}));
    for (int id = 2; id <= 1000; id += 2) ALUDEL_TRY(update.write(id, format("new {}", id)));
    info("updated {}", ALUDEL_TRY(update.finish()));
    return {};
}

static Result<> run_arguments(Database &) {
    for (const auto &[name, value] : arguments()) {
        if (name != "case") info("argument {}={}", name, value);
    }
    info("missing {}", argument("no such argument").value_or("none"));
    info("tag {}", tag().value_or("none"));
    info("revision {}", revision());
    info("phase {}", phase() == ALUDEL_UPGRADE ? "upgrade" : "another");
    info("offline {}", offline());
    info("section {}", section("no-such-section") ? "some" : "none");
    return {};
}

static Result<> progress(Database &) {
    {
        Task task("counting");
        task.set_total(3);
        task.advance(1);
        task.advance(2);
    }
    trace("a line of level trace");
    debug("a line of level debug");
    info("a line of level info");
    warn("a line of level warn");
    error("a line of level error");
    log_with(ALUDEL_INFO, "a line with fields", {{"rows", "3"}, {"table", "orders"}});
    return {};
}

static Result<> caught(Database &db) {
    ALUDEL_TRY(db.execute("CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)"));
    ALUDEL_TRY(insert_id(db, "conf_caught", 1));
    ALUDEL_TRY(log_caught(db.savepoint([&] { return insert_id(db, "conf_caught", 1); })));
    ALUDEL_TRY(log_caught(db.savepoint([&] { return db.execute("SELEC 1"); })));
    ALUDEL_TRY(log_caught(db.savepoint([&] { return db.query("SELECT * FROM conf_missing"); })));
    ALUDEL_TRY(insert_id(db, "conf_caught", 2));
    return log_ids(db, "conf_caught");
}

static Result<> uncaught(Database &db) {
    ALUDEL_TRY(db.execute("CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)"));
    ALUDEL_TRY(insert_id(db, "conf_uncaught", 1));
    ALUDEL_TRY(insert_id(db, "conf_uncaught", 1));
    return {};
}

static Result<> crash(Database &) { panic("on purpose"); }

static Result<> run_precondition(Database &) { return precondition("three customers have no address"); }

static Result<> other(Database &) { return fail("something else"); }

static Result<> refusal(Database &db) {
    ALUDEL_TRY(log_caught(db.savepoint([&] { return db.execute("SELECT 1; SELECT 2"); })));
    ALUDEL_TRY(log_caught(db.savepoint([&] { return db.execute("SELECT 1", 1); })));
    return {};
}

static Result<> run_offline(Database &db) {
    ALUDEL_TRY(db.execute("CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))"));
    const auto insert = insert_into(db, "conf_offline", "id, name", 2);
    ALUDEL_TRY(db.execute(insert, 1, "O'Brien"));
    ALUDEL_TRY(db.execute(insert, 2, nullptr));
    ALUDEL_TRY(log_caught(db.query("SELECT 1")));
    auto writer = ALUDEL_TRY(db.bulk_insert("conf_offline", {"id", "name"}));
    ALUDEL_TRY(writer.write(3, "bulk"));
    ALUDEL_TRY(writer.finish());
    info("offline {}", offline());
    return {};
}

static Result<> say_nothing_to_do(Database &) {
    info("nothing to do");
    return {};
}

static Result<> say_to_verify(Database &) {
    info("to verify");
    return {};
}

struct Case {
    Result<> (*upgrade)(Database &);
    // The tables that it makes, the last one first.
    std::vector<std::string> tables = {};
};

static const std::map<std::string, Case> &cases() {
    static const std::map<std::string, Case> all = {
        {"ddl", {ddl, {"conf_ddl"}}},
        {"values", {values, {"conf_copy", "conf_values"}}},
        {"nulls", {nulls, {"conf_nulls"}}},
        {"unicode", {unicode, {unicode_table}}},
        {"batch", {batch, {"conf_batch"}}},
        {"paging", {paging, {"conf_paging"}}},
        {"one", {one}},
        {"prepared", {prepared, {"conf_prepared"}}},
        {"savepoint", {savepoint, {"conf_savepoint"}}},
        {"bulk-insert", {bulk_insert, {"conf_undone", "conf_bulk"}}},
        {"bulk-update", {bulk_update, {"conf_update"}}},
        {"arguments", {run_arguments}},
        {"progress", {progress}},
        {"caught", {caught, {"conf_caught"}}},
        {"uncaught", {uncaught, {"conf_uncaught"}}},
        {"crash", {crash}},
        {"precondition", {run_precondition}},
        {"other", {other}},
        {"refusal", {refusal}},
        {"offline", {run_offline, {"conf_offline"}}},
        {"irreversible", {say_nothing_to_do}},
        {"verify", {say_to_verify}},
    };
    return all;
}

static Result<const Case *> find_case() {
    const auto name = argument("case").value_or("");
    auto found = cases().find(name);
    if (found == cases().end()) return fail(format("there is no case `{}`", name));
    return &found->second;
}

static Result<> upgrade(Database &db) {
    ALUDEL_TRY(ALUDEL_TRY(find_case())->upgrade(db));
    return {};
}

static Result<> downgrade(Database &db) {
    const Case *found = ALUDEL_TRY(find_case());
    if (found->upgrade == say_nothing_to_do) return irreversible("there is no way back");
    for (const auto &table : found->tables) {
        ALUDEL_TRY(db.execute("DROP TABLE " + (found->upgrade == unicode ? db.quote(table) : table)));
    }
    return {};
}

static Result<> verify(Database &) {
    if (argument("case") == "verify") info("verified");
    return {};
}

ALUDEL_CHECKED_MIGRATION(upgrade, downgrade, verify)
