-- /// migration
-- revision = "pg034"
-- down_revision = "pg033"
-- message = "extended statistics, BRIN and hash indexes, storage settings"
-- ///

-- aludel:upgrade
CREATE STATISTICS tracker_issue_stats (dependencies, ndistinct) ON project_id, state_id FROM tracker_issues;
CREATE INDEX tracker_issues_brin ON tracker_issues USING brin (due) WITH (pages_per_range = 32);
CREATE INDEX tracker_issues_hash ON tracker_issues USING hash (title);
CREATE INDEX tracker_issues_expr ON tracker_issues ((description IS NULL), (coalesce(weight, 0) + 1), lower(title) COLLATE "C" DESC);
ANALYZE tracker_issues (project_id, title);

-- aludel:downgrade
DROP INDEX tracker_issues_expr, tracker_issues_hash, tracker_issues_brin;
DROP STATISTICS tracker_issue_stats;
