-- What the text does not show: code that puts a statement together and runs it. It is found when the migration ends.

-- case: empties the history
-- ends: found
DO $$ BEGIN EXECUTE 'TRUNCATE aludel_' || 'history'; END $$;

-- case: deletes the history
-- ends: found
DO $$ BEGIN EXECUTE 'DELETE FROM aludel_' || 'history'; END $$;

-- case: changes the history
-- ends: found
DO $$ BEGIN EXECUTE 'UPDATE aludel_' || 'history SET revision = ''x'''; END $$;

-- case: inserts a version
-- ends: found
DO $$ BEGIN EXECUTE 'INSERT INTO aludel_' || 'version VALUES (''x'')'; END $$;

-- case: deletes versions
-- ends: found
DO $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'version'; END $$;

-- case: changes the lease
-- ends: found
DO $$ BEGIN EXECUTE 'UPDATE aludel_' || 'lock SET fencing = fencing + 1'; END $$;

-- case: drops the history
-- ends: found
DO $$ BEGIN EXECUTE 'DROP TABLE aludel_' || 'history'; END $$;

-- case: drops the history and makes another
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE TABLE x (LIKE aludel_' || 'history INCLUDING ALL)'; EXECUTE 'DROP TABLE aludel_' || 'history'; EXECUTE 'ALTER TABLE x RENAME TO aludel_' || 'history'; END $$;

-- case: renames the history
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history RENAME TO x'; END $$;

-- case: puts a view in the place of the history
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history RENAME TO x'; EXECUTE 'CREATE VIEW aludel_' || 'history AS SELECT * FROM x'; END $$;

-- case: puts a view in the place of the versions
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'version RENAME TO x'; EXECUTE 'CREATE VIEW aludel_' || 'version AS SELECT * FROM x'; END $$;

-- case: moves the history
-- ends: found
DO $$ BEGIN CREATE SCHEMA s; EXECUTE 'ALTER TABLE aludel_' || 'history SET SCHEMA s'; END $$;

-- case: adds a column to the history
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history ADD COLUMN x int'; END $$;

-- case: drops a column of the history
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history DROP COLUMN revision'; END $$;

-- case: renames a column of the history
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history RENAME COLUMN revision TO x'; END $$;

-- case: changes a default of the history
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history ALTER COLUMN revision SET DEFAULT ''x'''; END $$;

-- case: a check on the history
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history ADD CONSTRAINT c CHECK (revision <> ''next'')'; END $$;

-- case: an index that holds the next run up
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE UNIQUE INDEX i ON aludel_' || 'history ((1)) WHERE revision = ''next'''; END $$;

-- case: an index of the versions
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE INDEX i ON aludel_' || 'version ((1))'; END $$;

-- case: drops the key of the versions
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'version DROP CONSTRAINT aludel_' || 'version_pkc'; END $$;

-- case: hides the versions
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'version ENABLE ROW LEVEL SECURITY'; END $$;

-- case: a policy for the versions
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE POLICY p ON aludel_' || 'version USING (false)'; END $$;

-- case: a rule for the history
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE RULE r AS ON INSERT TO aludel_' || 'history DO INSTEAD NOTHING'; END $$;

-- case: gives rights on the versions
-- ends: found
DO $$ BEGIN EXECUTE 'GRANT ALL ON aludel_' || 'version TO PUBLIC'; END $$;

-- case: gives rights on a column of the versions
-- ends: found
DO $$ BEGIN EXECUTE 'GRANT UPDATE (version_num) ON aludel_' || 'version TO PUBLIC'; END $$;

-- case: gives the versions away
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'version OWNER TO {ROLE}'; END $$;

-- case: a child of the history
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE TABLE x () INHERITS (aludel_' || 'history)'; END $$;

-- case: a foreign key to the versions
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE prey ADD CONSTRAINT c FOREIGN KEY (word) REFERENCES aludel_' || 'version NOT VALID'; END $$;

-- case: a view of the versions
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE VIEW x AS SELECT * FROM aludel_' || 'version'; END $$;

-- case: publishes the versions
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE PUBLICATION x FOR TABLE aludel_' || 'version'; END $$;

-- case: writes the versions where no log is kept
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'version SET UNLOGGED'; END $$;

-- case: makes a role
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE RO' || 'LE evil_{TOKEN}'; END $$;

-- case: makes a role that may do anything
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE US' || 'ER evil_{TOKEN} SUPERUSER'; END $$;

-- case: makes a role a member
-- ends: found
DO $$ BEGIN EXECUTE 'GRANT {ROLE} TO CURRENT_' || 'USER'; END $$;

-- case: changes a role
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER RO' || 'LE {ROLE} SUPERUSER'; END $$;

-- case: sets what a role starts with
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER RO' || 'LE {ROLE} SET work_mem = ''1GB'''; END $$;

-- case: sets what a database starts with
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER DATA' || 'BASE {DATABASE} SET work_mem = ''1GB'''; END $$;

-- case: changes a database
-- ends: found
DO $$ BEGIN EXECUTE 'ALTER DATA' || 'BASE {DATABASE} CONNECTION LIMIT 7'; END $$;

-- case: closes a database
-- ends: found
DO $$ BEGIN EXECUTE 'UPDATE pg_' || 'database SET datallowconn = false WHERE datname = ''{OTHER}'''; END $$;

-- case: lets a role change a setting of the server
-- ends: found
DO $$ BEGIN EXECUTE 'GRANT ALTER SYS' || 'TEM ON PARAMETER work_mem TO {ROLE}'; END $$;

-- case: another server
-- ends: found
DO $$ BEGIN EXECUTE 'CREATE FOREIGN DATA WRAPPER w'; EXECUTE 'CREATE SER' || 'VER s FOREIGN DATA WRAPPER w'; END $$;

-- case: empties the history in a trigger
-- ends: found
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'TRUNCATE aludel_' || 'history'; RETURN NEW; END $$;
CREATE TRIGGER t AFTER INSERT ON prey FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO prey VALUES (100, 'a');

-- case: empties the history in a trigger that waits for the end
-- ends: found
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'TRUNCATE aludel_' || 'history'; RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON prey DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO prey VALUES (100, 'a');

-- case: empties the history in a savepoint
-- ends: found
SAVEPOINT mine;
DO $$ BEGIN EXECUTE 'TRUNCATE aludel_' || 'history'; END $$;
RELEASE SAVEPOINT mine;

-- case: empties the history behind an error that is caught
-- ends: found
DO $$ BEGIN BEGIN PERFORM 1 / 0; EXCEPTION WHEN OTHERS THEN EXECUTE 'TRUNCATE aludel_' || 'history'; END; END $$;

-- case: empties the history in a default
-- ends: found
CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'TRUNCATE aludel_' || 'history'; RETURN 'a'; END $$;
ALTER TABLE prey ALTER COLUMN word SET DEFAULT f();
INSERT INTO prey (id) VALUES (100);

-- case: empties the history in a savepoint that it takes back
-- ends: runs
SAVEPOINT mine;
DO $$ BEGIN EXECUTE 'TRUNCATE aludel_' || 'history'; END $$;
ROLLBACK TO SAVEPOINT mine;

-- case: a temporary table in front of the history
-- ends: runs
DO $$ BEGIN EXECUTE 'CREATE TEMP TABLE aludel_' || 'history (x int)'; END $$;

-- case: becomes another role
-- ends: runs
DO $$ BEGIN EXECUTE 'SET RO' || 'LE {ROLE}'; END $$;
