-- /// migration
-- revision = "pg029"
-- down_revision = "pg028"
-- message = "projects, issues and a tree of milestones"
-- ///

-- aludel:upgrade
CREATE TABLE tracker_projects (id INT PRIMARY KEY, path TEXT NOT NULL UNIQUE COLLATE "C", archived BOOL DEFAULT FALSE NOT NULL);
CREATE TABLE tracker_issues (
    project_id INT NOT NULL REFERENCES tracker_projects, iid INT NOT NULL, title TEXT NOT NULL, description TEXT,
    state_id SMALLINT DEFAULT 1 NOT NULL, confidential BOOLEAN DEFAULT FALSE NOT NULL, weight INT, due DATE,
    fingerprint BYTEA GENERATED ALWAYS AS (decode(md5(title), 'hex')) STORED,
    CONSTRAINT tracker_check_title CHECK (char_length(title) <= 255), PRIMARY KEY (project_id, iid)
);
CREATE TABLE tracker_milestones (id INT PRIMARY KEY, parent INT REFERENCES tracker_milestones, title TEXT);
INSERT INTO tracker_milestones SELECT n, NULLIF(n / 2, 0), 'M' || n FROM generate_series(1, 15) n;
CREATE VIEW tracker_milestone_paths AS WITH RECURSIVE up AS (
    SELECT id, parent, title AS path FROM tracker_milestones WHERE parent IS NULL
    UNION ALL SELECT m.id, m.parent, up.path || '; ' || m.title FROM tracker_milestones m JOIN up ON m.parent = up.id
) SELECT id, path FROM up;

-- aludel:downgrade
DROP VIEW tracker_milestone_paths;
DROP TABLE tracker_milestones; DROP TABLE tracker_issues; DROP TABLE tracker_projects;
