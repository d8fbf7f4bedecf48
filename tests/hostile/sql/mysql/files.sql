-- What reaches files and programs of the server.

-- case: rows from a file
-- sees: server-file
LOAD DATA INFILE '{FILE}' INTO TABLE prey;

-- case: rows from a file of the client
-- sees: server-file
LOAD DATA LOCAL INFILE '{FILE}' INTO TABLE prey;

-- case: rows from a file in small letters
-- sees: server-file
load data local infile "{FILE}" into table prey fields terminated by ',';

-- case: rows from a file with a comment
-- sees: server-file
LOAD /* x */ DATA -- y
INFILE '{FILE}' # z
INTO TABLE prey;

-- case: rows from a file with words between
-- sees: server-file
LOAD DATA CONCURRENT INFILE '{FILE}' REPLACE INTO TABLE prey CHARACTER SET utf8mb4;

-- case: rows from XML
-- sees: server-file
LOAD XML INFILE '{FILE}' INTO TABLE prey ROWS IDENTIFIED BY '<a>';

-- case: rows from XML of the client
-- sees: server-file
LOAD XML LOCAL INFILE '{FILE}' INTO TABLE prey;

-- case: rows from a file in a comment of every version
-- sees: server-file
/*! LOAD DATA INFILE '{FILE}' INTO TABLE prey */;

-- case: rows from a file in a comment of a version
-- sees: server-file
/*!40101 LOAD DATA INFILE '{FILE}' INTO TABLE prey */;

-- case: rows from a file, half of it in a comment
-- sees: server-file
LOAD /*!50000 DATA INFILE '{FILE}' */ INTO TABLE prey;

-- case: rows into a file
-- sees: server-file
SELECT * FROM canary INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: rows into a file before FROM
-- sees: server-file
SELECT * INTO OUTFILE '{FOLDER}/out{TOKEN}' FROM canary;

-- case: rows into a file with options
-- sees: server-file
SELECT * INTO OUTFILE '{FOLDER}/out{TOKEN}' CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' FROM canary;

-- case: one row into a file
-- sees: server-file
SELECT word INTO DUMPFILE '{FOLDER}/out{TOKEN}' FROM canary LIMIT 1;

-- case: rows into a file in small letters
-- sees: server-file
select 1 into/**/outfile '{FOLDER}/out{TOKEN}';

-- case: rows into a file over lines
-- sees: server-file
SELECT 1
INTO
OUTFILE
'{FOLDER}/out{TOKEN}';

-- case: rows into a file in a union
-- sees: server-file
SELECT 1 UNION SELECT 2 INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: rows into a file in parentheses
-- sees: server-file
(SELECT 1 INTO OUTFILE '{FOLDER}/out{TOKEN}');

-- case: rows into a file in a comment of a version
-- sees: server-file
SELECT 1 /*!50000 INTO OUTFILE '{FOLDER}/out{TOKEN}' */;

-- case: rows into a file behind a version that no server has
-- sees: server-file
SELECT /*!99999 ' */ 1 INTO OUTFILE '{FOLDER}/out{TOKEN}' -- '

-- case: rows into a file by a prepared statement
-- sees: server-file
PREPARE a FROM 'SELECT 1 INTO OUTFILE ''{FOLDER}/out{TOKEN}''';
EXECUTE a;

-- case: rows into a file by a prepared statement in double quotes
-- sees: server-file
PREPARE a FROM "SELECT 1 INTO OUTFILE '{FOLDER}/out{TOKEN}'";

-- case: rows into a file in EXPLAIN
-- sees: server-file
EXPLAIN SELECT 1 INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: rows into a file in a procedure
-- sees: server-file
CREATE PROCEDURE p() SELECT 1 INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: rows into a file in a block
-- sees: server-file
CREATE PROCEDURE p() BEGIN SELECT 1 INTO OUTFILE '{FOLDER}/out{TOKEN}'; END;

-- case: rows into a file in an event
-- sees: server-file
CREATE EVENT e{TOKEN} ON SCHEDULE EVERY 1 DAY DO SELECT 1 INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: reads a file
-- sees: server-file
SELECT LOAD_FILE('{FILE}');

-- case: reads a file in small letters
-- sees: server-file
select load_file('{FILE}');

-- case: reads a file with a space
-- sees: server-file
SELECT LOAD_FILE ('{FILE}');

-- case: reads a file with a comment
-- sees: server-file
SELECT load_file/**/('{FILE}');

-- case: reads a file in backticks
-- sees: server-file
SELECT `load_file`('{FILE}');

-- case: reads a file in a comment of a version
-- sees: server-file
SELECT /*!50000 LOAD_FILE*/('{FILE}');

-- case: reads a file into a table
-- sees: server-file
INSERT INTO prey SELECT 100, LOAD_FILE('{FILE}');

-- case: reads a file in VALUES
-- sees: server-file
INSERT INTO prey VALUES (100, LOAD_FILE('{FILE}'));

-- case: reads a file in SET of an insert
-- sees: server-file
INSERT INTO prey SET id = 100, word = LOAD_FILE('{FILE}');

-- case: reads a file in a key that is there
-- sees: server-file
INSERT INTO prey VALUES (1, 'a') ON DUPLICATE KEY UPDATE word = LOAD_FILE('{FILE}');

-- case: reads a file in an update
-- sees: server-file
UPDATE prey SET word = LOAD_FILE('{FILE}');

