-- /// migration
-- revision = "li009"
-- down_revision = "li008"
-- message = "views, recursive ones, and window functions"
-- ///

-- aludel:upgrade
CREATE VIEW tracker_open AS SELECT i.id, r.owner || '/' || r.name AS repo, i.title FROM tracker_issue i JOIN tracker_repository r ON r.id = i.repo_id WHERE NOT i.is_closed;
CREATE VIEW tracker_ranked (id, place, "share; of all") AS
    SELECT id, row_number() OVER w, 1.0 / count(*) OVER () FROM tracker_issue WINDOW w AS (PARTITION BY repo_id ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE NO OTHERS);
CREATE VIEW tracker_days AS WITH RECURSIVE days (day) AS (VALUES ('2024-01-01') UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < '2024-01-31') SELECT day, CASE strftime('%w', day) WHEN '0' THEN 'sun;day' ELSE '' END AS name FROM days;
SELECT count(*) FROM tracker_days;

-- aludel:downgrade
DROP VIEW tracker_days; DROP VIEW tracker_ranked; DROP VIEW tracker_open;
