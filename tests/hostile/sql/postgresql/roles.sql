-- Who somebody is, and what the server is set to.

-- case: becomes another role
-- sees: role
SET ROLE {ROLE};

-- case: becomes another role for a while
-- sees: role
SET LOCAL ROLE {ROLE};

-- case: becomes another role for the session
-- sees: role
SET SESSION ROLE {ROLE};

-- case: becomes another role by a setting
-- sees: role
SET role = {ROLE};

-- case: becomes another role by a setting in quotes
-- sees: role
SET "role" TO '{ROLE}';

-- case: becomes another role by a setting of the transaction
-- sees: role
SET LOCAL role TO {ROLE};

-- case: becomes another role by a function
-- sees: role
SELECT set_config('role', '{ROLE}', false);

-- case: becomes another role by a function in capitals
-- sees: role
SELECT SET_CONFIG('ROLE', '{ROLE}', FALSE);

-- case: becomes another role by a function's full name
-- sees: role
SELECT pg_catalog.set_config('role', '{ROLE}', true);

-- case: becomes another role by a name that is put together
-- sees: role
SELECT set_config('ro' || 'le', '{ROLE}', false);

-- case: becomes another role by a name with escapes
-- sees: role
SELECT set_config(E'rol\x65', '{ROLE}', false);

-- case: becomes another role by a name in dollars
-- sees: role
SELECT set_config($a$role$a$, '{ROLE}', false);

-- case: becomes another role by a named argument
-- sees: role
SELECT set_config(setting_name => 'role', new_value => '{ROLE}', is_local => false);

-- case: becomes another role by a query
-- sees: role
SELECT set_config(word, '{ROLE}', false) FROM (VALUES ('role')) AS a (word);

-- case: becomes another role in FROM
-- sees: role
SELECT * FROM set_config('role', '{ROLE}', false);

-- case: becomes another role by a view of settings
-- sees: role
UPDATE pg_settings SET setting = '{ROLE}' WHERE name = 'role';

-- case: becomes another role by a view with its schema
-- sees: role
UPDATE pg_catalog.pg_settings SET setting = '{ROLE}' WHERE name = 'role';

-- case: goes back to its own role
-- sees: role
RESET ROLE;

-- case: goes back to its own role by a setting
-- sees: role
RESET role;

-- case: becomes nobody
-- sees: role
SET ROLE NONE;

-- case: becomes another login
-- sees: role
SET SESSION AUTHORIZATION {ROLE};

-- case: becomes another login for a while
-- sees: role
SET LOCAL SESSION AUTHORIZATION {ROLE};

-- case: becomes another login by a setting
-- sees: role
SET session_authorization = '{ROLE}';

-- case: goes back to its own login
-- sees: role
SET SESSION AUTHORIZATION DEFAULT;

-- case: goes back to its own login with RESET
-- sees: role
RESET SESSION AUTHORIZATION;

-- case: becomes another role in DO
-- sees: role
DO $$ BEGIN SET ROLE {ROLE}; END $$;

-- case: becomes another role in DO by a text
-- sees: role
DO $$ BEGIN EXECUTE 'SET ROLE {ROLE}'; END $$;

-- case: becomes another role in a function's settings
-- sees: role
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET role = {ROLE} AS 'SELECT 1';

-- case: becomes another role in a function's body
-- sees: role
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET LOCAL ROLE {ROLE}; END $$;

-- case: makes a role
-- sees: role
CREATE ROLE r{TOKEN};

-- case: makes a role that may do anything
-- sees: role
CREATE ROLE r{TOKEN} SUPERUSER LOGIN PASSWORD 'x';

-- case: makes a user
-- sees: role
CREATE USER r{TOKEN};

-- case: makes a group
-- sees: role
CREATE GROUP r{TOKEN};

-- case: makes a role in DO
-- sees: role
DO $$ BEGIN CREATE ROLE r{TOKEN}; END $$;

-- case: makes a role in DO by a text
-- sees: role
DO $$ BEGIN EXECUTE 'CREATE ROLE r{TOKEN}'; END $$;

-- case: changes a password
-- sees: role
ALTER ROLE {ROLE} PASSWORD 'x';

-- case: changes a user's password
-- sees: role
ALTER USER {ROLE} WITH ENCRYPTED PASSWORD 'x';

-- case: makes a role a superuser
-- sees: role
ALTER ROLE {ROLE} SUPERUSER;

-- case: makes itself a superuser
-- sees: role
ALTER ROLE CURRENT_USER SUPERUSER;

-- case: sets what a role starts with
-- sees: role
ALTER ROLE {ROLE} SET search_path = x;

-- case: sets what every role starts with
-- sees: role
ALTER ROLE ALL SET work_mem = '1GB';

-- case: sets what a role starts with in a database
-- sees: role
ALTER ROLE {ROLE} IN DATABASE {DATABASE} SET work_mem = '1GB';

