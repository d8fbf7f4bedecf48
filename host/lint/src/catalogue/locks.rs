//! AL4: locks and rewrites of `PostgreSQL`.

super::family! { Locks;
    INDEX_LOCKS = "AL401" "index-locks" Warning POSTGRES
        ["Atlas PG101", "squawk require-concurrent-index-creation", "strong_migrations add_index"]
        "An index is made while writers wait";
    DROP_INDEX_LOCKS = "AL402" "drop-index-locks" Note POSTGRES
        ["Atlas PG102", "squawk require-concurrent-index-deletion", "strong_migrations remove_index"]
        "An index is dropped while all others wait";
    CONCURRENTLY_IN_TRANSACTION = "AL403" "concurrently-in-transaction" Error POSTGRES
        ["Atlas PG103", "squawk ban-concurrent-index-creation-in-transaction", "Atlas TX101"]
        "CONCURRENTLY is asked for inside of a transaction";
    REWRITE_FOR_TYPE = "AL404" "rewrite-for-type" Warning POSTGRES
        ["Atlas PG301", "squawk changing-column-type", "strong_migrations change_column"]
        "A new type has the table written anew";
    REWRITE_FOR_COLUMN = "AL405" "rewrite-for-column" Warning POSTGRES
        ["Atlas PG302", "squawk adding-field-with-default", "squawk adding-serial-primary-key-field",
            "strong_migrations add_column_default", "strong_migrations add_column_auto_incrementing",
            "strong_migrations add_column_generated_stored", "Atlas PG309", "Atlas PG310"]
        "A new column has the table written anew";
    MANY_LOCKS = "AL406" "many-locks" Note POSTGRES []
        "One transaction locks readers out of several tables";
    DATA_UNDER_LOCK = "AL407" "data-under-lock" Warning POSTGRES ["strong_migrations backfilling data"]
        "Rows are changed while a transaction locks readers out";
    BLOCKING_UPKEEP = "AL408" "blocking-upkeep" Warning POSTGRES
        ["squawk require-concurrent-reindex", "squawk prefer-repack"]
        "REINDEX, CLUSTER, VACUUM FULL, REFRESH or LOCK keeps others out";
    REWRITE_FOR_STORAGE = "AL409" "rewrite-for-storage" Warning POSTGRES ["Atlas PG307", "Atlas PG311"]
        "Another kind of storage has the table written anew";
    DETACH_LOCKS = "AL410" "detach-locks" Warning POSTGRES ["squawk require-concurrent-partition-detach"]
        "A partition is detached while others wait";
    CORRUPTIBLE_INDEX = "AL411" "corruptible-index" Error POSTGRES ["strong_migrations add_index_corruption"]
        "A server of this version may build a corrupt index concurrently";
    NO_LOCK_TIMEOUT = "AL412" "no-lock-timeout" Warning POSTGRES ["squawk require-timeout-settings"]
        "The limit on waiting for locks is switched off";
    TRIGGER_LOCKS = "AL413" "trigger-locks" Note POSTGRES ["Atlas PG308"]
        "A trigger is made while writers wait";
}
