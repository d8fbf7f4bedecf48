-- /// migration
-- revision = "pg035"
-- down_revision = "pg034"
-- message = "maintenance that no transaction may hold"
-- transaction = false
-- ///

-- aludel:upgrade
VACUUM (ANALYZE) tracker_issues;
ALTER TABLE tracker_issues SET (autovacuum_vacuum_scale_factor = 0.01);
REINDEX TABLE CONCURRENTLY tracker_issues;

-- aludel:downgrade
ALTER TABLE tracker_issues RESET (autovacuum_vacuum_scale_factor);
