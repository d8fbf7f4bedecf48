-- What belongs to the house beside its tables: numbers, keys, rows as a type, the session's cursors and statements.

-- case: prepares a statement of the driver's name
-- sees: house-savepoint
PREPARE sqlx_s_1 AS SELECT 1;

-- case: prepares a statement of the host's name
-- sees: house-savepoint
PREPARE aludel_statement_1 AS SELECT 1;

-- case: ends a statement of the driver
-- sees: house-savepoint
DEALLOCATE sqlx_s_1;

-- case: ends a statement of the driver in full
-- sees: house-savepoint
DEALLOCATE PREPARE "sqlx_s_1";

-- case: runs a statement of the driver
-- sees: house-savepoint
EXECUTE sqlx_s_1 ('x');

-- case: opens a cursor of the host's name
-- sees: house-savepoint
DECLARE aludel_cursor_1 CURSOR FOR SELECT 1;

-- case: opens a cursor of the host's name that is kept
-- sees: house-savepoint
DECLARE aludel_cursor_1 CURSOR WITH HOLD FOR SELECT 1;

-- case: reads from a cursor of the host
-- sees: house-savepoint
FETCH ALL FROM aludel_cursor_1;

-- case: moves a cursor of the host
-- sees: house-savepoint
MOVE FORWARD 1 IN aludel_cursor_1;

-- case: closes a cursor of the host
-- sees: house-savepoint
CLOSE aludel_cursor_1;

-- case: ends every prepared statement
-- sees: house-savepoint
DEALLOCATE ALL;

-- case: ends every prepared statement in code
-- ends: runs
DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;
INSERT INTO prey VALUES (100, 'a');
DELETE FROM prey WHERE id = 100;

-- case: moves the numbers of the history
-- sees: house-table
SELECT setval('aludel_history_id_seq', 1);

-- case: moves the numbers of the history with their schema
-- sees: house-table
SELECT pg_catalog.setval('public.aludel_history_id_seq'::regclass, 1, false);

-- case: takes a number of the history
-- sees: house-table
SELECT nextval('aludel_history_id_seq');

-- case: moves the numbers of the history by its column
-- sees: house-table
SELECT setval(pg_get_serial_sequence('aludel_history', 'id'), 1);

-- case: moves the numbers in quotes
-- sees: house-table
SELECT setval('"aludel_history_id_seq"', 1);

-- case: a default of the history's numbers
-- sees: house-table
ALTER TABLE prey ALTER COLUMN id SET DEFAULT nextval('aludel_history_id_seq');

-- case: starts the numbers of the history anew
-- sees: house-table
ALTER SEQUENCE aludel_history_id_seq RESTART WITH 1;

-- case: drops the numbers of the history
-- sees: house-table
DROP SEQUENCE aludel_history_id_seq CASCADE;

-- case: gives the numbers of the journal away
-- sees: house-table
ALTER SEQUENCE aludel_journal_id_seq OWNED BY NONE;

-- case: renames the key of the versions
-- sees: house-table
ALTER INDEX aludel_version_pkc RENAME TO x;

-- case: drops the key of the history
-- sees: house-table
DROP INDEX aludel_history_pkey;

-- case: builds the key of the versions anew
-- sees: house-table
REINDEX INDEX aludel_version_pkc;

-- case: a remark on the key of the versions
-- sees: house-table
COMMENT ON INDEX aludel_version_pkc IS 'x';

-- case: rights on the numbers
-- sees: house-table
GRANT USAGE ON SEQUENCE aludel_history_id_seq TO PUBLIC;

-- case: a column of the versions' rows
-- sees: house-table
CREATE TABLE t (a aludel_version);

-- case: a column of many rows of versions
-- sees: house-table
CREATE TABLE t (a public.aludel_version[]);

-- case: a function of the versions' rows
-- sees: house-table
CREATE FUNCTION f(aludel_version) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- case: a cast to the versions' rows
-- sees: house-table
SELECT NULL::aludel_version;

-- case: a type that holds the versions' rows
-- sees: house-table
CREATE TYPE e AS (a aludel_version);

-- case: a partition of the versions
-- sees: house-table
CREATE TABLE t PARTITION OF aludel_version DEFAULT;

