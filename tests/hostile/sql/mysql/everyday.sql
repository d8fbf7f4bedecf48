-- What migrations do every day: all of it is allowed, and touches no canary.

-- case: a table
-- ends: runs
-- sees: create-table
CREATE TABLE t{TOKEN} (id BIGINT AUTO_INCREMENT PRIMARY KEY, a VARCHAR(20) NOT NULL DEFAULT '', b DECIMAL(10, 2), c ENUM('x', 'y'), KEY a_b (a, b), UNIQUE KEY c_a (c, a)) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- case: a temporary table
-- ends: runs
-- sees: temporary-table
CREATE TEMPORARY TABLE t{TOKEN} (a INT);

-- case: a table of a query
-- ends: runs
-- sees: create-table,read
CREATE TABLE t{TOKEN} AS SELECT id, UPPER(word) AS word FROM canary;

-- case: a table with partitions
-- ends: runs
-- sees: create-table
CREATE TABLE t{TOKEN} (a INT) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);

-- case: an upsert
-- ends: runs
-- sees: insert,update
INSERT INTO prey (id, word) VALUES (1, 'a') ON DUPLICATE KEY UPDATE word = VALUES(word);

-- case: a replacement
-- ends: runs
-- sees: insert,delete
REPLACE INTO prey VALUES (1, 'a');

-- case: rows of a query
-- ends: runs
-- sees: insert,read
INSERT INTO prey (id, word) SELECT id + 1000, CONCAT(word, '!') FROM canary WHERE id > 0;

-- case: an update
-- ends: runs
-- sees: update
UPDATE prey SET word = COALESCE(NULLIF(TRIM(word), ''), 'x') WHERE id > 0;

-- case: an update in a join
-- ends: runs
-- sees: update
UPDATE prey p JOIN canary c ON p.id = c.id SET p.word = c.word WHERE c.id < 0;

-- case: a deletion in a join
-- ends: runs
-- sees: delete,read
DELETE p FROM prey p LEFT JOIN canary c ON p.id = c.id WHERE c.id < 0;

-- case: empties a table
-- ends: runs
-- sees: truncate
TRUNCATE TABLE prey;

-- case: an index
-- ends: runs
-- sees: create-index
CREATE INDEX prey_id{TOKEN} ON prey (id);

-- case: a view
-- ends: runs
-- sees: create-view,read
CREATE VIEW v{TOKEN} AS SELECT * FROM canary;

-- case: a function
-- ends: runs
-- sees: create-routine
CREATE FUNCTION f{TOKEN}(a INT) RETURNS INT DETERMINISTIC RETURN a + 1;

-- case: a procedure
-- ends: runs
-- sees: create-routine
CREATE PROCEDURE p{TOKEN}(IN a INT) BEGIN DECLARE i INT DEFAULT 0; WHILE i < a DO INSERT INTO prey VALUES (1000 + i, 'x'); SET i = i + 1; END WHILE; END;

-- case: a trigger
-- ends: runs
-- sees: create-trigger
CREATE TRIGGER t{TOKEN} BEFORE INSERT ON prey FOR EACH ROW SET NEW.word = 'x';

-- case: rights on a table
-- ends: runs
-- sees: privileges
GRANT SELECT ON prey TO CURRENT_USER();

-- case: a setting
-- ends: runs
-- sees: session-setting
SET SESSION lock_wait_timeout = 5;

-- case: no checks for a while
-- ends: runs
-- sees: session-setting
SET FOREIGN_KEY_CHECKS = 0;
SET FOREIGN_KEY_CHECKS = 1;

-- case: a mode without one of its parts
-- ends: runs
-- sees: session-setting
SET SESSION sql_mode = REPLACE(@@sql_mode, 'ONLY_FULL_GROUP_BY', '');

-- case: how a dump begins
-- ends: runs
-- sees: session-setting
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;

-- case: how a dump ends
-- ends: runs
-- sees: session-setting
SET @OLD_SQL_MODE=@@SQL_MODE, @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS;
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;

-- case: a savepoint
-- ends: runs
SAVEPOINT mine;
INSERT INTO prey VALUES (100, 'a');
ROLLBACK TO SAVEPOINT mine;

-- case: a column
-- ends: runs
-- sees: alter-table
ALTER TABLE prey ADD COLUMN extra{TOKEN} INT NOT NULL DEFAULT 0;

-- case: another name
-- ends: runs
-- sees: rename-table,create-table
RENAME TABLE prey TO quarry;
RENAME TABLE quarry TO prey;

-- case: sleeps
-- ends: runs
SELECT SLEEP(0), BENCHMARK(1, SHA2('x', 256));

-- case: a WITH that calls itself
-- ends: runs
-- sees: read
WITH RECURSIVE a (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 3) SELECT * FROM a, canary;

-- case: a part of a date
-- ends: runs
SELECT EXTRACT(YEAR FROM NOW()), TRIM(LEADING 'x' FROM 'xx');

-- case: a name of the house in a string
-- ends: runs
SELECT 'aludel_version';

-- case: a string that looks like a statement
-- ends: runs
SELECT 'COMMIT; LOAD DATA INFILE', "SET GLOBAL x = 1";

-- case: a lock of its own
-- ends: runs
-- sees: session-setting
SELECT GET_LOCK('mine{TOKEN}', 0);
DO RELEASE_LOCK('mine{TOKEN}');

-- case: a prepared statement
-- ends: runs
PREPARE a FROM 'SELECT ? + 1';
SET @n = 1;
EXECUTE a USING @n;
DEALLOCATE PREPARE a;
