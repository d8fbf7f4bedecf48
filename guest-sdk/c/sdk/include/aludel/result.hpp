/// Errors, and results that may be one.
#ifndef ALUDEL_RESULT_HPP
#define ALUDEL_RESULT_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <aludel/error.h>

namespace aludel {

/// What kind of error a database error is.
using ErrorKind = aludel_error_kind_t;

/// A line of the migration, taken where it stands as a default argument.
struct Place {
    const char *file;
    int line;
    const char *function;

    static constexpr Place here(const char *file = __builtin_FILE(), int line = __builtin_LINE(),
                                const char *function = __builtin_FUNCTION()) {
        return {file, line, function};
    }
};

/// Why a statement failed, or the migration gives up.
class [[nodiscard]] Error {
  public:
    /// Takes over an error of the interface for C.
    explicit Error(aludel_error_t *raw) : raw_(raw) {}
    Error(Error &&other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
    Error &operator=(Error &&other) noexcept {
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~Error() { aludel_error_free(raw_); }

    /// The kind of a database error, or `ALUDEL_NO_DATABASE_ERROR`.
    ErrorKind kind() const { return aludel_error_kind(raw_); }

    /// The name of the kind: `constraint-violation`.
    std::string_view kind_name() const { return aludel_error_kind_name(kind()); }

    /// The text, without what stands around it.
    std::string_view message() const { return aludel_error_message(raw_); }

    /// The five characters of a database error, where the server has them.
    std::optional<std::string_view> sqlstate() const { return optional(aludel_error_sqlstate(raw_)); }

    /// The server's own number, such as 1062 of MySQL.
    std::optional<std::int64_t> native_code() const {
        std::int64_t code;
        return aludel_error_native_code(raw_, &code) ? std::optional(code) : std::nullopt;
    }

    /// What else the server said: `detail`, `hint`, `table`, `column`, `constraint`, `position`.
    std::optional<std::string_view> extra(const char *name) const { return optional(aludel_error_extra(raw_, name)); }

    /// Notes a line that the error went through.
    Error at(Place place) && {
        aludel_error_at(raw_, place.file, place.line, place.function);
        return std::move(*this);
    }

    /// Gives the error to the interface for C, which then owns it.
    aludel_error_t *release() && { return std::exchange(raw_, nullptr); }

  private:
    static std::optional<std::string_view> optional(const char *text) {
        return text ? std::optional<std::string_view>(text) : std::nullopt;
    }

    aludel_error_t *raw_;
};

/// A value, or the error in its place.
template <class T = void> class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

    /// Whether there is a value.
    explicit operator bool() const { return content_.index() == 0; }
    /// The value. There has to be one.
    T &value() & { return *std::get_if<0>(&content_); }
    const T &value() const & { return *std::get_if<0>(&content_); }
    T value() && { return std::move(*std::get_if<0>(&content_)); }
    /// The error. There has to be one.
    const Error &error() const & { return *std::get_if<1>(&content_); }
    Error error() && { return std::move(*std::get_if<1>(&content_)); }

  private:
    std::variant<T, Error> content_;
};

/// Nothing, or an error.
template <> class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    explicit operator bool() const { return !error_; }
    void value() const {}
    const Error &error() const & { return *error_; }
    Error error() && { return std::move(*error_); }

  private:
    std::optional<Error> error_;
};

/// Makes an error of the migration itself: `return fail("no customer is left");`
inline Error fail(std::string_view message, Place place = Place::here()) {
    return Error(aludel_error_make(ALUDEL_FAILURE_OTHER, place.file, place.line, place.function, "%.*s",
                                   static_cast<int>(message.size()), message.data()));
}

/// There is no way back from this revision.
inline Error irreversible(std::string_view message, Place place = Place::here()) {
    return Error(aludel_error_make(ALUDEL_FAILURE_IRREVERSIBLE, place.file, place.line, place.function, "%.*s",
                                   static_cast<int>(message.size()), message.data()));
}

/// The data is not as the migration needs it.
inline Error precondition(std::string_view message, Place place = Place::here()) {
    return Error(aludel_error_make(ALUDEL_FAILURE_PRECONDITION, place.file, place.line, place.function, "%.*s",
                                   static_cast<int>(message.size()), message.data()));
}

/// Ends the migration at once, with a message and this line. No destructor runs.
[[noreturn]] inline void panic(std::string_view message, Place place = Place::here()) {
    aludel_panic_at(place.file, place.line, place.function, "%.*s", static_cast<int>(message.size()), message.data());
}

/// The result of a call of the interface for C that gives nothing else.
inline Result<> result_of(aludel_error_t *raw) {
    if (raw) return Error(raw);
    return {};
}

} // namespace aludel

/// Takes the value out of a result, or leaves the function with its error and notes this line.
#undef ALUDEL_TRY
#define ALUDEL_TRY(...)                                                                                                \
    __extension__({                                                                                                    \
        auto aludel_tried = (__VA_ARGS__);                                                                             \
        if (!aludel_tried) return std::move(aludel_tried).error().at(::aludel::Place::here());                         \
        std::move(aludel_tried).value();                                                                               \
    })

#endif
