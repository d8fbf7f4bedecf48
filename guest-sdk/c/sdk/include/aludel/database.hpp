/// The database that the migration works on.
#ifndef ALUDEL_DATABASE_HPP
#define ALUDEL_DATABASE_HPP

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <aludel/cursor.hpp>
#include <aludel/export.h>
#include <aludel/writer.hpp>

namespace aludel {

/// What a statement did.
struct Outcome {
    std::uint64_t rows_affected;
    std::optional<std::int64_t> last_insert_id;
};

/// The kind of server.
using Dialect = aludel_dialect_t;
/// What is known about the server, without asking it.
using Server = aludel_server_t;

/// A prepared statement.
class Statement {
  public:
    explicit Statement(aludel_statement_t raw) : raw_(raw) {}
    Statement(Statement &&other) noexcept : raw_(std::exchange(other.raw_, {})) {}
    Statement &operator=(Statement &&other) noexcept {
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~Statement() { aludel_statement_close(&raw_); }

    /// Runs it once.
    template <class... T> Result<> execute(T &&...parameters) {
        std::vector<Value> values{Value(std::forward<T>(parameters))...};
        return result_of(aludel_statement_execute_with(&raw_, Lent(values).row()));
    }

    /// Runs it once and streams its rows.
    template <class... T> Result<Cursor> query(T &&...parameters) {
        std::vector<Value> values{Value(std::forward<T>(parameters))...};
        aludel_cursor_t cursor = {};
        if (aludel_error_t *error = aludel_statement_query_with(&raw_, &cursor, Lent(values).row())) return Error(error);
        return Cursor(cursor);
    }

    /// Runs it once for each row, in one call; gives the rows affected in all.
    Result<std::uint64_t> execute_many(const std::vector<std::vector<Value>> &rows) {
        std::vector<Lent> lent;
        std::vector<aludel_row_t> raw;
        for (const auto &row : rows) raw.push_back(lent.emplace_back(row).row());
        std::uint64_t affected = 0;
        if (auto *error = aludel_statement_execute_many(&raw_, raw.data(), raw.size(), &affected)) return Error(error);
        return affected;
    }

    /// As `execute_many`, of rows that were collected by columns.
    Result<std::uint64_t> execute_batch(Builder &builder) {
        std::uint64_t affected = 0;
        if (auto *error = aludel_statement_execute_batch(&raw_, builder.raw(), &affected)) return Error(error);
        return affected;
    }

  private:
    aludel_statement_t raw_;
};

/// A savepoint. Destroyed, it undoes what was done since.
class Savepoint {
  public:
    explicit Savepoint(aludel_savepoint_t raw) : raw_(raw) {}
    Savepoint(Savepoint &&other) noexcept : raw_(std::exchange(other.raw_, {})) {}
    Savepoint &operator=(Savepoint &&other) noexcept {
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~Savepoint() { aludel_savepoint_close(&raw_); }

    /// Keeps what was done since.
    Result<> release() { return result_of(aludel_savepoint_release(&raw_)); }
    /// Undoes what was done since.
    Result<> rollback() { return result_of(aludel_savepoint_rollback(&raw_)); }

  private:
    aludel_savepoint_t raw_;
};

/// The database. Every statement runs in the transaction of the step, unless the migration's header says
/// `transaction = false`. One call takes one statement; placeholders are those of the database, see `placeholder`.
class Database {
  public:
    explicit Database(aludel_database_t *raw) : raw_(raw) {}
    Database(const Database &) = delete;

    /// What is known about the server.
    Server info() const { return aludel_server(raw_); }
    /// The kind of server.
    Dialect dialect() const { return aludel_dialect(raw_); }
    /// Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: false.
    bool supports(const char *feature) const { return aludel_supports(raw_, feature); }
    /// Quotes one identifier by the rules of the server.
    std::string quote(const std::string &identifier) const { return aludel_quote(raw_, identifier.c_str()); }
    /// The server's text of parameter `index`, counted from 1: `$1` on PostgreSQL, `?` on MySQL.
    std::string placeholder(std::uint32_t index) const { return aludel_placeholder(raw_, index); }
    /// The placeholders of so many parameters: `$1, $2, $3`.
    std::string placeholders(std::uint32_t count) const { return aludel_placeholders(raw_, count); }

