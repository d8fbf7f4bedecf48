-- /// migration
-- revision = "li003"
-- down_revision = "li002"
-- message = "triggers with CASE, RAISE and several statements"
-- ///

-- aludel:upgrade
CREATE TABLE tracker_history (issue INTEGER, at TEXT DEFAULT CURRENT_TIMESTAMP, what TEXT, before TEXT, after TEXT);
CREATE TRIGGER tracker_issue_changed
AFTER UPDATE OF title, is_closed ON tracker_issue
FOR EACH ROW
WHEN OLD.title IS NOT NEW.title OR OLD.is_closed <> NEW.is_closed
BEGIN
    SELECT CASE
        WHEN NEW.title = '' THEN RAISE(ABORT, 'a title; please')
        WHEN NEW.is_closed NOT IN (0, 1) THEN CASE NEW.is_closed WHEN 2 THEN RAISE(FAIL, 'two; is no state') ELSE RAISE(ROLLBACK, 'end;') END
    END;
    INSERT INTO tracker_history (issue, what, before, after)
        VALUES (NEW.id, CASE WHEN OLD.title <> NEW.title THEN 'title' ELSE 'state' END, OLD.title, NEW.title);
    UPDATE tracker_repository SET size = size + 1 WHERE id = NEW.repo_id; -- last; one
END;
CREATE TEMP TRIGGER tracker_scratch BEFORE DELETE ON tracker_issue BEGIN SELECT 1; END; DROP TRIGGER temp.tracker_scratch;
UPDATE tracker_issue SET title = title || '!' WHERE id = 1;

-- aludel:downgrade
DROP TRIGGER IF EXISTS tracker_issue_changed;
DROP TABLE tracker_history;