-- case: resets what a role starts with
-- sees: role
ALTER ROLE {ROLE} RESET ALL;

-- case: renames a role
-- sees: role
ALTER ROLE {ROLE} RENAME TO r{TOKEN};

-- case: adds somebody to a group
-- sees: role
ALTER GROUP {ROLE} ADD USER CURRENT_USER;

-- case: drops a role
-- sees: role
DROP ROLE {ROLE};

-- case: drops a role if it is there
-- sees: role
DROP ROLE IF EXISTS {ROLE};

-- case: drops a user
-- sees: role
DROP USER {ROLE};

-- case: makes a role a member
-- sees: role
GRANT {ROLE} TO CURRENT_USER;

-- case: makes a role a member with more
-- sees: role
GRANT pg_read_server_files TO {ROLE} WITH ADMIN OPTION;

-- case: takes a membership
-- sees: role
REVOKE pg_read_all_data FROM {ROLE};

-- case: drops what a role owns
-- sees: role
DROP OWNED BY {ROLE};

-- case: drops what it owns
-- sees: role
DROP OWNED BY CURRENT_USER;

-- case: gives what a role owns to another
-- sees: role
REASSIGN OWNED BY {ROLE} TO CURRENT_USER;

-- case: remarks on a role
-- sees: role
COMMENT ON ROLE {ROLE} IS 'x';

-- case: changes the server
-- sees: server-setting
ALTER SYSTEM SET work_mem = '1GB';

-- case: changes the server in small letters
-- sees: server-setting
alter system set archive_command to 'touch {FOLDER}/out{TOKEN}';

-- case: resets the server
-- sees: server-setting
ALTER SYSTEM RESET ALL;

-- case: changes the server in DO
-- sees: server-setting
DO $$ BEGIN EXECUTE 'ALTER SYSTEM SET work_mem = ''1GB'''; END $$;

-- case: has the server read its settings
-- sees: server-setting
SELECT pg_reload_conf();

-- case: turns the log
-- sees: server-setting
SELECT pg_rotate_logfile();

-- case: turns the write-ahead log
-- sees: server-setting
SELECT pg_switch_wal();

-- case: marks a point to restore
-- sees: server-setting
SELECT pg_create_restore_point('x');

-- case: begins a backup
-- sees: server-setting
SELECT pg_backup_start('x');

-- case: forgets statistics
-- sees: server-setting
SELECT pg_stat_reset();

-- case: forgets statistics of a table
-- sees: server-setting
SELECT pg_stat_reset_single_table_counters('canary'::regclass);

-- case: forgets statistics that are shared
-- sees: server-setting
SELECT pg_stat_reset_shared('bgwriter');

-- case: takes in collations
-- sees: server-setting
SELECT pg_import_system_collations('pg_catalog');

-- case: writes memory to the log
-- sees: server-setting
SELECT pg_log_backend_memory_contexts(pg_backend_pid());

-- case: a checkpoint
-- sees: server-setting
CHECKPOINT;

-- case: sets what a database starts with
-- sees: server-setting
ALTER DATABASE {DATABASE} SET work_mem = '1GB';

-- case: lets a role change a setting of the server
-- sees: server-setting
GRANT ALTER SYSTEM ON PARAMETER work_mem TO {ROLE};

-- case: changes a catalogue
-- sees: server-setting
UPDATE pg_class SET relname = 'x' WHERE relname = 'canary';

-- case: changes a catalogue with its schema
-- sees: server-setting
UPDATE pg_catalog.pg_proc SET prosecdef = true;

-- case: deletes from a catalogue
-- sees: server-setting
DELETE FROM pg_catalog.pg_depend;

-- case: inserts into a catalogue
-- sees: server-setting
INSERT INTO pg_description VALUES (1, 1, 0, 'x');

-- case: changes a catalogue in a WITH
-- sees: server-setting
WITH a AS (UPDATE pg_database SET datallowconn = false RETURNING 1) SELECT * FROM a;

-- case: strings with escapes
-- sees: server-setting
SET standard_conforming_strings = off;

-- case: strings with escapes by a function
-- sees: server-setting
SELECT set_config('standard_conforming_strings', 'off', false);

-- case: another encoding
-- sees: server-setting
SET client_encoding = 'SJIS';

-- case: another encoding by a function
-- sees: server-setting
SELECT set_config('client_encoding', 'GBK', false);

-- case: makes a database
-- sees: create-database
CREATE DATABASE d{TOKEN};

-- case: drops a database
-- sees: drop-database
DROP DATABASE IF EXISTS d{TOKEN};

-- case: changes a database
-- sees: alter-database
ALTER DATABASE {DATABASE} CONNECTION LIMIT 1;

-- case: renames a database
-- sees: rename-database
ALTER DATABASE {DATABASE} RENAME TO d{TOKEN};

-- case: moves a database
-- sees: alter-database
ALTER DATABASE {DATABASE} SET TABLESPACE pg_default;
