/// The rows of a query.
///
///     auto customers = ALUDEL_TRY(db.query("SELECT id, email FROM customers"));
///     while (ALUDEL_TRY(customers.next())) {
///         auto id = ALUDEL_TRY(customers.get<std::int64_t>("id"));
///         auto email = ALUDEL_TRY(customers.get<std::optional<std::string>>("email"));
///     }
#ifndef ALUDEL_CURSOR_HPP
#define ALUDEL_CURSOR_HPP

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/batch.h>
#include <aludel/value.hpp>

namespace aludel {

/// Many rows, by columns.
class Batch {
  public:
    explicit Batch(aludel_batch_t raw) : raw_(raw) {}
    Batch(Batch &&other) noexcept : raw_(std::exchange(other.raw_, {})) {}
    Batch &operator=(Batch &&other) noexcept {
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~Batch() { aludel_batch_close(&raw_); }

    /// How many rows there are.
    std::size_t size() const { return aludel_batch_rows(&raw_); }

    /// All integers of a column; empty where it holds others. Those of NULLs are 0.
    std::span<const std::int64_t> integers(std::size_t column) const {
        const std::int64_t *items = aludel_batch_integers(&raw_, column);
        return {items, items ? size() : 0};
    }

    /// All floating-point numbers of a column; empty where it holds others. Those of NULLs are 0.
    std::span<const double> reals(std::size_t column) const {
        const double *items = aludel_batch_reals(&raw_, column);
        return {items, items ? size() : 0};
    }

    /// Whether a value is NULL.
    bool is_null(std::size_t column, std::size_t row) const { return aludel_batch_is_null(&raw_, column, row); }

    /// A value of any column. A `std::string_view` points into the batch.
    template <class T> Result<T> get(std::size_t column, std::size_t row) const {
        return read<T>(aludel_batch_value(&raw_, column, row));
    }

  private:
    aludel_batch_t raw_;
};

/// The rows of a query, one after the other.
class Cursor {
  public:
    explicit Cursor(aludel_cursor_t raw) : raw_(raw) {}
    Cursor(Cursor &&other) noexcept : raw_(std::exchange(other.raw_, {})) {}
    Cursor &operator=(Cursor &&other) noexcept {
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~Cursor() { aludel_cursor_close(&raw_); }

    /// Fetches so many rows at once from now on.
    void set_page_rows(std::uint32_t rows) { raw_.page_rows = rows; }

    /// Goes to the next row; false at the end.
    Result<bool> next() {
        bool found = false;
        if (aludel_error_t *error = aludel_next(&raw_, &found)) return Error(error);
        return found;
    }

    /// A column of the row at hand, counted from 0. A `std::string_view` is valid until the next row.
    template <class T> Result<T> get(int column) { return read<T>(aludel_cursor_value(&raw_, column)); }

    /// A column of the row at hand, by its name.
    template <class T> Result<T> get(const char *column) {
        int index = aludel_column(&raw_, column);
        if (index < 0) return Error(aludel_error_of_conversion("the rows have no column `%s`", column));
        return get<T>(index);
    }

    /// The names of the columns.
    std::vector<std::string> columns() {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < aludel_column_count(&raw_); i++) names.emplace_back(aludel_column_name(&raw_, i));
        return names;
    }

    /// At most so many rows by columns; none at the end.
    Result<Batch> next_batch(std::uint32_t rows_max) {
        aludel_batch_t batch = {};
        if (aludel_error_t *error = aludel_next_batch(&raw_, rows_max, &batch)) return Error(error);
        return Batch(batch);
    }

  private:
    aludel_cursor_t raw_;
};

/// One row that is not part of a cursor.
class Row {
  public:
    explicit Row(aludel_record_t raw) : raw_(raw) {}
    Row(Row &&other) noexcept : raw_(std::exchange(other.raw_, {})) {}
    Row &operator=(Row &&other) noexcept {
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~Row() { aludel_record_close(&raw_); }

    /// A column, counted from 0.
    template <class T> Result<T> get(int column) const { return read<T>(aludel_record_value(&raw_, column)); }

  private:
    aludel_record_t raw_;
};

} // namespace aludel

#endif