-- case: reads a file in WHERE
-- sees: server-file
DELETE FROM prey WHERE word = LOAD_FILE('{FILE}');

-- case: reads a file in DO
-- sees: server-file
DO LOAD_FILE('{FILE}');

-- case: reads a file in a variable
-- sees: server-file
SET @a = LOAD_FILE('{FILE}');

-- case: reads a file in a variable of a query
-- sees: server-file
SELECT LOAD_FILE('{FILE}') INTO @a;

-- case: reads a file in a view
-- sees: server-file
CREATE VIEW v AS SELECT LOAD_FILE('{FILE}') AS a;

-- case: reads a file in a table of a query
-- sees: server-file
CREATE TABLE t AS SELECT LOAD_FILE('{FILE}') AS a;

-- case: reads a file in a default
-- sees: server-file
CREATE TABLE t (a LONGTEXT DEFAULT (LOAD_FILE('{FILE}')));

-- case: reads a file in a check
-- sees: server-file
CREATE TABLE t (a TEXT CHECK (LOAD_FILE('{FILE}') IS NULL));

-- case: reads a file in a column that is made
-- sees: server-file
CREATE TABLE t (a INT, b TEXT AS (LOAD_FILE('{FILE}')));

-- case: reads a file in a trigger
-- sees: server-file
CREATE TRIGGER t BEFORE INSERT ON prey FOR EACH ROW SET NEW.word = LOAD_FILE('{FILE}');

-- case: reads a file in a function
-- sees: server-file
CREATE FUNCTION f() RETURNS TEXT DETERMINISTIC RETURN LOAD_FILE('{FILE}');

-- case: reads a file in a procedure
-- sees: server-file
CREATE PROCEDURE p() BEGIN DECLARE a TEXT DEFAULT LOAD_FILE('{FILE}'); SELECT a; END;

-- case: reads a file in a call
-- sees: server-file
CALL p(LOAD_FILE('{FILE}'));

-- case: reads a file in a WITH
-- sees: server-file
WITH a AS (SELECT LOAD_FILE('{FILE}') AS f) SELECT * FROM a;

-- case: reads a file in a union
-- sees: server-file
SELECT 1 UNION ALL SELECT LOAD_FILE('{FILE}');

-- case: reads a file in an argument
-- sees: server-file
SELECT HEX(CONCAT(LOAD_FILE('{FILE}'), ''));

-- case: reads a file in a prepared statement
-- sees: server-file
PREPARE a FROM 'SELECT LOAD_FILE(''{FILE}'')';

-- case: a table with files elsewhere
-- sees: server-file
CREATE TABLE t (a INT) DATA DIRECTORY = '{FOLDER}';

-- case: an index with files elsewhere
-- sees: server-file
CREATE TABLE t (a INT) ENGINE = MyISAM INDEX DIRECTORY '{FOLDER}';

-- case: a partition with files elsewhere
-- sees: server-file
CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (1) DATA DIRECTORY = '{FOLDER}');

-- case: a table over a file
-- sees: server-file
CREATE TABLE t (a TEXT NOT NULL) ENGINE = CONNECT TABLE_TYPE = DOS FILE_NAME = '{FILE}';

-- case: a table that is a file
-- sees: server-file
CREATE TABLE t (a TEXT NOT NULL) ENGINE = CSV;

-- case: a table becomes a file
-- sees: server-file
ALTER TABLE prey ENGINE = CSV;

-- case: leaves the files of a table
-- sees: server-file
ALTER TABLE prey DISCARD TABLESPACE;

-- case: takes the files of a table
-- sees: server-file
ALTER TABLE prey IMPORT TABLESPACE;

-- case: a place for tables
-- sees: server-file
CREATE TABLESPACE s ADD DATAFILE '{FOLDER}/s.ibd';

-- case: changes a place for tables
-- sees: server-file
ALTER TABLESPACE s RENAME TO x;

-- case: drops a place for tables
-- sees: server-file
DROP TABLESPACE s;

-- case: a group of logs
-- sees: server-file
CREATE LOGFILE GROUP g ADD UNDOFILE 'x';

-- case: a plugin
-- sees: server-file
INSTALL PLUGIN p SONAME 'x.so';

-- case: all plugins of a library
-- sees: server-file
INSTALL SONAME 'x';

-- case: a component
-- sees: server-file
INSTALL COMPONENT 'file://component_x';

-- case: takes a plugin away
-- sees: server-file
UNINSTALL PLUGIN p;

-- case: a function in a library
-- sees: server-file
CREATE FUNCTION sys_exec RETURNS INT SONAME 'lib_mysqludf_sys.so';

-- case: an aggregate in a library
-- sees: server-file
CREATE AGGREGATE FUNCTION f RETURNS REAL SONAME 'x.so';

-- case: a function in a library, anew
-- sees: server-file
CREATE OR REPLACE FUNCTION f RETURNS STRING SONAME 'x.so';

-- case: takes tables from files
-- sees: server-file
IMPORT TABLE FROM '{FOLDER}/*.sdi';

-- case: copies the server into a folder
-- sees: server-file
CLONE LOCAL DATA DIRECTORY = '{FOLDER}/clone';

-- case: runs a program
-- sees: connection
SELECT sys_exec('touch {FOLDER}/out{TOKEN}');

-- case: reads a program
-- sees: connection
SELECT sys_eval('id');
