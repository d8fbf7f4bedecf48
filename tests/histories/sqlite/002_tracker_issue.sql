-- /// migration
-- revision = "li002"
-- down_revision = "li001"
-- message = "issues, numbered within a repository"
-- ///

-- aludel:upgrade
CREATE TABLE tracker_issue (
    id INTEGER PRIMARY KEY,
    repo_id INTEGER NOT NULL REFERENCES tracker_repository (id) ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 255), /* in characters; not bytes */
    body TEXT DEFAULT '', is_closed INT DEFAULT FALSE, -- a comment; inside
    closed_at TEXT, priority REAL DEFAULT 1e-3, blob_hash BLOB DEFAULT x'00FF',
    UNIQUE (repo_id, number),
    CONSTRAINT "tracker; closed" CHECK (is_closed = 0 OR closed_at IS NOT NULL)
);
CREATE TRIGGER tracker_issue_number AFTER INSERT ON tracker_issue WHEN NEW.number = 0
BEGIN
    UPDATE tracker_issue SET number = (SELECT coalesce(max(number), 0) + 1 FROM tracker_issue WHERE repo_id = NEW.repo_id) WHERE id = NEW.id;
END;
INSERT INTO tracker_issue (repo_id, number, title) VALUES (1, 0, 'First; issue'), (2, 0, 'Second');

-- aludel:downgrade
DROP TRIGGER tracker_issue_number; DROP TABLE tracker_issue;
