/// Values: what goes into a statement, and what comes out of a row.
#ifndef ALUDEL_VALUE_HPP
#define ALUDEL_VALUE_HPP

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <aludel/result.hpp>
#include <aludel/value.h>

namespace aludel {

/// A number of base ten, as its digits: `-12.3400`.
struct Decimal {
    std::string digits;
};

/// A JSON document as text.
struct Json {
    std::string document;
};

/// Some bytes.
using Bytes = std::vector<std::uint8_t>;
/// 128 bits: `high`, `low`.
using Uuid = aludel_uuid_t;
/// `year`, `month`, `day`.
using Date = aludel_date_t;
/// `hour`, `minute`, `second`, `nanosecond`.
using Time = aludel_time_t;
/// `months`, `days`, `microseconds`.
using Interval = aludel_interval_t;

/// A moment without a zone: `date`, `time`.
struct Timestamp : aludel_date_time_t {};
/// A moment in UTC: `date`, `time`.
struct Timestamptz : aludel_date_time_t {};

/// A value of a type that has no case of its own, in the server's text form.
struct Foreign {
    std::string type_name;
    std::string text;
};

/// An array, whose items may be NULL.
template <class T> using Array = std::vector<std::optional<T>>;

/// NULL.
using Null = std::monostate;

/// The cases of a value, in the order of their tags.
using ValueCases = std::variant<Null, bool, std::int64_t, std::uint64_t, double, Decimal, std::string, Bytes, Json, Uuid,
                                Date, Time, Timestamp, Timestamptz, Interval, Array<bool>, Array<std::int64_t>,
                                Array<double>, Array<std::string>, Foreign>;

/// One SQL value. Whatever a column can hold turns into it, optionals too.
struct Value : ValueCases {
    Value() = default;
    Value(std::nullptr_t) {}
    Value(std::nullopt_t) {}
    Value(const char *text) : ValueCases(std::string(text)) {}
    Value(std::string_view text) : ValueCases(std::string(text)) {}

    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Value(T number) : ValueCases(static_cast<std::int64_t>(number)) {
        constexpr bool can_be_larger = std::is_unsigned_v<T> && sizeof(T) == sizeof(std::uint64_t);
        if (can_be_larger && static_cast<std::uint64_t>(number) > std::numeric_limits<std::int64_t>::max()) {
            ValueCases::operator=(ValueCases(std::in_place_type<std::uint64_t>, static_cast<std::uint64_t>(number)));
        }
    }

    template <class T>
        requires(std::same_as<T, bool> || std::same_as<T, double> || (std::is_class_v<T> && std::constructible_from<ValueCases, T>))
    Value(T value) : ValueCases(std::in_place_type<T>, std::move(value)) {}

    template <class T> Value(std::optional<T> value) {
        if (value) *this = Value(std::move(*value));
    }

    /// Copies a value of the interface for C.
    static Value of(const aludel_value_t &raw);

