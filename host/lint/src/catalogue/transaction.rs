//! AL8: transactions.

super::family! { Transaction;
    OWN_TRANSACTION = "AL801" "own-transaction" Error EVERY
        ["squawk transaction-nesting", "squawk ban-uncommitted-transaction", "Atlas TX201"]
        "A migration begins or ends a transaction";
    MIXED = "AL802" "mixed" Note MYSQL []
        "Definitions and rows change in one migration, which nothing rolls back";
    MANY_OUTSIDE = "AL803" "many-outside" Note INDEXERS []
        "Several statements run outside of a transaction";
}
