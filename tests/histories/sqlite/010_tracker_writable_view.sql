-- /// migration
-- revision = "li010"
-- down_revision = "li009"
-- message = "a view that can be written to"
-- ///

-- aludel:upgrade
CREATE VIEW tracker_quick AS SELECT title FROM tracker_issue;
CREATE TRIGGER tracker_quick_insert INSTEAD OF INSERT ON tracker_quick
BEGIN
    INSERT INTO tracker_issue (repo_id, number, title)
    SELECT 1, coalesce((SELECT max(number) FROM tracker_issue), 0) + 1, CASE WHEN NEW.title IS NULL THEN 'untitled; yet' ELSE NEW.title END;
END;
INSERT INTO tracker_quick VALUES ('by the view; quickly'), (NULL);

-- aludel:downgrade
DROP VIEW tracker_quick;