    /// Whether it is NULL.
    bool is_null() const { return index() == 0; }
};

namespace detail {

inline std::string text_of(const bindings_string_t &raw) {
    return raw.len ? std::string(reinterpret_cast<const char *>(raw.ptr), raw.len) : std::string();
}

inline bindings_string_t lend(std::string_view text) {
    return {reinterpret_cast<std::uint8_t *>(const_cast<char *>(text.data())), text.size()};
}

template <class T, class List> Array<T> array_of(const List &list) {
    Array<T> items;
    for (std::size_t i = 0; i < list.len; i++) {
        if (!list.ptr[i].is_some) items.emplace_back();
        else if constexpr (std::same_as<T, std::string>) items.emplace_back(text_of(list.ptr[i].val));
        else items.emplace_back(list.ptr[i].val);
    }
    return items;
}

} // namespace detail

inline Value Value::of(const aludel_value_t &raw) {
    switch (raw.tag) {
    case ALUDEL_SQL_TYPES_VALUE_BOOLEAN:
        return raw.val.boolean;
    case ALUDEL_SQL_TYPES_VALUE_INTEGER:
        return raw.val.integer;
    case ALUDEL_SQL_TYPES_VALUE_UNSIGNED_INTEGER:
        return raw.val.unsigned_integer;
    case ALUDEL_SQL_TYPES_VALUE_REAL:
        return raw.val.real;
    case ALUDEL_SQL_TYPES_VALUE_DECIMAL:
        return Decimal{detail::text_of(raw.val.decimal)};
    case ALUDEL_SQL_TYPES_VALUE_TEXT:
        return detail::text_of(raw.val.text);
    case ALUDEL_SQL_TYPES_VALUE_BYTES:
        return Bytes(raw.val.bytes.ptr, raw.val.bytes.ptr + raw.val.bytes.len);
    case ALUDEL_SQL_TYPES_VALUE_JSON:
        return Json{detail::text_of(raw.val.json)};
    case ALUDEL_SQL_TYPES_VALUE_UUID:
        return raw.val.uuid;
    case ALUDEL_SQL_TYPES_VALUE_DATE:
        return raw.val.date;
    case ALUDEL_SQL_TYPES_VALUE_TIME:
        return raw.val.time;
    case ALUDEL_SQL_TYPES_VALUE_TIMESTAMP:
        return Timestamp{raw.val.timestamp};
    case ALUDEL_SQL_TYPES_VALUE_TIMESTAMPTZ:
        return Timestamptz{raw.val.timestamptz};
    case ALUDEL_SQL_TYPES_VALUE_INTERVAL:
        return raw.val.interval;
    case ALUDEL_SQL_TYPES_VALUE_BOOLEAN_ARRAY:
        return detail::array_of<bool>(raw.val.boolean_array);
    case ALUDEL_SQL_TYPES_VALUE_INTEGER_ARRAY:
        return detail::array_of<std::int64_t>(raw.val.integer_array);
    case ALUDEL_SQL_TYPES_VALUE_REAL_ARRAY:
        return detail::array_of<double>(raw.val.real_array);
    case ALUDEL_SQL_TYPES_VALUE_TEXT_ARRAY:
        return detail::array_of<std::string>(raw.val.text_array);
    case ALUDEL_SQL_TYPES_VALUE_FOREIGN:
        return Foreign{detail::text_of(raw.val.foreign.type_name), detail::text_of(raw.val.foreign.text)};
    default:
        return {};
    }
}

/// Values as the interface for C takes them. They point into the values, which have to live as long.
class Lent {
  public:
    explicit Lent(const std::vector<Value> &values) {
        raw_.reserve(values.size());
        for (const Value &value : values) raw_.push_back(std::visit(*this, static_cast<const ValueCases &>(value)));
    }

    /// The values as a row.
    aludel_row_t row() const { return {raw_.data(), raw_.size()}; }

    aludel_value_t operator()(Null) { return aludel_null(); }
    aludel_value_t operator()(bool value) { return aludel_boolean(value); }
    aludel_value_t operator()(std::int64_t value) { return aludel_integer(value); }
    aludel_value_t operator()(std::uint64_t value) { return aludel_unsigned(value); }
    aludel_value_t operator()(double value) { return aludel_real(value); }
    aludel_value_t operator()(const Decimal &value) { return aludel_decimal(value.digits.c_str()); }
    aludel_value_t operator()(const std::string &value) { return aludel_text_of({value.data(), value.size()}); }
    aludel_value_t operator()(const Bytes &value) { return aludel_bytes(value.data(), value.size()); }
    aludel_value_t operator()(const Json &value) { return aludel_json(value.document.c_str()); }
    aludel_value_t operator()(Uuid value) { return aludel_uuid(value.high, value.low); }
    aludel_value_t operator()(Date value) { return aludel_date(value.year, value.month, value.day); }
    aludel_value_t operator()(Time value) {
        return aludel_time(value.hour, value.minute, value.second, value.nanosecond);
    }
    aludel_value_t operator()(Timestamp value) { return aludel_timestamp(value); }
    aludel_value_t operator()(Timestamptz value) { return aludel_timestamptz(value); }
    aludel_value_t operator()(Interval value) {
        return aludel_interval(value.months, value.days, value.microseconds);
    }
    aludel_value_t operator()(const Array<bool> &items) {
        return aludel_boolean_array(lend<aludel_optional_boolean_t>(items), items.size());
    }
    aludel_value_t operator()(const Array<std::int64_t> &items) {
        return aludel_integer_array(lend<aludel_optional_integer_t>(items), items.size());
    }
    aludel_value_t operator()(const Array<double> &items) {
        return aludel_real_array(lend<aludel_optional_real_t>(items), items.size());
    }
    aludel_value_t operator()(const Array<std::string> &items) {
        return aludel_text_array(lend<aludel_optional_text_t>(items), items.size());
    }
    aludel_value_t operator()(const Foreign &value) {
        return aludel_foreign(value.type_name.c_str(), value.text.c_str());
    }

