-- case: a row of the schema changed
UPDATE sqlite_schema SET sql = 'CREATE TABLE canary(evil)' WHERE name = 'canary';

-- case: a row of the schema changed by its old name
UPDATE sqlite_master SET sql = 'x';

-- case: a row of the schema added
INSERT INTO sqlite_schema VALUES ('table', 'evil', 'evil', 2, 'CREATE TABLE evil(a)');

-- case: a row of the schema deleted
DELETE FROM sqlite_schema WHERE name = 'canary';

-- case: the schema deleted
DELETE FROM main.sqlite_master;

-- case: the schema dropped
DROP TABLE sqlite_schema;

-- case: the schema with a trigger
CREATE TRIGGER evil_trigger AFTER INSERT ON sqlite_schema BEGIN SELECT 1; END;

-- case: the schema with an index
CREATE INDEX evil_index ON sqlite_schema (name);

-- case: the schema renamed
ALTER TABLE sqlite_schema RENAME TO evil;

-- case: the schema shadowed
CREATE TEMP TABLE sqlite_schema (a);

-- case: a table of a reserved name
CREATE TABLE sqlite_evil (a);

-- case: a view of a reserved name
CREATE VIEW sqlite_evil AS SELECT 1;

-- case: statistics that mislead
-- ends: runs
ANALYZE; DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 VALUES ('prey', 'evil', '1 1 x');

-- case: a virtual table of pages
CREATE VIRTUAL TABLE evil USING sqlite_dbpage;

-- case: the pages read
SELECT hex(data) FROM sqlite_dbpage;

-- case: the pages written
UPDATE sqlite_dbpage SET data = zeroblob(4096) WHERE pgno = 1;

-- case: a page deleted
DELETE FROM sqlite_dbpage WHERE pgno = 2;

-- case: a page inserted
INSERT INTO sqlite_dbpage (pgno, data) VALUES (1, zeroblob(4096));

-- case: the sizes of pages
SELECT * FROM dbstat;

-- case: a virtual table of a file
CREATE VIRTUAL TABLE evil USING csv(filename='/etc/passwd');

-- case: a virtual table of an archive
CREATE VIRTUAL TABLE evil USING zipfile('{FOLDER}/evil.zip');

-- case: a virtual table of lines
SELECT * FROM fsdir('/');

-- case: a virtual table of the code
SELECT * FROM bytecode('SELECT 1');

-- case: a virtual table of what is used
SELECT * FROM tables_used('SELECT * FROM canary');

-- case: a virtual table of statements
SELECT * FROM sqlite_stmt;

-- case: a virtual table of memory
SELECT * FROM sqlite_memory;

-- case: a virtual table of a module that is none
CREATE VIRTUAL TABLE evil USING nothing(a);

-- case: a virtual table of words over the history
CREATE VIRTUAL TABLE evil USING fts5(revision, content='aludel_history');

-- case: a virtual table of words over a table
CREATE VIRTUAL TABLE evil USING fts4(content='aludel_version', version_num); SELECT * FROM evil;

-- case: a virtual table of a tokenizer that is none
-- ends: fails
CREATE VIRTUAL TABLE evil USING fts3(a, tokenize=evil);

-- case: a shadow table of words
CREATE VIRTUAL TABLE words USING fts5(a); DELETE FROM words_data; INSERT INTO words_data VALUES (1, zeroblob(100)); SELECT * FROM words('x');

-- case: a shadow table of boxes
CREATE VIRTUAL TABLE boxes USING rtree(id, a, b); UPDATE boxes_node SET data = x'ffff'; SELECT * FROM boxes;

-- case: a temporary table
-- ends: runs
CREATE TEMP TABLE canary AS SELECT 1 AS id, 'gone' AS word;

-- case: a temporary table by its schema
-- ends: runs
CREATE TABLE temp.canary (id, word);

-- case: a temporary view
-- ends: runs
CREATE TEMPORARY VIEW canary AS SELECT 1 AS id;

-- case: a temporary trigger
CREATE TEMP TRIGGER evil_trigger AFTER INSERT ON main.aludel_history BEGIN DELETE FROM canary; END;

-- case: a temporary trigger on a table
CREATE TEMP TRIGGER evil_trigger AFTER INSERT ON main.prey BEGIN DELETE FROM main.aludel_version; END;

-- case: a view that is itself
-- ends: fails
CREATE VIEW evil_view AS SELECT * FROM evil_view; SELECT * FROM evil_view;

-- case: views in a circle
-- ends: fails
CREATE VIEW one AS SELECT * FROM other; CREATE VIEW other AS SELECT * FROM one; SELECT * FROM one;

-- case: triggers that call themselves
-- ends: runs
CREATE TRIGGER again AFTER INSERT ON prey BEGIN INSERT INTO prey (word) VALUES ('again'); END; INSERT INTO prey (word) VALUES ('x');

-- case: a column of a hundred thousand characters
-- ends: runs
CREATE TABLE long_one ({REPEAT 100000 c} TEXT);

-- case: two thousand and one columns
-- ends: fails
CREATE TABLE wide_one ({REPEAT 2000 c#, }the_last);

-- case: a name with a terminal command
-- ends: fails
CREATE TABLE "]0;owned" (a TEXT); SELECT nonsense FROM "]0;owned";

