-- What stands in front of what the host itself asks the server: operators, types, functions and tables of its names.

-- case: operators in front of the host's counts
-- ends: found
CREATE SCHEMA evil;
CREATE FUNCTION evil.f(bigint, bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE FUNCTION evil.g(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION evil.h(oid, oid) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR evil.+ (FUNCTION = evil.f, LEFTARG = bigint, RIGHTARG = bigint);
CREATE OPERATOR evil.& (FUNCTION = evil.f, LEFTARG = bigint, RIGHTARG = bigint);
CREATE OPERATOR evil.>= (FUNCTION = evil.g, LEFTARG = bigint, RIGHTARG = bigint);
CREATE OPERATOR evil.= (FUNCTION = evil.h, LEFTARG = oid, RIGHTARG = oid);
SET search_path = evil, pg_catalog, public;
DO $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; EXECUTE 'DELETE FROM public.aludel_' || 'version'; END $$;

-- case: a sum in front of the host's counts of roles
-- ends: found
CREATE SCHEMA evil;
CREATE FUNCTION evil.f(bigint, bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE OPERATOR evil.+ (FUNCTION = evil.f, LEFTARG = bigint, RIGHTARG = bigint);
SET search_path = evil, pg_catalog, public;
DO $$ BEGIN EXECUTE 'CREATE RO' || 'LE evil_{TOKEN}'; END $$;

-- case: a type in front of the host's counts
-- ends: runs
CREATE FUNCTION f{TOKEN}(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN true; END $$;
CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (public.f{TOKEN}(VALUE::pg_catalog.text));

-- case: numbers in front of the host's counts
-- ends: runs
CREATE FUNCTION f{TOKEN}(bigint) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN true; END $$;
CREATE DOMAIN pg_temp.int8 AS pg_catalog.int8 CHECK (public.f{TOKEN}(VALUE::pg_catalog.int8));
CREATE DOMAIN pg_temp.oid AS pg_catalog.oid CHECK (public.f{TOKEN}(1));

-- case: an operator that fits the version row better
-- ends: runs
CREATE FUNCTION f{TOKEN}(varchar, varchar) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
  IF current_query() LIKE '%SET version_num%' THEN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END IF;
  RETURN $1::text = $2::text; END $$;
CREATE OPERATOR public.= (FUNCTION = f{TOKEN}, LEFTARG = varchar, RIGHTARG = varchar);

-- case: an operator that fits the history better
-- ends: runs
CREATE FUNCTION f{TOKEN}(varchar, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
  IF current_query() LIKE '%run_id%' THEN EXECUTE 'DELETE FROM public.aludel_' || 'version'; END IF;
  RETURN $1::text = $2; END $$;
CREATE OPERATOR public.= (FUNCTION = f{TOKEN}, LEFTARG = varchar, RIGHTARG = text);

-- case: an equals sign in front of the question for settings
-- ends: runs
CREATE SCHEMA evil{TOKEN};
CREATE FUNCTION evil{TOKEN}.f(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN false; END $$;
CREATE OPERATOR evil{TOKEN}.= (FUNCTION = evil{TOKEN}.f, LEFTARG = text, RIGHTARG = text);
SET search_path = evil{TOKEN}, pg_catalog, public;

-- case: a function in front of the question for prepared statements
-- ends: runs
CREATE SCHEMA evil{TOKEN};
CREATE FUNCTION evil{TOKEN}.starts_with(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; RETURN false; END $$;
SET search_path = evil{TOKEN}, pg_catalog, public;
PREPARE a AS SELECT 1;

-- case: functions in front of the question for the transaction
-- ends: runs
CREATE SCHEMA evil{TOKEN};
CREATE FUNCTION evil{TOKEN}.txid_current_if_assigned() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION evil{TOKEN}.txid_current() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
SET search_path = evil{TOKEN}, pg_catalog, public;

-- case: temporary tables in front of catalogues
-- ends: runs
CREATE TEMP TABLE pg_settings (name text, setting text, source text);
CREATE TEMP TABLE pg_class (oid oid, relnamespace oid);
CREATE TEMP TABLE pg_prepared_statements (name text, from_sql boolean);
SET work_mem = '9MB';

-- case: a temporary view in front of a catalogue
-- ends: found
CREATE TEMP VIEW pg_trigger AS SELECT 0::oid AS tgrelid, false AS tgdeferrable;
DO $$ BEGIN EXECUTE 'TRUNCATE aludel_' || 'history'; END $$;

-- case: a cast in front of the host's question for new rows
-- ends: found
CREATE FUNCTION f(xid) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '3' $$;
CREATE CAST (xid AS text) WITH FUNCTION f(xid);
DO $$ BEGIN EXECUTE 'ALTER TABLE aludel_' || 'history ALTER COLUMN revision SET DEFAULT ''x'''; END $$;

-- case: a path that holds nothing
-- ends: found
SET search_path = '';
DO $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;

-- case: a role that may do less
-- ends: found
DO $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; EXECUTE 'SET RO' || 'LE {ROLE}'; END $$;

-- case: another form of what is told
-- ends: runs
SET bytea_output = 'escape';
SET datestyle = 'SQL, DMY';
SET intervalstyle = 'iso_8601';
SET extra_float_digits = -15;
INSERT INTO prey VALUES (100, 'a');
DELETE FROM prey WHERE id = 100;

-- case: statistics that are read once
-- ends: found
SET stats_fetch_consistency = 'snapshot';
SELECT count(*) FROM pg_stat_user_tables;
DO $$ BEGIN EXECUTE 'DELETE FROM public.aludel_' || 'history'; END $$;