  private:
    // Arrays are laid out anew, in memory that lives until the migration's function returns.
    template <class Item, class T> static const Item *lend(const Array<T> &items) {
        auto *raw = static_cast<Item *>(aludel_allocate(items.size() * sizeof(Item)));
        for (std::size_t i = 0; i < items.size(); i++) {
            raw[i] = Item{};
            raw[i].is_some = items[i].has_value();
            if (!items[i]) continue;
            if constexpr (std::same_as<T, std::string>) raw[i].val = detail::lend(*items[i]);
            else raw[i].val = *items[i];
        }
        return raw;
    }

    std::vector<aludel_value_t> raw_;
};

namespace detail {

template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};

template <class T, class Read> Result<T> read_with(Read read, const aludel_value_t &raw) {
    T value{};
    if (aludel_error_t *error = read(raw, &value)) return Error(error);
    return value;
}

} // namespace detail

/// Reads a value as a type. What is read loses nothing: an integer is read as a `short` if it fits. NULL is read as an
/// optional only.
template <class T> Result<T> read(const aludel_value_t &raw) {
    if constexpr (detail::is_optional<T>::value) {
        if (aludel_is_null(raw)) return T();
        auto value = read<typename T::value_type>(raw);
        if (!value) return std::move(value).error();
        return T(std::move(value).value());
    } else if constexpr (std::same_as<T, Value>) {
        return Value::of(raw);
    } else if constexpr (std::same_as<T, bool>) {
        return detail::read_with<bool>(aludel_read_boolean, raw);
    } else if constexpr (std::same_as<T, std::uint64_t>) {
        return detail::read_with<std::uint64_t>(aludel_read_unsigned, raw);
    } else if constexpr (std::integral<T>) {
        auto wide = detail::read_with<std::int64_t>(aludel_read_integer, raw);
        if (!wide) return std::move(wide).error();
        if (!std::in_range<T>(wide.value())) {
            return Error(aludel_error_of_conversion("%lld does not fit", static_cast<long long>(wide.value())));
        }
        return static_cast<T>(wide.value());
    } else if constexpr (std::same_as<T, double>) {
        return detail::read_with<double>(aludel_read_real, raw);
    } else if (aludel_is_null(raw)) {
        return Error(aludel_error_of_conversion("expected a value, found null: read it as a std::optional"));
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
        auto text = detail::read_with<aludel_string_t>(aludel_read_string, raw);
        if (!text) return std::move(text).error();
        return T(text.value().data, text.value().length);
    } else if constexpr (std::same_as<T, Bytes>) {
        auto bytes = detail::read_with<aludel_blob_t>(aludel_read_blob, raw);
        if (!bytes) return std::move(bytes).error();
        return Bytes(bytes.value().data, bytes.value().data + bytes.value().length);
    } else {
        Value value = Value::of(raw);
        if (auto *found = std::get_if<T>(static_cast<ValueCases *>(&value))) return std::move(*found);
        return Error(aludel_error_of_conversion("expected another type, found %s", aludel_value_name(raw)));
    }
}

} // namespace aludel

#endif