    /// Runs one statement and drops its rows.
    template <class... T> Result<Outcome> execute(const std::string &sql, T &&...parameters) {
        std::vector<Value> values{Value(std::forward<T>(parameters))...};
        if (auto *error = aludel_execute_with(raw_, sql.c_str(), Lent(values).row())) return Error(error);
        std::int64_t id;
        bool has_id = aludel_last_insert_id(raw_, &id);
        auto affected = static_cast<std::uint64_t>(aludel_rows_affected(raw_));
        return Outcome{affected, has_id ? std::optional(id) : std::nullopt};
    }

    /// Runs several statements divided by semicolons, without parameters.
    Result<> execute_script(const std::string &sql) { return result_of(aludel_execute_script(raw_, sql.c_str())); }

    /// Runs one statement and streams its rows.
    template <class... T> Result<Cursor> query(const std::string &sql, T &&...parameters) {
        std::vector<Value> values{Value(std::forward<T>(parameters))...};
        aludel_cursor_t cursor = {};
        if (auto *error = aludel_query_with(raw_, &cursor, sql.c_str(), Lent(values).row())) return Error(error);
        return Cursor(cursor);
    }

    /// The first row, if there is one.
    template <class... T> Result<std::optional<Row>> query_one(const std::string &sql, T &&...parameters) {
        std::vector<Value> values{Value(std::forward<T>(parameters))...};
        aludel_record_t record = {};
        if (auto *error = aludel_query_one_with(raw_, &record, sql.c_str(), Lent(values).row())) return Error(error);
        return record.found ? std::optional<Row>(Row(record)) : std::optional<Row>();
    }

    /// The first column of the first row; no row is an error.
    template <class Scalar, class... T> Result<Scalar> query_scalar(const std::string &sql, T &&...parameters) {
        std::vector<Value> values{Value(std::forward<T>(parameters))...};
        aludel_value_t value;
        if (auto *error = aludel_query_value_with(raw_, &value, sql.c_str(), Lent(values).row())) return Error(error);
        return read<Scalar>(value);
    }

    /// Prepares a statement that runs many times.
    Result<Statement> prepare(const std::string &sql) {
        aludel_statement_t statement = {};
        if (auto *error = aludel_prepare(raw_, &statement, sql.c_str())) return Error(error);
        return Statement(statement);
    }

    /// Writes many rows into a table, the fastest way that the database has.
    Result<Writer> bulk_insert(const char *table, std::initializer_list<const char *> columns) {
        aludel_writer_t writer = {};
        if (auto *error = aludel_bulk_insert(raw_, &writer, table, names(columns))) return Error(error);
        return Writer(writer);
    }

    /// Changes many rows of a table, found by key: each row holds the values of `keys`, then those of `columns`.
    Result<Writer> bulk_update(const char *table, std::initializer_list<const char *> keys,
                               std::initializer_list<const char *> columns) {
        aludel_writer_t writer = {};
        if (auto *error = aludel_bulk_update(raw_, &writer, table, names(keys), names(columns))) return Error(error);
        return Writer(writer);
    }

    /// Opens a savepoint.
    Result<Savepoint> begin_savepoint() {
        aludel_savepoint_t savepoint = {};
        if (auto *error = aludel_savepoint(raw_, &savepoint)) return Error(error);
        return Savepoint(savepoint);
    }

    /// Runs a function in a savepoint: what it did is kept if it succeeds and undone if it fails, so that the migration
    /// can go on after its error.
    template <class Work> auto savepoint(Work &&work) -> decltype(work()) {
        auto savepoint = begin_savepoint();
        if (!savepoint) return std::move(savepoint).error();
        auto done = work();
        auto left = done ? savepoint.value().release() : savepoint.value().rollback();
        if (done && !left) return std::move(left).error();
        return done;
    }

    /// The database for the interface for C.
    aludel_database_t *raw() { return raw_; }

  private:
    static aludel_names_t names(std::initializer_list<const char *> list) { return {list.begin(), list.size()}; }

    aludel_database_t *raw_;
};

namespace detail {

template <Result<> (*function)(Database &)> aludel_error_t *run(aludel_database_t *raw) {
    Database db(raw);
    auto done = function(db);
    return done ? nullptr : std::move(done).error().release();
}

} // namespace detail
} // namespace aludel

#undef ALUDEL_EXPORT
#define ALUDEL_EXPORT(export, name, function)                                                                          \
    extern "C" __attribute__((export_name(export))) const aludel_verdict_t *name(std::int32_t database) {              \
        return aludel_run(::aludel::detail::run<function>, database);                                                  \
    }

#endif
