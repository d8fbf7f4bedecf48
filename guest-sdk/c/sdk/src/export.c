#include "internal.h"

static aludel_verdict_t verdict;

const aludel_verdict_t *aludel_run(aludel_migration_t *function, int32_t database) {
    aludel_database_t db = {.handle = {database}};
    aludel_error_t *error = function(&db);
    // The host lends the handle for the call and wants it back before the end.
    aludel_sql_database_database_drop_borrow(db.handle);
    verdict.is_failure = error != ALUDEL_OK;
    if (error) verdict.failure = aludel_error_into_failure(error);
    return &verdict;
}
