-- /// migration
-- revision = "li008"
-- down_revision = "li007"
-- message = "the same within a transaction, with references deferred"
-- ///

-- aludel:upgrade
PRAGMA defer_foreign_keys = ON;
CREATE TABLE tracker_comment (id INTEGER PRIMARY KEY, issue INTEGER REFERENCES tracker_issue, text TEXT);
INSERT INTO tracker_comment (issue, text) VALUES (1, 'a; b'), (1, char(10, 59) || 'c');
ALTER TABLE tracker_comment RENAME TO tracker_comment_old;
CREATE TABLE tracker_comment (id INTEGER PRIMARY KEY, issue INTEGER REFERENCES tracker_issue ON DELETE SET NULL, text TEXT NOT NULL DEFAULT ';', edited INTEGER);
INSERT INTO tracker_comment (id, issue, text) SELECT id, issue, text FROM tracker_comment_old; DROP TABLE tracker_comment_old;

-- aludel:downgrade
DROP TABLE tracker_comment;
