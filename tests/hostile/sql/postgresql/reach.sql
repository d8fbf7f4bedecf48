-- What reaches further than it was granted: extensions and files from code, whole tablespaces, tables that are somebody else's.

-- case: an extension in code
-- sees: create-extension
DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS file_fdw; END $$;

-- case: an extension in code that is put together
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE EXT' || 'ENSION file_fdw'; END $$;

-- case: an extension in a function
-- sees: create-extension
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE EXTENSION dblink; END $$;

-- case: a wrapper in code that is put together
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE FOREIGN DATA WRAP' || 'PER w'; END $$;

-- case: a login elsewhere in code that is put together
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE FOREIGN DATA WRAP' || 'PER w'; EXECUTE 'CREATE SER' || 'VER s FOREIGN DATA WRAPPER w'; EXECUTE 'CREATE US' || 'ER MAPPING FOR PUBLIC SERVER s'; END $$;

-- case: a subscription in code
-- sees: connection
DO $$ BEGIN CREATE SUBSCRIPTION s CONNECTION 'dbname={OTHER}' PUBLICATION p WITH (connect = false, slot_name = NONE); END $$;

-- case: a subscription in code that is put together
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE SUBSCRIP' || 'TION s CONNECTION ''dbname={OTHER}'' PUBLICATION p WITH (connect = false, slot_name = NONE)'; END $$;

-- case: an origin in code that is put together
-- ends: found
DO $$ BEGIN EXECUTE 'SELECT pg_replication_orig' || 'in_create(''evil_{TOKEN}'')'; END $$;

-- case: rows of a file in code
-- sees: server-file
DO $$ BEGIN COPY prey FROM '{FILE}'; END $$;

-- case: rows into a file in code
-- sees: server-file
DO $$ BEGIN COPY prey (id, word) TO '{FOLDER}/out{TOKEN}' WITH (FORMAT csv); END $$;

-- case: a query into a file in code
-- sees: server-file
DO $$ BEGIN COPY (SELECT word FROM canary) TO '{FOLDER}/out{TOKEN}'; END $$;

-- case: rows of a file in a function
-- sees: server-file
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ COPY prey FROM '{FILE}' $$;

-- case: a library in code
-- sees: server-file
DO $$ BEGIN LOAD 'plpgsql'; END $$;

-- case: drops what it owns in code
-- sees: role
DO $$ BEGIN DROP OWNED BY CURRENT_USER; END $$;

-- case: gives what it owns away in code
-- sees: role
DO $$ BEGIN REASSIGN OWNED BY CURRENT_USER TO {ROLE}; END $$;

-- case: a server elsewhere in code
-- sees: connection
DO $$ BEGIN CREATE SERVER s FOREIGN DATA WRAPPER w; END $$;

-- case: a foreign table
-- sees: connection
CREATE FOREIGN TABLE ft (a int) SERVER s;

-- case: a foreign table as a partition
-- sees: connection
CREATE FOREIGN TABLE ft PARTITION OF prey DEFAULT SERVER s;

-- case: tables of a whole tablespace
-- sees: server-file
ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default;

-- case: indexes of a whole tablespace
-- sees: server-file
ALTER INDEX ALL IN TABLESPACE pg_default OWNED BY CURRENT_USER SET TABLESPACE pg_default;

-- case: the transaction only reads, by a setting
-- ends: fails
SET transaction_read_only = on;
INSERT INTO prey VALUES (100, 'a');

-- case: every later statement has no time
-- ends: runs
INSERT INTO prey VALUES (100, 'a');
DELETE FROM prey WHERE id = 100;
SET statement_timeout = 1;
SET lock_timeout = 1;

-- case: later transactions only read
-- ends: runs
SET default_transaction_read_only = on;
SET default_transaction_isolation = 'serializable';

-- case: listens
-- ends: runs
LISTEN evil;
NOTIFY evil, 'x';

-- case: a very deep expression
-- ends: runs
SELECT {REPEAT 90 (}1{REPEAT 90 )};

-- case: a deeper expression of the house
SELECT {REPEAT 200 (}1{REPEAT 200 )} FROM aludel_version;

-- case: commits in a function of a trigger
-- ends: fails
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN COMMIT; RETURN NEW; END $$;
CREATE TRIGGER t BEFORE INSERT ON prey FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO prey VALUES (100, 'a');

-- case: reads in a query what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
SELECT (SELECT word FROM canary LIMIT 1);

-- case: reads with TABLE what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
TABLE canary;

-- case: reads in a join without a condition what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
SELECT * FROM prey NATURAL JOIN canary;

-- case: copies what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
COPY canary TO STDOUT;

-- case: reads in LATERAL what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
SELECT * FROM prey, LATERAL (SELECT * FROM canary WHERE canary.id = prey.id) AS c;

-- case: reads in a recursion what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT id FROM canary, a) SELECT * FROM a;

-- case: reads where nothing is kept what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
SELECT 1 FROM prey WHERE EXISTS (TABLE canary);

-- case: reads in a limit what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
SELECT 1 LIMIT (SELECT count(*) FROM canary);

-- case: changes what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
UPDATE canary SET word = 'x';

-- case: changes in a WITH what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
WITH a AS (UPDATE canary SET word = 'x' RETURNING 1) SELECT * FROM a;

-- case: changes by a MERGE what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
MERGE INTO canary USING prey ON true WHEN MATCHED THEN UPDATE SET word = 'x';

-- case: changes when there is one what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
INSERT INTO canary VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET word = 'x';

-- case: empties several what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
TRUNCATE prey, canary;

-- case: locks what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
LOCK TABLE canary;

-- case: an index what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
CREATE INDEX ON canary (word);

-- case: a trigger what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
CREATE TRIGGER t BEFORE INSERT ON canary FOR EACH ROW EXECUTE FUNCTION f();

-- case: a policy what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
CREATE POLICY p ON canary USING (false);

-- case: a remark what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
COMMENT ON COLUMN canary.word IS 'x';

-- case: a foreign key what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
ALTER TABLE prey ADD FOREIGN KEY (id) REFERENCES canary;

-- case: takes the name what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
ALTER TABLE prey RENAME TO canary;

-- case: drops several what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
DROP TABLE prey, canary;

-- case: moves numbers what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
SELECT setval('canary_id_seq', 1);

-- case: moves numbers by a name that is put together what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
SELECT setval('canary' || '_id_seq', 1);

-- case: a function of its own by a column that is none what is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
CREATE VIEW prey AS SELECT c.word FROM canary AS c;
