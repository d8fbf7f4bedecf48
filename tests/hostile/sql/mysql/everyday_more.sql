-- More of what migrations do every day, as the tools of others write it: all of it is allowed without any grant.

-- case: when a row was changed
-- ends: runs
CREATE TABLE t{TOKEN} (id INT PRIMARY KEY, created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6));

-- case: columns that are made of others
-- ends: runs
CREATE TABLE t{TOKEN} (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED, c JSON, d VARCHAR(20) AS (JSON_UNQUOTE(JSON_EXTRACT(c, '$.d'))) VIRTUAL, KEY (b));

-- case: full text
-- ends: runs
CREATE TABLE t{TOKEN} (id INT PRIMARY KEY, body TEXT, FULLTEXT KEY body_words (body)) ENGINE = InnoDB;

-- case: a foreign key that follows
-- ends: runs
CREATE TABLE t{TOKEN} (id INT, CONSTRAINT fk{TOKEN} FOREIGN KEY (id) REFERENCES prey (id) ON DELETE CASCADE ON UPDATE RESTRICT);

-- case: an enumeration with one more value
-- ends: runs
CREATE TABLE t{TOKEN} (a ENUM('x', 'y') NOT NULL);
ALTER TABLE t{TOKEN} MODIFY COLUMN a ENUM('x', 'y', 'z') NOT NULL;

-- case: a change without a copy
-- ends: runs
CREATE TABLE t{TOKEN} (a INT);
ALTER TABLE t{TOKEN} ADD COLUMN b INT DEFAULT 0, ALGORITHM = INSTANT;
ALTER TABLE t{TOKEN} ADD INDEX b_a (b, a), LOCK = NONE;
ALTER TABLE t{TOKEN} RENAME COLUMN b TO c, RENAME INDEX b_a TO c_a;

-- case: another order of letters
-- ends: runs
CREATE TABLE t{TOKEN} (a VARCHAR(20));
ALTER TABLE t{TOKEN} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- case: partitions
-- ends: runs
CREATE TABLE t{TOKEN} (a INT) PARTITION BY HASH (a) PARTITIONS 4;
ALTER TABLE t{TOKEN} REMOVE PARTITIONING;

-- case: a number with a point and nothing behind it
-- ends: runs
SELECT 1. + .5, 1e3, 0x41, 0b1, X'41', 1.5e-3;

-- case: a backslash in a text
-- ends: runs
UPDATE prey SET word = 'C:\\x\\\'y\'' WHERE id = 1;
UPDATE prey SET word = 'eats' WHERE id = 1;

-- case: a lock for a while
-- ends: runs
SELECT * FROM prey USE INDEX (PRIMARY) WHERE id = 1 FOR UPDATE;

-- case: what the server tells of itself
-- ends: runs
SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE();
SHOW TABLES LIKE 'prey';
SHOW COLUMNS FROM prey WHERE Field = 'id';

-- case: a statement that is put together as its table is
-- ends: runs
SET @found = (SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'prey' AND column_name = 'extra');
SET @change = IF(@found = 0, 'SELECT 1', 'SELECT 2');
PREPARE change_it FROM @change;
EXECUTE change_it;
DEALLOCATE PREPARE change_it;

-- case: a time limit for one statement
-- ends: runs
SELECT /*+ MAX_EXECUTION_TIME(1000) */ COUNT(*) FROM prey;

-- case: a rule for how strict
-- ends: runs
SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES');
SET @@session.sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
SELECT 1;

-- case: rows of other rows
-- ends: runs
INSERT INTO prey (id, word) SELECT c.id + 2000, p.word FROM canary AS c CROSS JOIN prey AS p WHERE c.id > 0 ON DUPLICATE KEY UPDATE word = VALUES(word);
DELETE FROM prey WHERE id > 2000;
