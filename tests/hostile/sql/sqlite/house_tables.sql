-- case: aludel_version read
SELECT * FROM aludel_version;

-- case: aludel_version read in capitals
SELECT count(*) FROM ALUDEL_VERSION;

-- case: aludel_version read in quotes
SELECT * FROM "aludel_version";

-- case: aludel_version read in brackets
SELECT * FROM [aludel_version];

-- case: aludel_version read in a subquery
INSERT INTO prey (word) SELECT (SELECT version_num FROM `aludel_version` LIMIT 1);

-- case: aludel_version read into a table
CREATE TABLE stolen AS SELECT * FROM main.aludel_version;

-- case: aludel_version read by exists
DELETE FROM prey WHERE EXISTS (SELECT 1 FROM "main"."Aludel_Version");

-- case: aludel_version read with a common table
WITH x AS (SELECT * FROM aludel_version) SELECT * FROM x;

-- case: aludel_version read in a join
SELECT * FROM prey LEFT JOIN aludel_version ON true;

-- case: aludel_version row added
INSERT INTO aludel_version (version_num) VALUES ('evil');

-- case: aludel_version row put in its place
REPLACE INTO aludel_version (version_num) VALUES ('evil');

-- case: aludel_version row added by default
INSERT INTO aludel_version DEFAULT VALUES;

-- case: aludel_version row added behind a common table
WITH x(a) AS (VALUES ('evil')) INSERT INTO aludel_version (version_num) SELECT a FROM x;

-- case: aludel_version row added or changed
INSERT INTO aludel_version (version_num) VALUES ('first') ON CONFLICT DO UPDATE SET version_num = 'evil';

-- case: aludel_version rows changed
UPDATE aludel_version SET version_num = 'evil';

-- case: aludel_version rows changed from another table
UPDATE "aludel_version" SET version_num = prey.word FROM prey;

-- case: aludel_version rows deleted
DELETE FROM aludel_version;

-- case: aludel_version rows deleted in capitals
DELETE FROM ALUDEL_VERSION;

-- case: aludel_version rows deleted and given back
DELETE FROM [aludel_version] RETURNING *;

-- case: aludel_version dropped
DROP TABLE aludel_version;

-- case: aludel_version dropped if it exists, in quotes
DROP TABLE IF EXISTS "main"."Aludel_Version";

-- case: aludel_version renamed
ALTER TABLE aludel_version RENAME TO gone;

-- case: aludel_version renamed and made anew
ALTER TABLE "aludel_version" RENAME TO gone; CREATE TABLE aludel_version (version_num TEXT);

-- case: aludel_version with a column more
ALTER TABLE aludel_version ADD COLUMN evil TEXT;

-- case: aludel_version with a column of another name
ALTER TABLE aludel_version RENAME COLUMN version_num TO evil;

-- case: aludel_version with a column less
ALTER TABLE aludel_version DROP COLUMN version_num;

-- case: aludel_version with an index
CREATE INDEX evil_index ON aludel_version (version_num);

-- case: aludel_version with a unique index of an expression
CREATE UNIQUE INDEX evil_index ON `aludel_version` (length(version_num));

-- case: aludel_version with a trigger on it
CREATE TRIGGER evil_trigger AFTER INSERT ON aludel_version BEGIN DELETE FROM prey; END;

-- case: aludel_version with a trigger on it in quotes
CREATE TRIGGER evil_trigger BEFORE DELETE ON "aludel_version" BEGIN SELECT RAISE(IGNORE); END;

-- case: aludel_version written by a trigger
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN DELETE FROM aludel_version; END; INSERT INTO prey (word) VALUES ('x');

-- case: aludel_version written by a trigger that fires later
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN UPDATE aludel_version SET version_num = 'evil'; END;

-- case: aludel_version read by a trigger
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN INSERT INTO prey (word) SELECT version_num FROM aludel_version; END; INSERT INTO prey (word) VALUES ('x');

-- case: aludel_version seen by a view
CREATE VIEW evil_view AS SELECT * FROM aludel_version; SELECT * FROM evil_view;

-- case: aludel_version written through a view
CREATE VIEW evil_view AS SELECT * FROM aludel_version; CREATE TRIGGER evil_trigger INSTEAD OF DELETE ON evil_view BEGIN DELETE FROM aludel_version; END; DELETE FROM evil_view;

-- case: aludel_version shadowed by a temporary table
CREATE TEMP TABLE aludel_version AS SELECT 'evil' AS version_num;

-- case: aludel_version shadowed by a temporary view
CREATE TEMP VIEW aludel_version AS SELECT 'evil' AS version_num;

-- case: aludel_version the parent of a foreign key
CREATE TABLE child (a TEXT REFERENCES aludel_version (version_num) ON DELETE CASCADE);

-- case: aludel_version made again if it is not there
CREATE TABLE IF NOT EXISTS aludel_version (evil TEXT);

-- case: aludel_version what another is renamed to
DROP TABLE IF EXISTS aludel_version; ALTER TABLE prey RENAME TO aludel_version;

-- case: aludel_version analysed
-- ends: runs
ANALYZE aludel_version;

-- case: aludel_version indexed anew
-- ends: runs
REINDEX aludel_version;

