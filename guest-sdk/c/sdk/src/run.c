#include "internal.h"

const char *aludel_revision(void) {
    bindings_string_t revision;
    aludel_migration_context_revision(&revision);
    return aludel_adopt(&revision);
}

aludel_phase_t aludel_phase(void) { return (aludel_phase_t)aludel_migration_context_current_phase(); }

bool aludel_offline(void) { return aludel_migration_context_offline(); }

const char *aludel_argument(const char *name) {
    bindings_string_t wanted = aludel_lend(name), value;
    return aludel_migration_context_argument(&wanted, &value) ? aludel_adopt(&value) : NULL;
}

const aludel_field_t *aludel_arguments(size_t *count) {
    bindings_list_tuple2_string_string_t list;
    aludel_migration_context_arguments(&list);
    aludel_field_t *fields = aludel_allocate(list.len * sizeof(aludel_field_t));
    for (size_t i = 0; i < list.len; i++) {
        fields[i] = (aludel_field_t){aludel_adopt(&list.ptr[i].f0), aludel_adopt(&list.ptr[i].f1)};
    }
    *count = list.len;
    bindings_list_tuple2_string_string_free(&list);
    return fields;
}

const char *aludel_tag(void) {
    bindings_string_t tag;
    return aludel_migration_context_tag(&tag) ? aludel_adopt(&tag) : NULL;
}

aludel_blob_t aludel_section(const char *name) {
    bindings_string_t wanted = aludel_lend(name);
    bindings_list_u8_t content;
    if (!aludel_migration_context_section(&wanted, &content)) return (aludel_blob_t){0};
    aludel_blob_t kept = {(const uint8_t *)aludel_keep((const char *)content.ptr, content.len), content.len};
    bindings_list_u8_free(&content);
    return kept;
}

void aludel_log(aludel_level_t level, const char *format, ...) {
    ALUDEL_SCRATCH;
    __builtin_va_list arguments;
    __builtin_va_start(arguments, format);
    bindings_string_t message = aludel_lend(aludel_format_list(format, arguments));
    __builtin_va_end(arguments);
    aludel_migration_progress_log((aludel_migration_progress_level_t)level, &message);
}

void aludel_log_with(aludel_level_t level, const char *message, const aludel_field_t *fields, size_t count) {
    ALUDEL_SCRATCH;
    bindings_string_t text = aludel_lend(message);
    bindings_tuple2_string_string_t *pairs = aludel_allocate(count * sizeof(*pairs));
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (bindings_tuple2_string_string_t){aludel_lend(fields[i].name), aludel_lend(fields[i].value)};
    }
    bindings_list_tuple2_string_string_t list = {pairs, count};
    aludel_migration_progress_log_with((aludel_migration_progress_level_t)level, &text, &list);
}

static aludel_task_t begin(const char *label, uint64_t *total) {
    bindings_string_t text = aludel_lend(label);
    return (aludel_task_t){aludel_migration_progress_constructor_task(&text, total), true};
}

aludel_task_t aludel_task(const char *label) { return begin(label, NULL); }

aludel_task_t aludel_task_of(const char *label, uint64_t total) { return begin(label, &total); }

void aludel_advance(aludel_task_t *task, uint64_t steps) {
    aludel_migration_progress_method_task_advance(aludel_migration_progress_borrow_task(task->handle), steps);
}

void aludel_set_total(aludel_task_t *task, uint64_t total) {
    aludel_migration_progress_method_task_set_total(aludel_migration_progress_borrow_task(task->handle), total);
}

void aludel_task_close(aludel_task_t *task) {
    if (task->is_open) aludel_migration_progress_task_drop_own(task->handle);
    task->is_open = false;
}
