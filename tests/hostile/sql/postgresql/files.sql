-- What reaches files and programs of the server.

-- case: a program writes rows
-- sees: server-file
COPY prey FROM PROGRAM 'echo 1';

-- case: a program reads rows
-- sees: server-file
COPY prey TO PROGRAM 'cat > {FOLDER}/out{TOKEN}';

-- case: a program in capitals and comments
-- sees: server-file
CoPy /* x */ prey /* y */ TO -- z
PROGRAM 'touch {FOLDER}/out{TOKEN}';

-- case: a program gets a query
-- sees: server-file
COPY (SELECT * FROM canary) TO PROGRAM 'cat > {FOLDER}/out{TOKEN}';

-- case: a program gets what a deletion returns
-- sees: server-file
COPY (DELETE FROM prey RETURNING *) TO PROGRAM 'cat > {FOLDER}/out{TOKEN}' WITH (FORMAT csv);

-- case: rows from a file
-- sees: server-file
COPY prey FROM '{FILE}';

-- case: rows from a file with options
-- sees: server-file
COPY prey (id, word) FROM '{FILE}' WITH (FORMAT csv, DELIMITER ';', HEADER true);

-- case: rows from a file in binary form
-- sees: server-file
COPY BINARY prey FROM '{FILE}';

-- case: rows into a file
-- sees: server-file
COPY prey TO '{FOLDER}/out{TOKEN}';

-- case: a query into a file
-- sees: server-file
COPY (SELECT word FROM canary) TO '{FOLDER}/out{TOKEN}';

-- case: a file name with escapes
-- sees: server-file
COPY prey TO E'{FOLDER}/\x6fut{TOKEN}';

-- case: a file name in dollars
-- sees: server-file
COPY prey FROM $f${FILE}$f$;

-- case: reads a file
-- sees: server-file
SELECT pg_read_file('{FILE}');

-- case: reads a file into a table
-- sees: server-file
INSERT INTO prey SELECT 100, pg_read_file('{FILE}');

-- case: reads a file by its full name
-- sees: server-file
SELECT pg_catalog.pg_read_file('{FILE}');

-- case: reads a file by a name with spaces
-- sees: server-file
SELECT pg_catalog . pg_read_file ( '{FILE}' );

-- case: reads a file in quotes
-- sees: server-file
SELECT "pg_catalog"."pg_read_file"('{FILE}');

-- case: reads a file in capitals
-- sees: server-file
SELECT PG_READ_FILE('{FILE}');

-- case: reads a file with a comment before the parenthesis
-- sees: server-file
SELECT pg_read_file/**/('{FILE}');

-- case: reads a file by a name with escapes
-- sees: server-file
SELECT U&"\0070g_read_file"('{FILE}');

-- case: reads a file by a name with long escapes
-- sees: server-file
SELECT U&"\+000070g_read_fil\0065"('{FILE}');

-- case: reads a file by a name with an escape of its own
-- sees: server-file
SELECT U&"!0070g_read_file" UESCAPE '!' ('{FILE}');

-- case: reads a file with a length
-- sees: server-file
SELECT pg_read_file('{FILE}', 0, 10);

-- case: reads a file as bytes
-- sees: server-file
SELECT encode(pg_read_binary_file('{FILE}'), 'hex');

-- case: reads a file in a query of FROM
-- sees: server-file
SELECT * FROM pg_read_file('{FILE}') AS f;

-- case: reads a file in a query of rows from
-- sees: server-file
SELECT * FROM ROWS FROM (generate_series(1, 2), pg_read_file('{FILE}')) AS f;

-- case: reads a file in a lateral join
-- sees: server-file
SELECT * FROM canary, LATERAL pg_read_file('{FILE}') AS f;

-- case: reads a file in WHERE
-- sees: server-file
DELETE FROM prey WHERE word = pg_read_file('{FILE}');

-- case: reads a file in VALUES
-- sees: server-file
VALUES (1, pg_read_file('{FILE}'));

-- case: reads a file in a WITH
-- sees: server-file
WITH a AS (SELECT pg_read_file('{FILE}') AS f) SELECT * FROM a;

-- case: reads a file in RETURNING
-- sees: server-file
UPDATE prey SET word = word RETURNING pg_read_file('{FILE}');

-- case: reads a file in ON CONFLICT
-- sees: server-file
INSERT INTO prey VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET word = pg_read_file('{FILE}');

-- case: reads a file in a default
-- sees: server-file
ALTER TABLE prey ALTER COLUMN word SET DEFAULT pg_read_file('{FILE}');

