// /// migration
// revision = "bench_c"
// message = "lower-case e-mail addresses, in C"
// ///
#include <aludel.h>
#include <string.h>

// Rows come in pages and are written in batches below the loop.
static aludel_error_t *upgrade(aludel_database_t *db) {
    ALUDEL_AUTO(writer) update = {0};
    ALUDEL_TRY(aludel_bulk_update(db, &update, "customers", ALUDEL_NAMES("id"), ALUDEL_NAMES("email")));
    ALUDEL_AUTO(cursor) customers = {0};
    ALUDEL_TRY(aludel_query(db, &customers, "SELECT id, email FROM customers"));
    ALUDEL_EACH(&customers) {
        int64_t id;
        const char *email;
        ALUDEL_TRY(aludel_get(&customers, "id", &id));
        ALUDEL_TRY(aludel_get(&customers, "email", &email));
        ALUDEL_SCRATCH;
        char *lower = (char *)aludel_keep(email, strlen(email));
        for (char *at = lower; *at; at++) {
            if (*at >= 'A' && *at <= 'Z') *at += 'a' - 'A';
        }
        ALUDEL_TRY(aludel_write(&update, aludel_integer(id), aludel_text(lower)));
    }
    ALUDEL_TRY(aludel_finish(&update, NULL));
    return ALUDEL_OK;
}

static aludel_error_t *downgrade(aludel_database_t *db) {
    (void)db;
    return aludel_irreversible("the old spelling of the addresses is not kept");
}

ALUDEL_MIGRATION(upgrade, downgrade)
