-- What touches the tables that Aludel keeps for itself.

-- case: reads the versions
-- sees: house-table
SELECT * FROM aludel_version;

-- case: reads the versions with their database
-- sees: house-table
SELECT * FROM {DATABASE}.aludel_version;

-- case: reads the versions in backticks
-- sees: house-table
SELECT * FROM `aludel_version`;

-- case: reads the versions in capitals
-- sees: house-table
SELECT * FROM ALUDEL_VERSION;

-- case: reads the versions with spaces
-- sees: house-table
SELECT * FROM {DATABASE} . aludel_version;

-- case: reads the versions in a comment of a version
-- sees: house-table
SELECT * FROM /*!50000 aludel_version */;

-- case: reads the versions of the second table
-- sees: house-table
SELECT * FROM canary, aludel_version;

-- case: reads the versions in a join
-- sees: house-table
SELECT * FROM canary JOIN aludel_version ON 1;

-- case: reads the versions in parentheses
-- sees: house-table
SELECT * FROM (canary, aludel_version);

-- case: reads the versions in a query
-- sees: house-table
SELECT (SELECT COUNT(*) FROM aludel_version);

-- case: reads the versions in EXISTS
-- sees: house-table
SELECT 1 WHERE EXISTS (SELECT 1 FROM aludel_version);

-- case: reads the versions in a union
-- sees: house-table
SELECT 'a' UNION SELECT version_num FROM aludel_version;

-- case: reads the versions in a WITH
-- sees: house-table
WITH a AS (SELECT * FROM aludel_version) SELECT * FROM a;

-- case: reads the versions as a table
-- sees: house-table
TABLE aludel_version;

-- case: reads the history with an index
-- sees: house-table
SELECT * FROM aludel_history USE INDEX (PRIMARY);

-- case: reads the versions by a handler
-- sees: house-table
HANDLER aludel_version OPEN;

-- case: reads the versions of a partition
-- sees: house-table
SELECT * FROM aludel_version PARTITION (p);

-- case: inserts a version
-- sees: house-table
INSERT INTO aludel_version VALUES ('x');

-- case: inserts a version without INTO
-- sees: house-table
INSERT aludel_version VALUES ('x');

-- case: inserts a version with SET
-- sees: house-table
INSERT IGNORE INTO aludel_version SET version_num = 'x';

-- case: inserts from the versions
-- sees: house-table
INSERT INTO prey SELECT 100, version_num FROM aludel_version;

-- case: inserts the table of versions
-- sees: house-table
INSERT INTO prey TABLE aludel_version;

-- case: replaces a version
-- sees: house-table
REPLACE INTO aludel_version VALUES ('x');

-- case: replaces a version with a delay
-- sees: house-table
REPLACE DELAYED aludel_version VALUES ('x');

-- case: changes a version
-- sees: house-table
UPDATE aludel_version SET version_num = 'x';

-- case: changes a version in a join
-- sees: house-table
UPDATE prey JOIN aludel_version v ON 1 SET v.version_num = 'x';

-- case: changes a version of the second table
-- sees: house-table
UPDATE prey, aludel_version SET version_num = 'x';

-- case: changes a version with low priority
-- sees: house-table
UPDATE LOW_PRIORITY IGNORE aludel_version SET version_num = 'x';

-- case: deletes versions
-- sees: house-table
DELETE FROM aludel_version;

-- case: deletes versions of several tables
-- sees: house-table
DELETE v FROM aludel_version v JOIN canary;

-- case: deletes versions with USING
-- sees: house-table
DELETE FROM prey, aludel_version USING prey JOIN aludel_version;

-- case: deletes versions with a star
-- sees: house-table
DELETE prey.*, aludel_version.* FROM prey, aludel_version;

-- case: deletes versions in a WITH
-- sees: house-table
WITH a AS (SELECT 1) DELETE FROM aludel_version;

-- case: deletes versions in ANALYZE
-- sees: house-table
ANALYZE DELETE FROM aludel_version;

-- case: deletes versions in ANALYZE with a format
-- sees: house-table
ANALYZE FORMAT=JSON DELETE FROM aludel_version;

-- case: deletes versions in EXPLAIN ANALYZE
-- sees: house-table
EXPLAIN ANALYZE DELETE FROM aludel_version;

-- case: deletes versions with a setting in front
-- sees: house-table
SET STATEMENT max_statement_time = 1 FOR DELETE FROM aludel_version;

-- case: deletes versions by a prepared statement
-- sees: house-table
PREPARE a FROM 'DELETE FROM aludel_version';
EXECUTE a;

-- case: deletes versions at once
-- sees: house-table
EXECUTE IMMEDIATE 'DELETE FROM aludel_version';

-- case: deletes versions by a text in a variable
-- sees: house-table
SET @a = 'DELETE FROM aludel_version';
PREPARE b FROM @a;
EXECUTE b;

-- case: deletes versions in a procedure
-- sees: house-table
CREATE PROCEDURE p() DELETE FROM aludel_version;

-- case: deletes versions in a block
-- sees: house-table
CREATE PROCEDURE p() BEGIN DELETE FROM aludel_version; END;

-- case: deletes versions in a block by a text
-- sees: house-table
CREATE PROCEDURE p() BEGIN EXECUTE IMMEDIATE 'DELETE FROM aludel_version'; END;

