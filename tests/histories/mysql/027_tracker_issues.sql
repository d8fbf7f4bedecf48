-- /// migration
-- revision = "my027"
-- down_revision = "my026"
-- message = "issues with checks and history"
-- ///

-- aludel:upgrade mariadb
CREATE TABLE tracker_issues (
    id INT AUTO_INCREMENT PRIMARY KEY, title VARCHAR(255) NOT NULL CHECK (title <> ''), labels JSON NOT NULL DEFAULT '[]',
    opened DATE DEFAULT (CURRENT_DATE), due DATE, parent INT, uid UUID DEFAULT UUID(), address INET6,
    label_count INT AS (JSON_LENGTH(labels)) PERSISTENT,
    CONSTRAINT tracker_due CHECK (due IS NULL OR due >= '2000-01-01' AND title NOT LIKE '%;%'),
    INDEX (label_count), FOREIGN KEY tracker_parent (parent) REFERENCES tracker_issues (id) ON DELETE CASCADE
) WITH SYSTEM VERSIONING;
INSERT INTO tracker_issues (title, labels) VALUES ('First', '["a;b", "c\'d"]'), ('Second', JSON_ARRAY('x', '"')) RETURNING id;
UPDATE tracker_issues SET title = 'Changed' WHERE id = 1; SELECT COUNT(*) FROM tracker_issues FOR SYSTEM_TIME ALL;
CREATE SEQUENCE tracker_numbers START WITH 1000 INCREMENT BY 5; SELECT NEXT VALUE FOR tracker_numbers;

-- aludel:upgrade mysql
CREATE TABLE tracker_issues (
    id INT AUTO_INCREMENT PRIMARY KEY, title VARCHAR(255) NOT NULL CHECK (title <> ''), labels JSON NOT NULL DEFAULT ('[]'),
    opened DATE DEFAULT (CURRENT_DATE), due DATE, parent INT, uid BINARY(16) DEFAULT (UUID_TO_BIN('00000000-0000-0001-8000-000000000002')), address VARBINARY(16),
    label_count INT AS (JSON_LENGTH(labels)) STORED,
    CONSTRAINT tracker_due CHECK (due IS NULL OR due >= '2000-01-01' AND title NOT LIKE '%;%'),
    INDEX (label_count), FOREIGN KEY tracker_parent (parent) REFERENCES tracker_issues (id) ON DELETE CASCADE
);
INSERT INTO tracker_issues (title, labels) VALUES ('First', '["a;b", "c\'d"]'), ('Second', JSON_ARRAY('x', '"'));
UPDATE tracker_issues SET title = 'Changed' WHERE id = 1;

-- aludel:downgrade mariadb
DROP SEQUENCE tracker_numbers; DROP TABLE tracker_issues;

-- aludel:downgrade mysql
DROP TABLE tracker_issues;
