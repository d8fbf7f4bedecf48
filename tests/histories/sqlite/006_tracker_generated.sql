-- /// migration
-- revision = "li006"
-- down_revision = "li005"
-- message = "generated columns and expression indexes"
-- ///

-- aludel:upgrade
ALTER TABLE tracker_issue ADD COLUMN slug TEXT GENERATED ALWAYS AS (lower(replace(title, ' ', '-'))) VIRTUAL;
CREATE INDEX tracker_issue_slug ON tracker_issue (slug, length(body) DESC);
CREATE TABLE tracker_event (id INTEGER PRIMARY KEY, payload TEXT CHECK (json_valid(payload)), kind TEXT AS (json_extract(payload, '$.kind;')) STORED);
CREATE INDEX tracker_event_kind ON tracker_event (kind, payload ->> '$.n') WHERE kind IS NOT NULL;
INSERT INTO tracker_event (payload) VALUES ('{"kind;": "open", "n": 1}'), (json_object('n', 2)), ('[]');

-- aludel:downgrade
DROP TABLE tracker_event;
DROP INDEX tracker_issue_slug;
ALTER TABLE tracker_issue DROP COLUMN slug;