-- case: reads a file in a new column
-- sees: server-file
ALTER TABLE prey ADD COLUMN f text DEFAULT pg_read_file('{FILE}');

-- case: reads a file in a check
-- sees: server-file
ALTER TABLE prey ADD CONSTRAINT c CHECK (pg_read_file('{FILE}') IS NOT NULL);

-- case: reads a file in a change of type
-- sees: server-file
ALTER TABLE prey ALTER COLUMN word TYPE text USING pg_read_file('{FILE}');

-- case: reads a file in an index
-- sees: server-file
CREATE INDEX ON prey ((pg_read_file('{FILE}')));

-- case: reads a file in the condition of an index
-- sees: server-file
CREATE INDEX ON prey (id) WHERE pg_read_file('{FILE}') = '';

-- case: reads a file in a view
-- sees: server-file
CREATE VIEW v AS SELECT pg_read_file('{FILE}');

-- case: reads a file in a view that is kept
-- sees: server-file
CREATE MATERIALIZED VIEW v AS SELECT pg_read_file('{FILE}');

-- case: reads a file in a table of a query
-- sees: server-file
CREATE TABLE t AS SELECT pg_read_file('{FILE}');

-- case: reads a file in SELECT INTO
-- sees: server-file
SELECT pg_read_file('{FILE}') INTO t;

-- case: reads a file in EXPLAIN ANALYZE
-- sees: server-file
EXPLAIN ANALYZE SELECT pg_read_file('{FILE}');

-- case: reads a file in EXPLAIN with options
-- sees: server-file
EXPLAIN (ANALYZE true, COSTS off) SELECT pg_read_file('{FILE}');

-- case: reads a file in a prepared statement
-- sees: server-file
PREPARE a AS SELECT pg_read_file('{FILE}');
EXECUTE a;

-- case: reads a file in a cursor
-- sees: server-file
DECLARE a CURSOR FOR SELECT pg_read_file('{FILE}');
FETCH ALL FROM a;

-- case: reads a file in a rule
-- sees: server-file
CREATE RULE r AS ON INSERT TO prey DO ALSO SELECT pg_read_file('{FILE}');

-- case: reads a file in a policy
-- sees: server-file
CREATE POLICY p ON prey USING (pg_read_file('{FILE}') = '');

-- case: reads a file in a domain
-- sees: server-file
CREATE DOMAIN d AS text CHECK (pg_read_file(value) IS NOT NULL);

-- case: reads a file in the condition of a trigger
-- sees: server-file
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE INSERT ON prey FOR EACH ROW WHEN (pg_read_file('{FILE}') IS NULL) EXECUTE FUNCTION f();

-- case: reads a file in DO
-- sees: server-file
DO $$ BEGIN PERFORM pg_read_file('{FILE}'); END $$;

-- case: reads a file in DO with a string
-- sees: server-file
DO 'BEGIN PERFORM pg_read_file(''{FILE}''); END';

-- case: reads a file in DO by a text that it runs
-- sees: server-file
DO $$ BEGIN EXECUTE 'SELECT pg_read_file(''{FILE}'')'; END $$;

-- case: reads a file in a function
-- sees: server-file
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT pg_read_file('{FILE}') $$;
SELECT f();

-- case: reads a file in a function of new style
-- sees: server-file
CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT pg_read_file('{FILE}'); END;

-- case: reads a file in a function's short form
-- sees: server-file
CREATE FUNCTION f() RETURNS text LANGUAGE sql RETURN pg_read_file('{FILE}');

-- case: reads a file in a default of a parameter
-- sees: server-file
CREATE FUNCTION f(a text DEFAULT pg_read_file('{FILE}')) RETURNS text LANGUAGE sql AS 'SELECT a';

-- case: reads a file in a procedure
-- sees: server-file
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_read_file('{FILE}'); END $$;
CALL p();

-- case: reads a file in an aggregate
-- sees: server-file
CREATE AGGREGATE ag (text) (SFUNC = pg_read_file, STYPE = text);

-- case: reads a file in a cast
-- sees: server-file
CREATE TYPE e AS (a int);
CREATE CAST (text AS bytea) WITH FUNCTION pg_read_binary_file(text);

-- case: reads a file in an operator
-- sees: server-file
CREATE OPERATOR !! (FUNCTION = pg_read_file, RIGHTARG = text);

-- case: reads a file in a MERGE
-- sees: server-file
MERGE INTO prey USING canary ON prey.id = canary.id WHEN MATCHED THEN UPDATE SET word = pg_read_file('{FILE}');

-- case: reads a file in a window
-- sees: server-file
SELECT count(*) OVER (ORDER BY pg_read_file('{FILE}')) FROM canary;

