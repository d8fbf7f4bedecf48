-- case: a generated column that calls itself
-- ends: fails
CREATE TABLE evil_table (a AS (b), b AS (a)); SELECT * FROM evil_table;

-- case: a version put in its place if it is there
INSERT INTO aludel_version VALUES ('evil') ON CONFLICT DO UPDATE SET version_num = 'evil' RETURNING version_num;

-- case: a row that tells of the version as it goes in
INSERT INTO prey (word) VALUES ('x') RETURNING (SELECT version_num FROM aludel_version);

-- case: a conflict that reads the version
INSERT INTO prey (id, word) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET word = (SELECT version_num FROM aludel_version);

-- case: a view with a trigger that changes the version
CREATE VIEW evil_view AS SELECT 'x' AS a; CREATE TRIGGER evil_trigger INSTEAD OF INSERT ON evil_view BEGIN UPDATE aludel_version SET version_num = new.a; END;

-- case: a view with a trigger that changes the version when nobody looks
CREATE VIEW evil_view AS SELECT 'x' AS a; CREATE TRIGGER evil_trigger INSTEAD OF UPDATE OF a ON evil_view WHEN 0 BEGIN DELETE FROM "Aludel_Version"; END;

-- case: a trigger of a name that only a rename makes the version's
-- ends: found
CREATE TABLE evil_table (version_num); CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN DELETE FROM evil_table; END; ALTER TABLE evil_table RENAME TO aludel_version_evil; ALTER TABLE aludel_version_evil RENAME COLUMN version_num TO aludel_version;

-- case: a column of the version by another name
ALTER TABLE aludel_version RENAME version_num TO evil;

-- case: a column more in the history, generated
ALTER TABLE aludel_history ADD COLUMN evil AS (load_extension('x'));

-- case: pragmas as tables: the columns of the version
-- ends: runs
SELECT name FROM pragma_table_xinfo('aludel_version');

-- case: pragmas as tables: foreign keys checked of all that there is
-- ends: runs
SELECT t.name FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS k;

-- case: pragmas as tables: joined with a setting
SELECT * FROM pragma_table_list, pragma_writable_schema;

-- case: pragmas as tables: a setting by an argument
SELECT * FROM pragma_user_version(99);

-- case: pragmas as tables: a heap
SELECT * FROM pragma_hard_heap_limit(1);

-- case: an index of an expression that calls a file
CREATE INDEX evil_index ON prey (hex(readfile(word)));

-- case: an index of an expression of noise
-- ends: fails
CREATE INDEX evil_index ON prey (random());

-- case: an order that nobody knows
-- ends: fails
CREATE TABLE evil_table (a TEXT COLLATE aludel); INSERT INTO evil_table VALUES ('x'), ('y'); SELECT * FROM evil_table ORDER BY a;

-- case: a temporary table before the version
CREATE TEMP TABLE "ALUDEL_VERSION" AS SELECT 'evil' AS version_num;

-- case: a temporary view before the history
CREATE TEMPORARY VIEW [aludel_history] AS SELECT 1;

-- case: a temporary trigger on main's version
CREATE TEMP TRIGGER evil_trigger AFTER UPDATE ON main.aludel_version BEGIN SELECT 1; END;

-- case: counters dropped
-- ends: fails
CREATE TABLE evil_table (id INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE sqlite_sequence;

-- case: samples that mislead
-- ends: runs
CREATE TABLE evil_table (a); CREATE INDEX evil_index ON evil_table (a); INSERT INTO evil_table VALUES (1); ANALYZE evil_table; INSERT INTO sqlite_stat4 VALUES ('evil_table', 'evil_index', '1', '1', '1', x'ffffffffffffffff'); ANALYZE sqlite_schema; SELECT a FROM evil_table WHERE a > 0; DROP TABLE evil_table;

-- case: a strict table of another type
-- ends: fails
CREATE TABLE evil_table (a INT) STRICT; INSERT INTO evil_table VALUES ('x');

-- case: a table without rows of its own that is the version
CREATE TABLE IF NOT EXISTS main.aludel_version (version_num TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;

-- case: a trigger that calls itself without an end
-- ends: fails
PRAGMA recursive_triggers = ON; CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN INSERT INTO prey (word) VALUES (new.word || 'x'); END; INSERT INTO prey (word) VALUES ('x');

-- case: rows that go with others, in a circle
-- ends: fails
CREATE TABLE evil_table (id INTEGER PRIMARY KEY, up INTEGER REFERENCES evil_table (id) ON UPDATE CASCADE ON DELETE CASCADE); INSERT INTO evil_table VALUES (1, 1); UPDATE evil_table SET id = id + 1; INSERT INTO evil_table VALUES (5, 77);

-- case: rows of the version that go with others
CREATE TABLE evil_table (a REFERENCES aludel_version (version_num) ON DELETE CASCADE ON UPDATE CASCADE);

-- case: a database attached as a table of a pragma
SELECT * FROM pragma_database_list;

-- case: a database attached by an expression of a name
ATTACH DATABASE CASE WHEN 1 THEN '{OTHER}' END AS (SELECT 'o' || 'ther');

-- case: a copy into a name that is a URI
VACUUM INTO 'file:{FOLDER}/evil.db?mode=rwc';

-- case: a blob of rows that are in no table
-- ends: fails
INSERT INTO prey (rowid, word) VALUES (9223372036854775807, 'x'); INSERT INTO prey (word) SELECT word FROM prey; INSERT INTO prey (rowid) VALUES (9223372036854775808);

-- case: a table of no name
CREATE TABLE "" ("" , " "); ALTER TABLE "" RENAME TO aludel_version;

-- case: counters that say something else
-- ends: found
CREATE TABLE evil_table (id INTEGER PRIMARY KEY AUTOINCREMENT); UPDATE sqlite_sequence SET seq = 9223372036854775806;

-- case: counters that begin anew
-- ends: found
DELETE FROM "SQLITE_SEQUENCE";

-- case: a second counter of the history
-- ends: found
INSERT INTO sqlite_sequence VALUES ('aludel_history', 9223372036854775807);

-- case: counters that a trigger changes
-- ends: found
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN UPDATE sqlite_sequence SET seq = 9223372036854775806; END;

-- case: a counter of its own
-- ends: runs
CREATE TABLE evil_table (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO sqlite_sequence VALUES ('evil_table', 77); DELETE FROM sqlite_sequence WHERE name = 'evil_table'; DROP TABLE evil_table;
