/// The run around the migration: its arguments, log lines, progress.
#ifndef ALUDEL_RUN_H
#define ALUDEL_RUN_H

#include <aludel/text.h>
#include <aludel/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What the run is doing.
typedef enum aludel_phase {
    ALUDEL_UPGRADE,
    ALUDEL_DOWNGRADE,
    ALUDEL_VERIFY,
} aludel_phase_t;

/// An argument of the run, or a field of a log line.
typedef struct aludel_field {
    const char *name;
    const char *value;
} aludel_field_t;

/// The revision being applied.
const char *aludel_revision(void);

/// Whether this is an upgrade, a downgrade or a verification.
aludel_phase_t aludel_phase(void);

/// Whether SQL is only written out, so that queries have no answer.
bool aludel_offline(void);

/// The value of `-x name=value`, or NULL.
const char *aludel_argument(const char *name);

/// All of `-x name=value`, in the order of the command line.
const aludel_field_t *aludel_arguments(size_t *count);

/// The tag given with `--tag`, or NULL.
const char *aludel_tag(void);

/// The content of this component's own custom section `aludel:NAME`; its data is NULL where there is none.
aludel_blob_t aludel_section(const char *name);

/// How much a log line matters.
typedef enum aludel_level {
    ALUDEL_TRACE,
    ALUDEL_DEBUG,
    ALUDEL_INFO,
    ALUDEL_WARN,
    ALUDEL_ERROR,
} aludel_level_t;

/// Writes a line that the person at the terminal sees.
void aludel_log(aludel_level_t level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define aludel_trace(...) aludel_log(ALUDEL_TRACE, __VA_ARGS__)
#define aludel_debug(...) aludel_log(ALUDEL_DEBUG, __VA_ARGS__)
#define aludel_info(...) aludel_log(ALUDEL_INFO, __VA_ARGS__)
#define aludel_warn(...) aludel_log(ALUDEL_WARN, __VA_ARGS__)
#define aludel_error(...) aludel_log(ALUDEL_ERROR, __VA_ARGS__)

/// Writes a line with fields, which structured output shows by their names:
/// `aludel_log_with(ALUDEL_INFO, "done", (aludel_field_t[]){{"rows", "3"}}, 1)`.
void aludel_log_with(aludel_level_t level, const char *message, const aludel_field_t *fields, size_t count);

/// A unit of work with a bar. Closing it ends the bar.
typedef struct aludel_task {
    aludel_migration_progress_own_task_t handle;
    bool is_open;
} aludel_task_t;

/// Begins a task whose end is not known: `ALUDEL_AUTO(task) task = aludel_task("reading");`.
aludel_task_t aludel_task(const char *label);

/// Begins a task of so many steps.
aludel_task_t aludel_task_of(const char *label, uint64_t total);

/// So many steps are done.
void aludel_advance(aludel_task_t *task, uint64_t steps);

/// So many steps there are.
void aludel_set_total(aludel_task_t *task, uint64_t total);

/// Ends a task. One that is not open stays so.
void aludel_task_close(aludel_task_t *task);

#ifdef __cplusplus
}
#endif
#endif
