-- /// migration
-- revision = "li005"
-- down_revision = "li004"
-- message = "full text search, kept by triggers"
-- ///

-- aludel:upgrade
CREATE VIRTUAL TABLE tracker_search USING fts5(title, body, content='tracker_issue', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO tracker_search (tracker_search) VALUES ('rebuild');
CREATE TRIGGER tracker_search_added AFTER INSERT ON tracker_issue BEGIN
    INSERT INTO tracker_search (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER tracker_search_removed AFTER DELETE ON tracker_issue BEGIN
    INSERT INTO tracker_search (tracker_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE TRIGGER tracker_search_changed AFTER UPDATE ON tracker_issue BEGIN
    INSERT INTO tracker_search (tracker_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
    INSERT INTO tracker_search (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
INSERT INTO tracker_issue (repo_id, number, title, body) VALUES (1, 7, 'Crash; at start', 'it''s "bad"; see -- log');
SELECT highlight(tracker_search, 0, '<b>', '</b>;') FROM tracker_search WHERE tracker_search MATCH 'crash NOT "quiet; one"' ORDER BY rank;

-- aludel:downgrade
DROP TRIGGER tracker_search_changed; DROP TRIGGER tracker_search_removed; DROP TRIGGER tracker_search_added;
DROP TABLE tracker_search;
