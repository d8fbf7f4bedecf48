-- What migrations do every day: all of it is allowed, and touches no canary.

-- case: a table
-- ends: runs
-- sees: create-table
CREATE TABLE t{TOKEN} (id bigserial PRIMARY KEY, a text NOT NULL DEFAULT '', at timestamptz DEFAULT now());

-- case: a temporary table
-- ends: runs
-- sees: temporary-table
CREATE TEMPORARY TABLE t{TOKEN} (a int) ON COMMIT DROP;

-- case: a table of a query
-- ends: runs
-- sees: create-table,read
CREATE TABLE t{TOKEN} AS SELECT id, upper(word) AS word FROM canary;

-- case: SELECT INTO
-- ends: runs
-- sees: create-table,read
SELECT * INTO t{TOKEN} FROM canary;

-- case: an upsert
-- ends: runs
-- sees: insert,update
INSERT INTO prey VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET word = excluded.word;

-- case: a deletion with a WITH
-- ends: runs
-- sees: delete,read
WITH a AS (SELECT id FROM canary) DELETE FROM prey USING a WHERE prey.id = a.id;

-- case: an update
-- ends: runs
-- sees: update
UPDATE prey SET word = coalesce(nullif(trim(word), ''), 'x') WHERE id > 0;

-- case: empties a table
-- ends: runs
-- sees: truncate
TRUNCATE prey;

-- case: an index
-- ends: runs
-- sees: create-index
CREATE INDEX prey_word ON prey (lower(word)) WHERE id > 1;

-- case: a view
-- ends: runs
-- sees: create-view,read
CREATE VIEW v{TOKEN} AS SELECT * FROM canary;

-- case: a schema
-- ends: runs
-- sees: create-schema
CREATE SCHEMA s{TOKEN} CREATE TABLE t (a int);

-- case: a type
-- ends: runs
-- sees: create-type
CREATE TYPE mood{TOKEN} AS ENUM ('sad', 'ok');

-- case: a function
-- ends: runs
-- sees: create-routine,call-routine
CREATE FUNCTION f{TOKEN}(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + 1 $$;
SELECT f{TOKEN}(1);

-- case: a trigger
-- ends: runs
-- sees: create-trigger
CREATE FUNCTION f{TOKEN}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.word := 'x'; RETURN NEW; END $$;
CREATE TRIGGER t{TOKEN} BEFORE INSERT ON prey FOR EACH ROW EXECUTE FUNCTION f{TOKEN}();

-- case: a loop
-- ends: runs
-- sees: code
DO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO prey VALUES (1000 + i, 'x'); END LOOP; END $$;

-- case: a trusted extension
-- ends: runs
-- sees: create-extension
CREATE EXTENSION IF NOT EXISTS pgcrypto;

-- case: rights
-- ends: runs
-- sees: privileges
GRANT SELECT ON prey TO PUBLIC;

-- case: rights for what will be
-- ends: runs
-- sees: privileges
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;

-- case: a setting
-- ends: runs
-- sees: session-setting
SET LOCAL lock_timeout = '5s';

-- case: a setting by a function
-- ends: runs
-- sees: session-setting
SELECT pg_catalog.set_config('search_path', '', true);

-- case: a savepoint
-- ends: runs
SAVEPOINT mine;
INSERT INTO prey VALUES (100, 'a');
ROLLBACK TO SAVEPOINT mine;
RELEASE SAVEPOINT mine;

-- case: a message
-- ends: runs
-- sees: session-setting
NOTIFY pgrst, 'reload schema';

-- case: a column
-- ends: runs
-- sees: alter-table
ALTER TABLE prey ADD COLUMN extra{TOKEN} int NOT NULL DEFAULT 0;

-- case: another name
-- ends: runs
-- sees: rename-table,create-table
ALTER TABLE prey RENAME TO quarry;
ALTER TABLE quarry RENAME TO prey;

-- case: sleeps
-- ends: runs
SELECT pg_sleep(0);

-- case: a WITH that calls itself
-- ends: runs
-- sees: read
WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a WHERE n < 3) SELECT * FROM a, canary;

-- case: a policy
-- ends: runs
-- sees: alter-policy
CREATE POLICY p ON prey USING (word = current_user);
ALTER POLICY p ON prey USING (true);

-- case: a publication
-- ends: runs
-- sees: create-publication
CREATE PUBLICATION p{TOKEN} FOR TABLE prey;

-- case: sequences
-- ends: runs
CREATE SEQUENCE s{TOKEN};
SELECT nextval('s{TOKEN}'), setval('s{TOKEN}', 10), currval('s{TOKEN}');

-- case: deferred constraints
-- ends: runs
SET CONSTRAINTS ALL DEFERRED;

-- case: locks a table
-- ends: runs
-- sees: update
LOCK TABLE prey IN SHARE ROW EXCLUSIVE MODE;

-- case: the name of the house in a string
-- ends: runs
SELECT 'aludel_version';

-- case: a string that looks like a statement
-- ends: runs
SELECT 'COMMIT; COPY t FROM PROGRAM ''x''';

-- case: a lock of its own
-- ends: runs
-- sees: call-routine
SELECT pg_advisory_xact_lock(1);

-- case: rows of types of its own
-- ends: runs
-- sees: create-type,create-table,insert,read
CREATE TYPE mood{TOKEN} AS ENUM ('sad', 'ok');
CREATE TABLE t{TOKEN} (a mood{TOKEN}, b mood{TOKEN}[]);
INSERT INTO t{TOKEN} VALUES ('ok', '{sad}') RETURNING a, b;
SELECT * FROM t{TOKEN};

-- case: a row as a value
-- ends: runs
SELECT prey FROM prey;
