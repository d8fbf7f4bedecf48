/// The run around the migration: its arguments, log lines, progress.
#ifndef ALUDEL_RUN_HPP
#define ALUDEL_RUN_HPP

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aludel/run.h>
#include <aludel/value.hpp>

namespace aludel {

namespace detail {

inline std::string shown(std::string_view text) { return std::string(text); }
inline std::string shown(const char *text) { return text; }
inline std::string shown(bool value) { return value ? "true" : "false"; }
inline std::string shown(double value) { return aludel_format("%.6f", value); }
template <std::integral T>
    requires(!std::same_as<T, bool>)
std::string shown(T value) {
    return std::to_string(value);
}

inline void append(std::string &out, std::string_view pattern) { out += pattern; }

template <class First, class... Rest>
void append(std::string &out, std::string_view pattern, const First &first, const Rest &...rest) {
    std::size_t place = pattern.find("{}");
    out += pattern.substr(0, place);
    if (place == std::string_view::npos) return;
    out += shown(first);
    append(out, pattern.substr(place + 2), rest...);
}

} // namespace detail

/// Puts a value in place of each `{}`: `format("{} rows", 3)`.
template <class... T> std::string format(std::string_view pattern, const T &...values) {
    std::string out;
    detail::append(out, pattern, values...);
    return out;
}

/// What the run is doing.
using Phase = aludel_phase_t;

/// The revision being applied.
inline std::string revision() { return aludel_revision(); }
/// Whether this is an upgrade, a downgrade or a verification.
inline Phase phase() { return aludel_phase(); }
/// Whether SQL is only written out, so that queries have no answer.
inline bool offline() { return aludel_offline(); }

/// The value of `-x name=value`, if it was given.
inline std::optional<std::string> argument(const char *name) {
    const char *value = aludel_argument(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
}

/// All of `-x name=value`, in the order of the command line.
inline std::vector<std::pair<std::string, std::string>> arguments() {
    std::size_t count = 0;
    const aludel_field_t *fields = aludel_arguments(&count);
    std::vector<std::pair<std::string, std::string>> all;
    for (std::size_t i = 0; i < count; i++) all.emplace_back(fields[i].name, fields[i].value);
    return all;
}

/// The tag given with `--tag`.
inline std::optional<std::string> tag() {
    const char *value = aludel_tag();
    return value ? std::optional<std::string>(value) : std::nullopt;
}

/// The content of this component's own custom section `aludel:NAME`.
inline std::optional<Bytes> section(const char *name) {
    aludel_blob_t content = aludel_section(name);
    return content.data ? std::optional(Bytes(content.data, content.data + content.length)) : std::nullopt;
}

/// How much a log line matters.
using Level = aludel_level_t;

/// Writes a line that the person at the terminal sees.
inline void log(Level level, std::string_view message) {
    aludel_log(level, "%.*s", static_cast<int>(message.size()), message.data());
}

/// Writes a line with fields, which structured output shows by their names.
inline void log_with(Level level, const std::string &message, std::initializer_list<aludel_field_t> fields) {
    aludel_log_with(level, message.c_str(), fields.begin(), fields.size());
}

/// Writes a line; each `{}` is a value.
template <class... T> void trace(std::string_view pattern, const T &...values) {
    log(ALUDEL_TRACE, aludel::format(pattern, values...));
}
template <class... T> void debug(std::string_view pattern, const T &...values) {
    log(ALUDEL_DEBUG, aludel::format(pattern, values...));
}
template <class... T> void info(std::string_view pattern, const T &...values) {
    log(ALUDEL_INFO, aludel::format(pattern, values...));
}
template <class... T> void warn(std::string_view pattern, const T &...values) {
    log(ALUDEL_WARN, aludel::format(pattern, values...));
}
template <class... T> void error(std::string_view pattern, const T &...values) {
    log(ALUDEL_ERROR, aludel::format(pattern, values...));
}

/// A unit of work with a bar, which ends with the object.
class Task {
  public:
    explicit Task(const char *label) : raw_(aludel_task(label)) {}
    Task(const char *label, std::uint64_t total) : raw_(aludel_task_of(label, total)) {}
    Task(const Task &) = delete;
    ~Task() { aludel_task_close(&raw_); }

    /// So many steps are done.
    void advance(std::uint64_t steps) { aludel_advance(&raw_, steps); }
    /// So many steps there are.
    void set_total(std::uint64_t total) { aludel_set_total(&raw_, total); }

  private:
    aludel_task_t raw_;
};

} // namespace aludel

#endif
