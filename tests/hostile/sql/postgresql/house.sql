-- What touches the tables that Aludel keeps for itself.

-- case: reads the versions
-- sees: house-table
SELECT * FROM aludel_version;

-- case: reads the versions with TABLE
-- sees: house-table
TABLE aludel_version;

-- case: reads the versions with their schema
-- sees: house-table
SELECT * FROM public.aludel_version;

-- case: reads the versions in capitals
-- sees: house-table
SELECT * FROM ALUDEL_VERSION;

-- case: reads the versions in quotes
-- sees: house-table
SELECT * FROM "aludel_version";

-- case: reads the versions with escapes
-- sees: house-table
SELECT * FROM U&"\0061ludel_version";

-- case: reads the versions in a query
-- sees: house-table
SELECT (SELECT count(*) FROM aludel_version);

-- case: reads the history
-- sees: house-table
SELECT * FROM aludel_history h WHERE h.outcome = 'applied';

-- case: reads the versions without descendants
-- sees: house-table
SELECT * FROM ONLY aludel_version;

-- case: reads the versions in a join
-- sees: house-table
SELECT * FROM canary JOIN aludel_version ON true;

-- case: reads the versions in a sample
-- sees: house-table
SELECT * FROM aludel_version TABLESAMPLE system (100);

-- case: inserts a version
-- sees: house-table
INSERT INTO aludel_version VALUES ('x');

-- case: inserts a version with its schema
-- sees: house-table
INSERT INTO public.aludel_version (version_num) SELECT 'x';

-- case: changes a version
-- sees: house-table
UPDATE aludel_version SET version_num = 'x';

-- case: changes a version by another name
-- sees: house-table
UPDATE aludel_version AS canary SET version_num = 'x';

-- case: deletes versions
-- sees: house-table
DELETE FROM aludel_version;

-- case: deletes versions without descendants
-- sees: house-table
DELETE FROM ONLY public.aludel_version;

-- case: deletes versions in a WITH
-- sees: house-table
WITH a AS (DELETE FROM aludel_version RETURNING 1) SELECT * FROM a;

-- case: deletes versions in the last part of a WITH
-- sees: house-table
WITH a AS (SELECT 1), b AS (SELECT 2), c AS (DELETE FROM aludel_version RETURNING 1) SELECT 1;

-- case: deletes versions in EXPLAIN ANALYZE
-- sees: house-table
EXPLAIN ANALYZE DELETE FROM aludel_version;

-- case: deletes versions in a prepared statement
-- sees: house-table
PREPARE a AS DELETE FROM aludel_version;
EXECUTE a;

-- case: deletes versions by a rule
-- sees: house-table
CREATE RULE r AS ON INSERT TO prey DO ALSO DELETE FROM aludel_version;
INSERT INTO prey VALUES (100, 'a');

-- case: deletes versions in DO
-- sees: house-table
DO $$ BEGIN DELETE FROM aludel_version; END $$;

-- case: deletes versions in DO by a text
-- sees: house-table
DO $$ BEGIN EXECUTE 'DELETE FROM aludel_version'; END $$;

-- case: deletes versions in a function
-- sees: house-table
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM aludel_version';
SELECT f();

-- case: deletes versions in a function of new style
-- sees: house-table
CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM aludel_version; END;

-- case: deletes versions in a trigger
-- sees: house-table
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.aludel_version; RETURN NEW; END $$;
CREATE TRIGGER t AFTER INSERT ON prey FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO prey VALUES (100, 'a');

-- case: empties the versions
-- sees: house-table
TRUNCATE aludel_version;

-- case: empties several tables
-- sees: house-table
TRUNCATE TABLE prey, aludel_history RESTART IDENTITY;

-- case: merges into the versions
-- sees: house-table
MERGE INTO aludel_version v USING canary c ON true WHEN MATCHED THEN DELETE;

-- case: merges with the versions
-- sees: house-table
MERGE INTO prey USING aludel_version ON true WHEN MATCHED THEN DELETE;

-- case: copies the versions
-- sees: house-table
COPY aludel_version TO STDOUT;

-- case: copies a query of the versions
-- sees: house-table
COPY (SELECT * FROM aludel_version) TO STDOUT;

-- case: locks the versions
-- sees: house-table
LOCK TABLE aludel_version IN ACCESS EXCLUSIVE MODE;

-- case: drops the versions
-- sees: house-table
DROP TABLE aludel_version;

-- case: drops several tables
-- sees: house-table
DROP TABLE IF EXISTS prey, public.aludel_history CASCADE;

-- case: renames the versions
-- sees: house-table
ALTER TABLE aludel_version RENAME TO x;

-- case: renames a column of the versions
-- sees: house-table
ALTER TABLE aludel_version RENAME COLUMN version_num TO x;