-- case: aludel_version explained
EXPLAIN DELETE FROM aludel_version;

-- case: aludel_history read
SELECT * FROM aludel_history;

-- case: aludel_history read in capitals
SELECT count(*) FROM ALUDEL_HISTORY;

-- case: aludel_history read in quotes
SELECT * FROM "aludel_history";

-- case: aludel_history read in brackets
SELECT * FROM [aludel_history];

-- case: aludel_history read in a subquery
INSERT INTO prey (word) SELECT (SELECT revision FROM `aludel_history` LIMIT 1);

-- case: aludel_history read into a table
CREATE TABLE stolen AS SELECT * FROM main.aludel_history;

-- case: aludel_history read by exists
DELETE FROM prey WHERE EXISTS (SELECT 1 FROM "main"."Aludel_History");

-- case: aludel_history read with a common table
WITH x AS (SELECT * FROM aludel_history) SELECT * FROM x;

-- case: aludel_history read in a join
SELECT * FROM prey LEFT JOIN aludel_history ON true;

-- case: aludel_history row added
INSERT INTO aludel_history (revision) VALUES ('evil');

-- case: aludel_history row put in its place
REPLACE INTO aludel_history (revision) VALUES ('evil');

-- case: aludel_history row added by default
INSERT INTO aludel_history DEFAULT VALUES;

-- case: aludel_history row added behind a common table
WITH x(a) AS (VALUES ('evil')) INSERT INTO aludel_history (revision) SELECT a FROM x;

-- case: aludel_history row added or changed
INSERT INTO aludel_history (revision) VALUES ('first') ON CONFLICT DO UPDATE SET revision = 'evil';

-- case: aludel_history rows changed
UPDATE aludel_history SET revision = 'evil';

-- case: aludel_history rows changed from another table
UPDATE "aludel_history" SET revision = prey.word FROM prey;

-- case: aludel_history rows deleted
DELETE FROM aludel_history;

-- case: aludel_history rows deleted in capitals
DELETE FROM ALUDEL_HISTORY;

-- case: aludel_history rows deleted and given back
DELETE FROM [aludel_history] RETURNING *;

-- case: aludel_history dropped
DROP TABLE aludel_history;

-- case: aludel_history dropped if it exists, in quotes
DROP TABLE IF EXISTS "main"."Aludel_History";

-- case: aludel_history renamed
ALTER TABLE aludel_history RENAME TO gone;

-- case: aludel_history renamed and made anew
ALTER TABLE "aludel_history" RENAME TO gone; CREATE TABLE aludel_history (revision TEXT);

-- case: aludel_history with a column more
ALTER TABLE aludel_history ADD COLUMN evil TEXT;

-- case: aludel_history with a column of another name
ALTER TABLE aludel_history RENAME COLUMN revision TO evil;

-- case: aludel_history with a column less
ALTER TABLE aludel_history DROP COLUMN revision;

-- case: aludel_history with an index
CREATE INDEX evil_index ON aludel_history (revision);

-- case: aludel_history with a unique index of an expression
CREATE UNIQUE INDEX evil_index ON `aludel_history` (length(revision));

-- case: aludel_history with a trigger on it
CREATE TRIGGER evil_trigger AFTER INSERT ON aludel_history BEGIN DELETE FROM prey; END;

-- case: aludel_history with a trigger on it in quotes
CREATE TRIGGER evil_trigger BEFORE DELETE ON "aludel_history" BEGIN SELECT RAISE(IGNORE); END;

-- case: aludel_history written by a trigger
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN DELETE FROM aludel_history; END; INSERT INTO prey (word) VALUES ('x');

-- case: aludel_history written by a trigger that fires later
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN UPDATE aludel_history SET revision = 'evil'; END;

-- case: aludel_history read by a trigger
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN INSERT INTO prey (word) SELECT revision FROM aludel_history; END; INSERT INTO prey (word) VALUES ('x');

-- case: aludel_history seen by a view
CREATE VIEW evil_view AS SELECT * FROM aludel_history; SELECT * FROM evil_view;

-- case: aludel_history written through a view
CREATE VIEW evil_view AS SELECT * FROM aludel_history; CREATE TRIGGER evil_trigger INSTEAD OF DELETE ON evil_view BEGIN DELETE FROM aludel_history; END; DELETE FROM evil_view;

-- case: aludel_history shadowed by a temporary table
CREATE TEMP TABLE aludel_history AS SELECT 'evil' AS revision;

-- case: aludel_history shadowed by a temporary view
CREATE TEMP VIEW aludel_history AS SELECT 'evil' AS revision;

-- case: aludel_history the parent of a foreign key
CREATE TABLE child (a TEXT REFERENCES aludel_history (revision) ON DELETE CASCADE);

-- case: aludel_history made again if it is not there
CREATE TABLE IF NOT EXISTS aludel_history (evil TEXT);

-- case: aludel_history what another is renamed to
DROP TABLE IF EXISTS aludel_history; ALTER TABLE prey RENAME TO aludel_history;

-- case: aludel_history analysed
-- ends: runs
ANALYZE aludel_history;

-- case: aludel_history indexed anew
-- ends: runs
REINDEX aludel_history;

-- case: aludel_history explained
EXPLAIN DELETE FROM aludel_history;

