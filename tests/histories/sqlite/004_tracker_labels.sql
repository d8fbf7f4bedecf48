-- /// migration
-- revision = "li004"
-- down_revision = "li003"
-- message = "labels without rowid, and a strict table"
-- ///

-- aludel:upgrade
CREATE TABLE tracker_label (name TEXT NOT NULL, repo INTEGER NOT NULL, color TEXT DEFAULT '#ee;eeee', PRIMARY KEY (repo, name)) WITHOUT ROWID;
CREATE TABLE tracker_issue_label (issue INT NOT NULL, label TEXT NOT NULL, weight REAL, extra ANY, PRIMARY KEY (issue, label)) STRICT, WITHOUT ROWID;
INSERT INTO tracker_label VALUES ('bug', 1, '#f00'), ('"odd"; label', 1, '#0f0');
INSERT OR REPLACE INTO tracker_label (name, repo) VALUES ('bug', 1); INSERT OR IGNORE INTO tracker_label (name, repo) VALUES ('bug', 1);
REPLACE INTO tracker_issue_label VALUES (1, 'bug', 0.5, x'01'), (1, 'x', NULL, 'any; thing');

-- aludel:downgrade
DROP TABLE tracker_issue_label; DROP TABLE tracker_label;
