-- Code that runs where no text calls it, and code that waits until nobody looks any more.

-- case: a deferred trigger that waits again
-- ends: found
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.id < 101 THEN SET CONSTRAINTS ALL DEFERRED; INSERT INTO prey VALUES (NEW.id + 1, 'a');
  ELSE EXECUTE 'DELETE FROM public.aludel_' || 'history'; END IF; RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON prey DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO prey VALUES (100, 'a');

-- case: a deferred trigger that waits five times
-- ends: found
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.id < 105 THEN SET CONSTRAINTS ALL DEFERRED; INSERT INTO prey VALUES (NEW.id + 1, 'a');
  ELSE EXECUTE 'DELETE FROM public.aludel_' || 'history'; END IF; RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON prey DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO prey VALUES (100, 'a');

-- case: a deferred trigger that waits for ever
-- ends: fails
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  SET CONSTRAINTS ALL DEFERRED; UPDATE prey SET word = word || 'a' WHERE id = NEW.id; RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER t AFTER UPDATE ON prey DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
UPDATE prey SET word = 'b';

-- case: deferred triggers of two tables that wait for each other
-- ends: found
CREATE TABLE a (id int); CREATE TABLE b (id int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  SET CONSTRAINTS ALL DEFERRED;
  IF NEW.id > 3 THEN EXECUTE 'DELETE FROM public.aludel_' || 'version';
  ELSIF TG_TABLE_NAME = 'a' THEN INSERT INTO b VALUES (NEW.id + 1); ELSE INSERT INTO a VALUES (NEW.id + 1); END IF; RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON b DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO a VALUES (0);

-- case: a cursor that is filled at the end
-- ends: runs
CREATE FUNCTION f{TOKEN}() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
DECLARE c CURSOR WITH HOLD FOR SELECT f{TOKEN}();

-- case: a cursor that is filled at the end, by an operator
-- ends: runs
CREATE FUNCTION f{TOKEN}(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
CREATE OPERATOR public.@@# (FUNCTION = f{TOKEN}, RIGHTARG = int);
DECLARE c CURSOR WITH HOLD FOR SELECT @@# id FROM prey;

-- case: a cursor of plpgsql that is filled at the end
-- ends: runs
DO $$ DECLARE c refcursor := 'c'; BEGIN OPEN c FOR SELECT 1; EXECUTE 'DECLARE d CURSOR WITH HOLD FOR SELECT 1'; END $$;

-- case: empties the history in a check
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN true; END $$;
ALTER TABLE prey ADD CONSTRAINT c CHECK (f(word));

-- case: empties the history in a domain
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN true; END $$;
CREATE DOMAIN d AS text CHECK (f(VALUE));
SELECT 'a'::d;

-- case: empties the history in a new column
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
ALTER TABLE prey ADD COLUMN f int DEFAULT f();

-- case: empties the history in a change of type
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 'a'; END $$;
ALTER TABLE prey ALTER COLUMN word TYPE text USING f(word);

-- case: empties the history in a generated column
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION evil() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
CREATE FUNCTION f(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM evil(); RETURN 'a'; END $$;
ALTER TABLE prey ADD COLUMN g text GENERATED ALWAYS AS (f(word)) STORED;

-- case: empties the history in an index
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION evil() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
CREATE FUNCTION f(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM evil(); RETURN 'a'; END $$;
CREATE INDEX i ON prey (f(word));

-- case: empties the history in the condition of an index
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION evil() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
CREATE FUNCTION f(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM evil(); RETURN true; END $$;
CREATE INDEX i ON prey (id) WHERE f(word);

-- case: empties the history in statistics
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION evil() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
CREATE FUNCTION f(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM evil(); RETURN 'a'; END $$;
CREATE STATISTICS s ON f(word), id FROM prey;
ANALYZE prey;

-- case: empties the history in an aggregate
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
CREATE AGGREGATE ag (int) (SFUNC = f, STYPE = int, INITCOND = '0');
SELECT ag(id) FROM prey;

-- case: empties the history in an operator
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
CREATE OPERATOR @@# (FUNCTION = f, RIGHTARG = int);
SELECT @@# id FROM prey;

-- case: empties the history in a cast
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE TYPE e AS (a int);
CREATE FUNCTION f(e) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
CREATE CAST (e AS int) WITH FUNCTION f(e);
SELECT ROW(1)::e::int;

-- case: empties the history behind a column that is none
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(prey) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
SELECT prey.f FROM prey;

-- case: empties the history in a view
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
CREATE VIEW v AS SELECT f() AS a;
SELECT * FROM v;

-- case: empties the history in a view that is kept
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
CREATE MATERIALIZED VIEW v AS SELECT f() AS a;

-- case: empties the history in a rule
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
CREATE RULE r AS ON UPDATE TO prey DO ALSO SELECT f();
UPDATE prey SET word = 'a';

-- case: empties the history in a trigger of a view
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN NULL; END $$;
CREATE VIEW v AS SELECT * FROM prey;
CREATE TRIGGER t INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO v VALUES (100, 'a');

-- case: empties the history in a trigger of a statement
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN NULL; END $$;
CREATE TRIGGER t AFTER TRUNCATE ON prey EXECUTE FUNCTION f();
TRUNCATE prey;

-- case: empties the history in a trigger on definitions
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history';  END $$;
CREATE EVENT TRIGGER evil_{TOKEN} ON ddl_command_end EXECUTE FUNCTION f();
CREATE TABLE t (a int);

-- case: empties the history in a bound of a partition
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION evil() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM evil(); RETURN 1; END $$;
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (f());

-- case: empties the history in a key of partitions
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION evil() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM evil(); RETURN 1; END $$;
CREATE TABLE t (a int) PARTITION BY LIST ((f(a)));
CREATE TABLE t1 PARTITION OF t DEFAULT;
INSERT INTO t VALUES (1);

-- case: empties the history in a class of operators
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION evil() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
CREATE FUNCTION f(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM evil(); RETURN 0; END $$;
CREATE OPERATOR CLASS evil FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 f(int, int);
INSERT INTO prey VALUES (100, 'a'), (101, 'b');
CREATE INDEX i ON prey (id evil);

-- case: empties the history in a cursor
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
DECLARE c CURSOR FOR SELECT f();
FETCH ALL FROM c;

-- case: empties the history in a prepared statement
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 1; END $$;
PREPARE a AS SELECT f($1);
EXECUTE a (1);

-- case: empties the history in the condition of a trigger
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN true; END $$;
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE INSERT ON prey FOR EACH ROW WHEN (f(NEW.id)) EXECUTE FUNCTION g();
INSERT INTO prey VALUES (100, 'a');

-- case: empties the history in what a MERGE sets
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN 'a'; END $$;
MERGE INTO prey USING canary ON prey.id = canary.id WHEN MATCHED THEN UPDATE SET word = f();

-- case: empties the history in a function of the owner's rights
-- ends: found
INSERT INTO prey (id, word) VALUES (900, 'a');
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history';  END $$;
ALTER FUNCTION f() SECURITY DEFINER;
SELECT f();
