-- More of what migrations do every day, as the tools of others write it: all of it is allowed without any grant.

-- case: how a dump begins
-- ends: runs
SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

-- case: one more value of an enumeration
-- ends: runs
CREATE TYPE mood{TOKEN} AS ENUM ('sad', 'ok');
ALTER TYPE mood{TOKEN} ADD VALUE IF NOT EXISTS 'happy' AFTER 'ok';
ALTER TYPE mood{TOKEN} RENAME VALUE 'sad' TO 'blue';

-- case: columns that are made of others
-- ends: runs
CREATE TABLE t{TOKEN} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO t{TOKEN} (a) VALUES (1) RETURNING id, b;

-- case: what must not overlap
-- ends: runs
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE t{TOKEN} (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));

-- case: partitions
-- ends: runs
CREATE TABLE t{TOKEN} (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE t{TOKEN}_2024 PARTITION OF t{TOKEN} FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE t{TOKEN}_2025 (LIKE t{TOKEN} INCLUDING ALL);
ALTER TABLE t{TOKEN} ATTACH PARTITION t{TOKEN}_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE t{TOKEN} DETACH PARTITION t{TOKEN}_2024;

-- case: when a row was changed
-- ends: runs
CREATE TABLE t{TOKEN} (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE OR REPLACE FUNCTION touch{TOKEN}() RETURNS trigger AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END; $$ LANGUAGE plpgsql;
CREATE TRIGGER touch BEFORE UPDATE ON t{TOKEN} FOR EACH ROW EXECUTE PROCEDURE touch{TOKEN}();
INSERT INTO t{TOKEN} (id) VALUES (1);
UPDATE t{TOKEN} SET id = 2;

-- case: full text
-- ends: runs
CREATE TABLE t{TOKEN} (body text, words tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(body, ''))) STORED);
CREATE INDEX ON t{TOKEN} USING gin (words);
CREATE TEXT SEARCH CONFIGURATION c{TOKEN} (COPY = simple);
SELECT * FROM t{TOKEN} WHERE words @@ plainto_tsquery('english', 'a');

-- case: keys that nobody guesses
-- ends: runs
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE EXTENSION IF NOT EXISTS "pgcrypto" WITH SCHEMA public;
CREATE TABLE t{TOKEN} (a uuid PRIMARY KEY DEFAULT gen_random_uuid(), b uuid DEFAULT uuid_generate_v4());
INSERT INTO t{TOKEN} DEFAULT VALUES;

-- case: letters of any case
-- ends: runs
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TABLE t{TOKEN} (a citext UNIQUE);
INSERT INTO t{TOKEN} VALUES ('A') ON CONFLICT (a) DO NOTHING;
SELECT a FROM t{TOKEN} WHERE a = 'a';

-- case: words that are alike
-- ends: runs
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ON prey USING gin (word gin_trgm_ops);

-- case: a query that is kept
-- ends: runs
CREATE MATERIALIZED VIEW v{TOKEN} AS SELECT id, word FROM canary WITH NO DATA;
CREATE UNIQUE INDEX ON v{TOKEN} (id);
REFRESH MATERIALIZED VIEW v{TOKEN};

-- case: a constraint that is checked later
-- ends: runs
CREATE TABLE t{TOKEN} (id int REFERENCES prey (id) DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE t{TOKEN} ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
ALTER TABLE t{TOKEN} VALIDATE CONSTRAINT positive;
INSERT INTO prey (id, word) VALUES (1, 'eats') ON CONFLICT DO NOTHING;
INSERT INTO t{TOKEN} VALUES (1);

-- case: the numbers go on
-- ends: runs
CREATE TABLE t{TOKEN} (id serial PRIMARY KEY);
SELECT setval(pg_get_serial_sequence('t{TOKEN}', 'id'), COALESCE((SELECT MAX(id) + 1 FROM t{TOKEN}), 1), false);
ALTER SEQUENCE t{TOKEN}_id_seq RESTART WITH 1000;
SELECT nextval('t{TOKEN}_id_seq');

-- case: a column that must be there
-- ends: runs
ALTER TABLE prey ADD COLUMN flag{TOKEN} boolean DEFAULT false NOT NULL;
ALTER TABLE prey ALTER COLUMN flag{TOKEN} DROP DEFAULT;
ALTER TABLE prey ALTER COLUMN flag{TOKEN} TYPE int USING flag{TOKEN}::int;
ALTER TABLE prey DROP COLUMN flag{TOKEN};

-- case: code that looks before it acts
-- ends: runs
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'state{TOKEN}') THEN CREATE TYPE state{TOKEN} AS ENUM ('on', 'off'); END IF;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;

-- case: code that speaks of extensions
-- ends: runs
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'plpgsql') THEN RAISE EXCEPTION 'create extension plpgsql first, or copy it from ''x'''; END IF;
END $$;

-- case: rows for some eyes
-- ends: runs
CREATE TABLE t{TOKEN} (owner text);
ALTER TABLE t{TOKEN} ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON t{TOKEN} FOR SELECT TO PUBLIC USING (owner = current_setting('app.user', true));

-- case: another schema
-- ends: runs
CREATE SCHEMA s{TOKEN};
CREATE TABLE s{TOKEN}.t (a int);
GRANT USAGE ON SCHEMA s{TOKEN} TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA s{TOKEN} GRANT SELECT ON TABLES TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA s{TOKEN} TO PUBLIC;
COMMENT ON SCHEMA s{TOKEN} IS 'apart';

-- case: a procedure that is called
-- ends: runs
CREATE PROCEDURE p{TOKEN}(INOUT a int) LANGUAGE plpgsql AS $$ BEGIN a := a + 1; END $$;
CALL p{TOKEN}(1);

-- case: an operator and a cast of its own
-- ends: runs
CREATE TYPE money{TOKEN} AS (cents bigint);
CREATE FUNCTION cents{TOKEN}(money{TOKEN}) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1.cents';
CREATE CAST (money{TOKEN} AS bigint) WITH FUNCTION cents{TOKEN}(money{TOKEN});
SELECT ROW(1)::money{TOKEN}::bigint;

-- case: a prepared statement and a cursor
-- ends: runs
PREPARE mine AS SELECT * FROM prey WHERE id = $1;
EXECUTE mine (1);
DEALLOCATE mine;
DECLARE mine CURSOR FOR SELECT * FROM prey;
FETCH ALL FROM mine;
CLOSE mine;