-- case: moves the versions
-- sees: house-table
ALTER TABLE aludel_version SET SCHEMA pg_catalog;

-- case: changes the versions
-- sees: house-table
ALTER TABLE aludel_version ADD COLUMN x int;

-- case: changes the versions where they are
-- sees: house-table
ALTER TABLE IF EXISTS ONLY public.aludel_version DROP COLUMN version_num;

-- case: gives the versions away
-- sees: house-table
ALTER TABLE aludel_version OWNER TO {ROLE};

-- case: hides the versions
-- sees: house-table
ALTER TABLE aludel_version ENABLE ROW LEVEL SECURITY;

-- case: a policy for the versions
-- sees: house-table
CREATE POLICY p ON aludel_version USING (false);

-- case: an index of the versions
-- sees: house-table
CREATE INDEX ON aludel_version (version_num);

-- case: a trigger on the versions
-- sees: house-table
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER t BEFORE INSERT ON aludel_version FOR EACH ROW EXECUTE FUNCTION f();

-- case: a rule for the versions
-- sees: house-table
CREATE RULE r AS ON INSERT TO aludel_version DO INSTEAD NOTHING;

-- case: a view of the versions
-- sees: house-table
CREATE VIEW v AS SELECT * FROM aludel_version;

-- case: a view in the place of the versions
-- sees: house-table
CREATE VIEW pg_temp.aludel_version AS SELECT 'x' AS version_num;

-- case: a table of the versions
-- sees: house-table
CREATE TABLE t AS TABLE aludel_version;

-- case: a table like the versions
-- sees: house-table
CREATE TABLE t (LIKE aludel_version INCLUDING ALL);

-- case: a child of the versions
-- sees: house-table
CREATE TABLE t () INHERITS (aludel_version);

-- case: becomes a child of the versions
-- sees: house-table
CREATE TABLE t (version_num varchar(255) NOT NULL);
ALTER TABLE t INHERIT aludel_version;

-- case: a foreign key to the versions
-- sees: house-table
CREATE TABLE t (a varchar(255) REFERENCES aludel_version);

-- case: a foreign key with a constraint
-- sees: house-table
ALTER TABLE prey ADD CONSTRAINT c FOREIGN KEY (word) REFERENCES aludel_version (version_num);

-- case: a temporary table in front
-- sees: house-table
CREATE TEMPORARY TABLE aludel_version (version_num varchar(255));

-- case: a temporary table in front in quotes
-- sees: house-table
CREATE TEMP TABLE "aludel_version" (version_num varchar(255));

-- case: a temporary table in front with its schema
-- sees: house-table
CREATE TABLE pg_temp.aludel_history (x int);

-- case: a temporary table in front by a query
-- sees: house-table
SELECT 'x' AS version_num INTO TEMP aludel_version;

-- case: a table that takes the name
-- sees: house-table
ALTER TABLE prey RENAME TO aludel_version;

-- case: a table in another schema takes the name
-- sees: house-table
CREATE SCHEMA other;
CREATE TABLE other.aludel_version (version_num text);
SET search_path = other;

-- case: rights on the versions
-- sees: house-table
GRANT ALL ON aludel_version TO PUBLIC;

-- case: rights on the versions away
-- sees: house-table
REVOKE INSERT ON TABLE aludel_version FROM CURRENT_USER;

-- case: a remark on the versions
-- sees: house-table
COMMENT ON TABLE aludel_version IS 'x';

-- case: a remark on a column of the history
-- sees: house-table
COMMENT ON COLUMN aludel_history.revision IS 'x';

-- case: publishes the versions
-- sees: house-table
CREATE PUBLICATION p FOR TABLE aludel_version;

-- case: statistics of the versions
-- sees: house-table
CREATE STATISTICS s ON revision, run_id FROM aludel_history;

-- case: analyzes the versions
-- sees: house-table
ANALYZE aludel_version;

-- case: builds the index of the versions anew
-- sees: house-table
REINDEX TABLE aludel_version;

-- case: drops the schema
-- sees: house-table
DROP SCHEMA public CASCADE;

-- case: renames the schema
-- sees: house-table
ALTER SCHEMA public RENAME TO x;

-- case: shadows the versions in a WITH and reads them in it
-- sees: house-table
WITH aludel_version AS (SELECT * FROM aludel_version) SELECT * FROM aludel_version;

-- case: reads the versions beside a WITH of their name
-- sees: house-table
SELECT * FROM aludel_version WHERE EXISTS (WITH aludel_version AS (SELECT 1) SELECT 1);

-- case: a cursor over the versions
-- sees: house-table
DECLARE a CURSOR FOR SELECT * FROM aludel_version;

-- case: a sequence owned by the history
-- sees: house-table
CREATE SEQUENCE s OWNED BY aludel_history.run_id;
