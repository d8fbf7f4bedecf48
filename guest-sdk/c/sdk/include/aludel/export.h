/// Which functions are the migration.
#ifndef ALUDEL_EXPORT_H
#define ALUDEL_EXPORT_H

#include <aludel/database.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A function of a migration.
typedef aludel_error_t *aludel_migration_t(aludel_database_t *db);

/// What the host reads of a function that ran.
typedef struct aludel_verdict {
    bool is_failure;
    aludel_migration_failures_failure_t failure;
} aludel_verdict_t;

/// Runs a function of a migration for the host.
const aludel_verdict_t *aludel_run(aludel_migration_t *function, int32_t database);

/// Says which functions are the migration. It stands once, after them.
#define ALUDEL_MIGRATION(upgrade_function, downgrade_function)                                                         \
    ALUDEL_EXPORT("aludel:migration/revision@0.1.0#upgrade", aludel_export_upgrade, upgrade_function)                  \
    ALUDEL_EXPORT("aludel:migration/revision@0.1.0#downgrade", aludel_export_downgrade, downgrade_function)

/// As `ALUDEL_MIGRATION`, with a function that checks the work after the upgrade, in the same transaction.
#define ALUDEL_CHECKED_MIGRATION(upgrade_function, downgrade_function, verify_function)                                \
    ALUDEL_MIGRATION(upgrade_function, downgrade_function)                                                             \
    ALUDEL_EXPORT("aludel:migration/check@0.1.0#verify", aludel_export_verify, verify_function)

#ifdef __cplusplus
#define ALUDEL_EXPORT_LINKAGE extern "C"
#else
#define ALUDEL_EXPORT_LINKAGE
#endif

#define ALUDEL_EXPORT(export, name, function)                                                                          \
    ALUDEL_EXPORT_LINKAGE const aludel_verdict_t *name(int32_t database);                                              \
    ALUDEL_EXPORT_LINKAGE __attribute__((export_name(export))) const aludel_verdict_t *name(int32_t database) {        \
        return aludel_run(function, database);                                                                         \
    }

#ifdef __cplusplus
}
#endif
#endif
