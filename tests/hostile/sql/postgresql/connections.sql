-- What reaches other databases and connections, or runs text that nobody reads.

-- case: ends a connection
-- sees: connection
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid();

-- case: ends its own connection
-- sees: connection
SELECT pg_terminate_backend(pg_backend_pid());

-- case: ends a connection by its full name
-- sees: connection
SELECT pg_catalog.pg_terminate_backend(pg_backend_pid());

-- case: ends a connection in DO
-- sees: connection
DO $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); END $$;

-- case: stops a statement
-- sees: connection
SELECT pg_cancel_backend(pg_backend_pid());

-- case: opens another connection
-- sees: connection
SELECT dblink_connect('dbname={OTHER}');

-- case: opens another connection with a name
-- sees: connection
SELECT public.dblink_connect('c', 'dbname={OTHER}');

-- case: changes another database
-- sees: connection
SELECT dblink_exec('dbname={OTHER}', 'DELETE FROM canary');

-- case: reads another database
-- sees: connection
SELECT * FROM dblink('dbname={OTHER}', 'SELECT id FROM canary') AS a (id int);

-- case: sends to another database
-- sees: connection
SELECT dblink_send_query('c', 'DELETE FROM canary');

-- case: reads another database in DO
-- sees: connection
DO $$ BEGIN PERFORM dblink_exec('dbname={OTHER}', 'DELETE FROM canary'); END $$;

-- case: the extension for other databases
-- sees: create-extension
CREATE EXTENSION dblink;

-- case: the extension for other servers
-- sees: create-extension
CREATE EXTENSION postgres_fdw;

-- case: another server
-- sees: connection
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname '{OTHER}');

-- case: changes another server
-- sees: connection
ALTER SERVER s OPTIONS (SET host 'x');

-- case: drops another server
-- sees: connection
DROP SERVER IF EXISTS s;

-- case: a wrapper
-- sees: connection
CREATE FOREIGN DATA WRAPPER w;

-- case: changes a wrapper
-- sees: connection
ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD a 'b');

-- case: drops a wrapper
-- sees: connection
DROP FOREIGN DATA WRAPPER IF EXISTS w;

-- case: a login elsewhere
-- sees: connection
CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (user 'x');

-- case: changes a login elsewhere
-- sees: connection
ALTER USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (SET user 'y');

-- case: drops a login elsewhere
-- sees: connection
DROP USER MAPPING IF EXISTS FOR CURRENT_USER SERVER s;

-- case: takes a schema from elsewhere
-- sees: connection
IMPORT FOREIGN SCHEMA public FROM SERVER s INTO public;

-- case: subscribes
-- sees: connection
CREATE SUBSCRIPTION s CONNECTION 'dbname={OTHER}' PUBLICATION p;

-- case: changes a subscription
-- sees: connection
ALTER SUBSCRIPTION s DISABLE;

-- case: drops a subscription
-- sees: connection
DROP SUBSCRIPTION IF EXISTS s;

-- case: a slot
-- sees: connection
SELECT pg_create_physical_replication_slot('s{TOKEN}');

-- case: a slot that is decoded
-- sees: connection
SELECT pg_create_logical_replication_slot('s{TOKEN}', 'test_decoding');

-- case: drops a slot
-- sees: connection
SELECT pg_drop_replication_slot('s{TOKEN}');

-- case: reads a slot
-- sees: connection
SELECT * FROM pg_logical_slot_get_changes('s{TOKEN}', NULL, NULL);

-- case: moves a slot
-- sees: connection
SELECT pg_replication_slot_advance('s{TOKEN}', '0/1');

-- case: writes a message for replicas
-- sees: connection
SELECT pg_logical_emit_message(false, 'x', 'y');

-- case: an origin
-- sees: connection
SELECT pg_replication_origin_create('o{TOKEN}');

-- case: asks the web
-- sees: connection
SELECT http_get('http://127.0.0.1/');

-- case: asks the web through another extension
-- sees: connection
SELECT net.http_get('http://127.0.0.1/');

-- case: a job for later
-- sees: connection
SELECT cron.schedule('* * * * *', 'DELETE FROM canary');

-- case: sends rows to a cloud
-- sees: connection
SELECT aws_s3.query_export_to_s3('SELECT 1', 'b', 'f', 'r');