-- case: makes the versions a partition
-- sees: house-table
ALTER TABLE prey ATTACH PARTITION aludel_version DEFAULT;

-- case: adds the versions to an extension
-- sees: house-table
ALTER EXTENSION plpgsql ADD TABLE aludel_version;

-- case: adds the versions to a publication
-- sees: house-table
ALTER PUBLICATION p ADD TABLE aludel_version;

-- case: a label on the versions
-- sees: house-table
SECURITY LABEL ON TABLE aludel_version IS 'x';

-- case: orders the versions
-- sees: house-table
CLUSTER aludel_version USING aludel_version_pkc;

-- case: vacuums the versions
-- sees: house-table
VACUUM (FULL) aludel_version;

-- case: the identity of the lock's rows
-- sees: house-table
ALTER TABLE aludel_lock REPLICA IDENTITY FULL;

-- case: deletes beside a WITH of its name
-- sees: house-table
WITH aludel_version AS (SELECT 1) DELETE FROM aludel_version;

-- case: updates beside a WITH of its name
-- sees: house-table
WITH aludel_version AS (SELECT 1) UPDATE aludel_version SET version_num = 'x';

-- case: inserts beside a WITH of its name
-- sees: house-table
WITH aludel_version AS (SELECT 'x' AS a) INSERT INTO aludel_version SELECT a FROM aludel_version;

-- case: merges beside a WITH of its name
-- sees: house-table
WITH aludel_version AS (SELECT 1 AS version_num) MERGE INTO aludel_version v USING canary c ON true WHEN MATCHED THEN DELETE;

-- case: reads beside a WITH in parentheses
-- sees: house-table
SELECT * FROM (WITH aludel_version AS (SELECT 1) SELECT 1) s, aludel_version;

-- case: reads behind a WITH in parentheses
-- sees: house-table
(WITH aludel_version AS (SELECT 'x') SELECT * FROM aludel_version) UNION ALL SELECT version_num FROM aludel_version;

-- case: reads in a function of rows
-- sees: house-table
SELECT * FROM unnest((SELECT array_agg(version_num) FROM aludel_version)) AS a;

-- case: reads in an argument of EXECUTE
-- sees: house-table
PREPARE a AS SELECT $1;
EXECUTE a ((SELECT version_num FROM aludel_version));

-- case: reads in RETURNING
-- sees: house-table
UPDATE prey SET word = word RETURNING (SELECT version_num FROM aludel_version);

-- case: reads in what a MERGE returns
-- sees: house-table
MERGE INTO prey USING canary ON prey.id = canary.id WHEN MATCHED THEN UPDATE SET word = 'a' RETURNING (SELECT version_num FROM aludel_version);

-- case: reads in JSON_TABLE
-- sees: house-table
SELECT * FROM JSON_TABLE((SELECT to_jsonb(version_num) FROM aludel_version), '$' COLUMNS (a text PATH '$')) AS j;

-- case: reads in JSON_ARRAY
-- sees: house-table
SELECT JSON_ARRAY(SELECT version_num FROM aludel_version);

-- case: reads in a graph
-- sees: house-table
CREATE PROPERTY GRAPH g VERTEX TABLES (aludel_version);

-- case: reads in a check for overlaps
-- sees: house-table
CREATE TABLE t (a text, EXCLUDE USING btree (a WITH =) WHERE (a = (SELECT version_num FROM aludel_version)));

-- case: reads in a view with a barrier
-- sees: house-table
CREATE VIEW v WITH (security_barrier, security_invoker) AS SELECT * FROM aludel_lock WITH LOCAL CHECK OPTION;

-- case: reads in a view that calls itself
-- sees: house-table
CREATE RECURSIVE VIEW v (a) AS SELECT version_num FROM aludel_version;

-- case: reads for a share
-- sees: house-table
SELECT 1 FROM canary c, aludel_lock l FOR NO KEY UPDATE OF l SKIP LOCKED;

-- case: copies into the versions
-- sees: house-table
COPY aludel_version FROM STDIN;

-- case: rights on all tables of the schema
-- ends: found
-- ends with two logins: runs
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
