-- /// migration
-- revision = "li019"
-- down_revision = "li018"
-- message = "maintenance that no transaction may hold"
-- transaction = false
-- ///

-- aludel:upgrade
VACUUM;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA incremental_vacuum(10);

-- aludel:downgrade
VACUUM;