-- case: reads a file in a filter
-- sees: server-file
SELECT count(*) FILTER (WHERE pg_read_file('{FILE}') = '') FROM canary;

-- case: reads a file in ORDER BY
-- sees: server-file
SELECT 1 FROM canary ORDER BY pg_read_file('{FILE}');

-- case: reads a file in LIMIT
-- sees: server-file
SELECT 1 FROM canary LIMIT length(pg_read_file('{FILE}'));

-- case: reads a file in CASE
-- sees: server-file
SELECT CASE WHEN true THEN pg_read_file('{FILE}') END;

-- case: reads a file in an array
-- sees: server-file
SELECT ARRAY[pg_read_file('{FILE}')];

-- case: reads a file in a row
-- sees: server-file
SELECT ROW(pg_read_file('{FILE}'));

-- case: reads a file in a cast's argument
-- sees: server-file
SELECT pg_read_file('{FILE}')::varchar;

-- case: reads a file in a second part of a union
-- sees: server-file
SELECT '' UNION ALL SELECT pg_read_file('{FILE}');

-- case: reads a file in EXISTS
-- sees: server-file
SELECT 1 WHERE EXISTS (SELECT pg_read_file('{FILE}'));

-- case: reads a file in a group
-- sees: server-file
SELECT 1 GROUP BY pg_read_file('{FILE}');

-- case: reads a file in HAVING
-- sees: server-file
SELECT count(*) FROM canary HAVING pg_read_file('{FILE}') = '';

-- case: reads a file in the bounds of a partition
-- sees: server-file
CREATE TABLE t (a text) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (pg_read_file('{FILE}'));

-- case: reads a file with named arguments
-- sees: server-file
SELECT pg_read_file(filename => '{FILE}');

-- case: reads a file in a generated column
-- sees: server-file
CREATE TABLE t (a int, b text GENERATED ALWAYS AS (pg_read_file('{FILE}')) STORED);

-- case: lists a folder
-- sees: server-file
SELECT pg_ls_dir('{FOLDER}');

-- case: lists a folder as rows
-- sees: server-file
SELECT * FROM pg_ls_dir('{FOLDER}') AS d;

-- case: lists the log
-- sees: server-file
SELECT * FROM pg_ls_logdir();

-- case: lists the write-ahead log
-- sees: server-file
SELECT * FROM pg_ls_waldir();

-- case: lists temporary files
-- sees: server-file
SELECT * FROM pg_ls_tmpdir();

-- case: tells of a file
-- sees: server-file
SELECT (pg_stat_file('{FILE}')).size;

-- case: names the log file
-- sees: server-file
SELECT pg_current_logfile();

-- case: a large object from a file
-- sees: server-file
SELECT lo_import('{FILE}');

-- case: a large object from a file with a number
-- sees: server-file
SELECT lo_import('{FILE}', 4711);

-- case: a large object into a file
-- sees: server-file
SELECT lo_export(lo_from_bytea(0, 'x'), '{FOLDER}/out{TOKEN}');

-- case: writes by an extension's function
-- sees: server-file
SELECT pg_file_write('{FOLDER}/out{TOKEN}', 'x', false);

-- case: renames by an extension's function
-- sees: server-file
SELECT pg_file_rename('{FILE}', '{FOLDER}/out{TOKEN}');

-- case: removes by an extension's function
-- sees: server-file
SELECT pg_file_unlink('{FILE}');

-- case: loads a library
-- sees: server-file
LOAD '$libdir/plpgsql';

-- case: loads a library of its own
-- sees: server-file
LOAD '{FOLDER}/x.so';

-- case: a function in a library
-- sees: server-file
CREATE FUNCTION f() RETURNS int AS '{FOLDER}/x.so', 'f' LANGUAGE c;

-- case: a folder for tables
-- sees: server-file
CREATE TABLESPACE s LOCATION '{FOLDER}';

-- case: settings of files
-- sees: server-file
SELECT * FROM pg_show_all_file_settings();

-- case: who may connect
-- sees: server-file
SELECT * FROM pg_hba_file_rules();

-- case: an extension that reads files
-- sees: create-extension
CREATE EXTENSION file_fdw;

-- case: an extension that writes files
-- sees: create-extension
CREATE EXTENSION adminpack;

-- case: an extension that looks into pages
-- sees: create-extension
CREATE EXTENSION pageinspect;

-- case: an extension that runs anything
-- sees: create-extension
CREATE EXTENSION plpython3u;

-- case: a language that may do anything
-- sees: create-extension
CREATE EXTENSION plperlu;