-- case: deletes versions in a block without a name
-- sees: house-table
BEGIN NOT ATOMIC DELETE FROM aludel_version; END;

-- case: deletes versions in a function
-- sees: house-table
CREATE FUNCTION f() RETURNS INT BEGIN DELETE FROM aludel_version; RETURN 1; END;

-- case: deletes versions in a trigger
-- sees: house-table
CREATE TRIGGER t AFTER INSERT ON prey FOR EACH ROW DELETE FROM aludel_version;
INSERT INTO prey VALUES (100, 'a');

-- case: deletes versions in an event
-- sees: house-table
CREATE EVENT e{TOKEN} ON SCHEDULE EVERY 1 DAY DO DELETE FROM aludel_version;

-- case: deletes versions of the past
-- sees: house-table
DELETE HISTORY FROM aludel_version;

-- case: empties the versions
-- sees: house-table
TRUNCATE aludel_version;

-- case: empties the history
-- sees: house-table
TRUNCATE TABLE aludel_history;

-- case: drops the versions
-- sees: house-table
DROP TABLE aludel_version;

-- case: drops several tables
-- sees: house-table
DROP TABLE IF EXISTS prey, aludel_history CASCADE;

-- case: renames the versions
-- sees: house-table
RENAME TABLE aludel_version TO x;

-- case: takes the name of the versions
-- sees: house-table
RENAME TABLE aludel_version TO x, prey TO aludel_version;

-- case: renames the versions by ALTER
-- sees: house-table
ALTER TABLE aludel_version RENAME x;

-- case: takes the name by ALTER
-- sees: house-table
ALTER TABLE prey RENAME AS aludel_history;

-- case: changes the versions
-- sees: house-table
ALTER TABLE aludel_version ADD x INT;

-- case: changes the versions in a comment of a version
-- sees: house-table
/*!40000 ALTER TABLE `aludel_version` DISABLE KEYS */;

-- case: an index of the versions
-- sees: house-table
CREATE INDEX i ON aludel_version (version_num);

-- case: drops an index of the history
-- sees: house-table
DROP INDEX i ON aludel_history;

-- case: a trigger on the versions
-- sees: house-table
CREATE TRIGGER t BEFORE INSERT ON aludel_version FOR EACH ROW SET NEW.version_num = 'x';

-- case: a view of the versions
-- sees: house-table
CREATE VIEW v AS SELECT * FROM aludel_version;

-- case: a table like the versions
-- sees: house-table
CREATE TABLE t LIKE aludel_version;

-- case: a table of the versions
-- sees: house-table
CREATE TABLE t AS SELECT * FROM aludel_version;

-- case: a table of the versions without AS
-- sees: house-table
CREATE TABLE t SELECT * FROM aludel_version;

-- case: a temporary table in front
-- sees: house-table
CREATE TEMPORARY TABLE aludel_version (version_num VARCHAR(255));

-- case: a temporary table in front in backticks
-- sees: house-table
CREATE TEMPORARY TABLE `aludel_version` SELECT 'x' AS version_num;

-- case: a foreign key to the versions
-- sees: house-table
CREATE TABLE t (a VARCHAR(255), FOREIGN KEY (a) REFERENCES aludel_version (version_num));

-- case: a table that shows the versions
-- sees: house-table
CREATE TABLE t (version_num VARCHAR(255)) ENGINE = MERGE UNION = (aludel_version);

-- case: exchanges the versions
-- sees: house-table
ALTER TABLE prey EXCHANGE PARTITION p WITH TABLE aludel_version;

-- case: locks the versions
-- sees: house-table
LOCK TABLES aludel_version WRITE;

-- case: locks the versions second
-- sees: house-table
LOCK TABLES canary READ, aludel_version AS v WRITE;

-- case: flushes the versions
-- sees: house-table
FLUSH TABLES aludel_version;

-- case: checks the versions
-- sees: house-table
CHECK TABLE aludel_version;

-- case: analyzes the versions
-- sees: house-table
ANALYZE TABLE aludel_version;

-- case: repairs the history
-- sees: house-table
REPAIR TABLE aludel_history;

-- case: rights on the versions
-- sees: house-table
GRANT ALL ON aludel_version TO {ROLE};

-- case: rights on the versions away
-- sees: house-table
REVOKE INSERT ON TABLE {DATABASE}.aludel_version FROM {ROLE};

-- case: describes the versions
-- sees: house-table
DESCRIBE aludel_version;

-- case: a view in the place of the versions
-- sees: house-table
CREATE OR REPLACE VIEW aludel_version AS SELECT 'x' AS version_num;

-- case: a sequence in the place of the history
-- sees: house-table
CREATE SEQUENCE aludel_history;

-- case: rows from a file into the versions
-- sees: house-table
LOAD DATA LOCAL INFILE '{FILE}' INTO TABLE aludel_version;

-- case: shadows the versions in a WITH
-- sees: house-table
WITH aludel_version AS (SELECT * FROM aludel_version) SELECT * FROM aludel_version;

-- case: drops the database
-- sees: house-table
DROP DATABASE {DATABASE};

-- case: drops the schema
-- sees: house-table
DROP SCHEMA IF EXISTS {DATABASE};

-- case: drops the database in a comment of a version
-- sees: house-table
/*!40000 DROP DATABASE IF EXISTS `{DATABASE}` */;
