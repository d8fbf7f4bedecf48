/// Many rows at once.
///
///     auto writer = ALUDEL_TRY(db.bulk_update("customers", {"id"}, {"email"}));
///     ALUDEL_TRY(writer.write(id, email));
///     ALUDEL_TRY(writer.finish());
#ifndef ALUDEL_WRITER_HPP
#define ALUDEL_WRITER_HPP

#include <cstdint>
#include <vector>

#include <aludel/batch.h>
#include <aludel/value.hpp>

namespace aludel {

/// Rows that are being collected by columns.
class Builder {
  public:
    explicit Builder(std::size_t columns) { aludel_builder_open(&raw_, columns); }
    Builder(const Builder &) = delete;
    ~Builder() { aludel_builder_close(&raw_); }

    /// Adds a row, whose values are of the types of the rows before. Texts and bytes are copied.
    template <class... T> void push(T &&...values) {
        std::vector<Value> row{Value(std::forward<T>(values))...};
        aludel_builder_push(&raw_, Lent(row).row());
    }

    /// How many rows there are.
    std::size_t size() const { return raw_.row_count; }

    /// The rows for the interface for C.
    aludel_builder_t *raw() { return &raw_; }

  private:
    aludel_builder_t raw_ = {};
};

/// Many rows on their way into a table. Destroyed without `finish`, it undoes what it wrote.
class Writer {
  public:
    explicit Writer(aludel_writer_t raw) : raw_(raw) {}
    Writer(Writer &&other) noexcept : raw_(std::exchange(other.raw_, {})) {}
    Writer &operator=(Writer &&other) noexcept {
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~Writer() { aludel_writer_close(&raw_); }

    /// Writes one row. Rows are sent many at once.
    template <class... T> Result<> write(T &&...values) {
        std::vector<Value> row{Value(std::forward<T>(values))...};
        return result_of(aludel_write_row(&raw_, Lent(row).row()));
    }

    /// Sends the rows that were collected by columns, as they are, and empties the builder.
    Result<> write_batch(Builder &builder) { return result_of(aludel_write_batch(&raw_, builder.raw())); }

    /// Sends what is left, and keeps it all; gives the number of rows.
    Result<std::uint64_t> finish() {
        std::uint64_t count = 0;
        if (aludel_error_t *error = aludel_finish(&raw_, &count)) return Error(error);
        return count;
    }

  private:
    aludel_writer_t raw_;
};

} // namespace aludel

#endif
