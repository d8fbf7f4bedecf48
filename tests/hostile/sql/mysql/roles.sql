-- Who somebody is, and what the server is set to.

-- case: makes a user
-- sees: role
CREATE USER 'u{TOKEN}'@'localhost' IDENTIFIED BY 'x';

-- case: makes a user if there is none
-- sees: role
CREATE USER IF NOT EXISTS u{TOKEN};

-- case: makes a user anew
-- sees: role
CREATE OR REPLACE USER u{TOKEN};

-- case: makes a role
-- sees: role
CREATE ROLE r{TOKEN};

-- case: makes a role in a comment of a version
-- sees: role
/*!50000 CREATE ROLE r{TOKEN} */;

-- case: changes a user
-- sees: role
ALTER USER {ROLE} IDENTIFIED BY 'x';

-- case: changes itself
-- sees: role
ALTER USER CURRENT_USER() IDENTIFIED BY 'x';

-- case: locks a user
-- sees: role
ALTER USER {ROLE} ACCOUNT LOCK;

-- case: renames a user
-- sees: role
RENAME USER {ROLE} TO r{TOKEN};

-- case: drops a user
-- sees: role
DROP USER {ROLE};

-- case: drops a user if it is there
-- sees: role
DROP USER IF EXISTS {ROLE};

-- case: drops a role
-- sees: role
DROP ROLE IF EXISTS {ROLE};

-- case: sets a password
-- sees: role
SET PASSWORD = PASSWORD('x');

-- case: sets another's password
-- sees: role
SET PASSWORD FOR {ROLE} = 'x';

-- case: becomes another role
-- sees: role
SET ROLE {ROLE};

-- case: becomes no role
-- sees: role
SET ROLE NONE;

-- case: sets the first role
-- sees: role
SET DEFAULT ROLE {ROLE};

-- case: sets the first role of another
-- sees: role
SET DEFAULT ROLE ALL TO {ROLE};

-- case: makes a role a member
-- sees: role
GRANT {ROLE} TO CURRENT_USER;

-- case: takes a membership
-- sees: role
REVOKE {ROLE} FROM CURRENT_USER;

-- case: grants everything
-- sees: role
GRANT ALL PRIVILEGES ON *.* TO {ROLE};

-- case: grants files
-- sees: role
GRANT FILE ON *.* TO {ROLE};

-- case: grants everything with spaces
-- sees: role
GRANT ALL ON * . * TO {ROLE} WITH GRANT OPTION;

-- case: grants and sets a password
-- sees: role
GRANT SELECT ON prey TO {ROLE} IDENTIFIED BY 'x';

-- case: grants to be another
-- sees: role
GRANT PROXY ON CURRENT_USER TO {ROLE};

-- case: revokes everything
-- sees: role
REVOKE ALL PRIVILEGES, GRANT OPTION FROM {ROLE};

-- case: revokes for the whole server
-- sees: role
REVOKE SELECT ON *.* FROM {ROLE};

-- case: makes a user in a procedure
-- sees: role
CREATE PROCEDURE p() BEGIN CREATE USER u{TOKEN}; END;

-- case: makes a user by a prepared statement
-- sees: role
PREPARE a FROM 'CREATE USER u{TOKEN}';

-- case: makes a user at once
-- sees: role
EXECUTE IMMEDIATE 'CREATE USER u{TOKEN}';

-- case: makes a user in an event
-- sees: role
CREATE EVENT e{TOKEN} ON SCHEDULE EVERY 1 DAY DO CREATE USER u{TOKEN};

-- case: grants on the table of users
-- sees: privileges
GRANT SELECT ON mysql.user TO {ROLE} REQUIRE SSL;

-- case: sets the server
-- sees: server-setting
SET GLOBAL max_connections = 100;

-- case: sets the server in small letters
-- sees: server-setting
set global max_connections = 100;

-- case: sets the server with signs
-- sees: server-setting
SET @@global.max_connections = 100;

-- case: sets the server with signs and spaces
-- sees: server-setting
SET @@GLOBAL . max_connections := 100;

-- case: sets the server second
-- sees: server-setting
SET @a = 1, GLOBAL max_connections = 100;

-- case: sets the server in a comment of a version
-- sees: server-setting
SET /*!40101 GLOBAL */ max_connections = 100;

-- case: sets the server in an old comment
-- sees: server-setting
/*!40101 SET GLOBAL max_connections = 100 */;

-- case: sets the server for good
-- sees: server-setting
SET PERSIST max_connections = 100;

-- case: sets the server for good with signs
-- sees: server-setting
SET @@persist.max_connections = 100;

-- case: sets the server from its next start
-- sees: server-setting
SET PERSIST_ONLY back_log = 100;

-- case: resets what was set for good
-- sees: server-setting
RESET PERSIST max_connections;

-- case: lets clients send files
-- sees: server-setting
SET GLOBAL local_infile = 1;

-- case: writes the log to a file
-- sees: server-setting
SET GLOBAL general_log_file = '{FOLDER}/out{TOKEN}';

-- case: switches events on
-- sees: server-setting
SET GLOBAL event_scheduler = ON;

-- case: sets the mode of everybody
-- sees: server-setting
SET GLOBAL sql_mode = '';

-- case: sets the level of everybody
-- sees: server-setting
SET GLOBAL TRANSACTION ISOLATION LEVEL SERIALIZABLE;

-- case: sets the server in a procedure
-- sees: server-setting
CREATE PROCEDURE p() BEGIN SET GLOBAL max_connections = 100; END;

-- case: sets the server by a prepared statement
-- sees: server-setting
PREPARE a FROM 'SET GLOBAL max_connections = 100';

-- case: sets the server in double quotes
-- sees: server-setting
EXECUTE IMMEDIATE "SET GLOBAL max_connections = 100";

-- case: names in double quotes
-- sees: server-setting
SET sql_mode = 'ANSI_QUOTES';

-- case: names in double quotes, among others
-- sees: server-setting
SET SESSION sql_mode = 'STRICT_ALL_TABLES,ANSI_QUOTES';

-- case: names in double quotes with signs
-- sees: server-setting
SET @@session.sql_mode = 'ansi';

-- case: names in double quotes, put together
-- sees: server-setting
SET sql_mode = CONCAT(@@sql_mode, ',AN', 'SI_QUOTES');

-- case: names in double quotes by a number
-- sees: server-setting
SET sql_mode = 4;

-- case: names in double quotes by letters' numbers
-- sees: server-setting
SET sql_mode = UNHEX('414E5349');

-- case: names in double quotes through a variable
-- sees: server-setting
SET @old_sql_mode = 'ANSI_QUOTES';
SET sql_mode = @old_sql_mode;

-- case: strings without escapes
-- sees: server-setting
SET sql_mode = 'NO_BACKSLASH_ESCAPES';

-- case: another grammar
-- sees: server-setting
SET sql_mode = 'ORACLE';

-- case: another encoding
-- sees: server-setting
SET NAMES gbk;

-- case: another encoding in quotes
-- sees: server-setting
SET NAMES 'sjis';

-- case: another encoding of texts
-- sees: server-setting
SET CHARACTER SET big5;

-- case: another encoding by a setting
-- sees: server-setting
SET character_set_client = 'cp932';

-- case: leaves the log of changes out
-- sees: server-setting
SET sql_log_bin = 0;

-- case: leaves the log of changes out with signs
-- sees: server-setting
SET @@session.sql_log_bin = OFF;

-- case: gives itself another number
-- sees: server-setting
SET SESSION server_id = 7;

-- case: flushes rights
-- sees: server-setting
FLUSH PRIVILEGES;

-- case: flushes logs
-- sees: server-setting
FLUSH LOGS;

-- case: flushes hosts
-- sees: server-setting
FLUSH HOSTS;

-- case: flushes the status
-- sees: server-setting
FLUSH STATUS;

-- case: flushes without a log
-- sees: server-setting
FLUSH NO_WRITE_TO_BINLOG BINARY LOGS;

-- case: locks every table
-- sees: server-setting
FLUSH TABLES WITH READ LOCK;

-- case: locks tables for export
-- sees: server-setting
FLUSH TABLES prey FOR EXPORT;

-- case: resets the log
-- sees: server-setting
RESET MASTER;

-- case: resets a replica
-- sees: server-setting
RESET REPLICA ALL;

-- case: resets a slave
-- sees: server-setting
RESET SLAVE;

-- case: purges logs
-- sees: server-setting
PURGE BINARY LOGS TO 'x';

-- case: purges old logs
-- sees: server-setting
PURGE MASTER LOGS BEFORE NOW();

-- case: follows another server
-- sees: server-setting
CHANGE MASTER TO MASTER_HOST = '127.0.0.1';

-- case: follows another source
-- sees: server-setting
CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1';

-- case: starts a slave
-- sees: server-setting
START SLAVE;

-- case: starts a replica
-- sees: server-setting
START REPLICA;

-- case: starts a group
-- sees: server-setting
START GROUP_REPLICATION;

-- case: stops a slave
-- sees: server-setting
STOP SLAVE;

-- case: stops every slave
-- sees: server-setting
STOP ALL SLAVES;

-- case: plays a log
-- sees: server-setting
BINLOG 'AAAA';

-- case: shuts the server down
-- sees: server-setting
SHUTDOWN;

-- case: starts the server anew
-- sees: server-setting
RESTART;

-- case: locks for a backup
-- sees: server-setting
LOCK INSTANCE FOR BACKUP;

-- case: stages of a backup
-- sees: server-setting
BACKUP STAGE START;

-- case: locks a table for a backup
-- sees: server-setting
BACKUP LOCK prey;

-- case: turns the key
-- sees: server-setting
ALTER INSTANCE ROTATE INNODB MASTER KEY;

-- case: a group of resources
-- sees: server-setting
CREATE RESOURCE GROUP g TYPE = USER;

-- case: joins a group of resources
-- sees: server-setting
SET RESOURCE GROUP g;

-- case: waits for a replica
-- sees: server-setting
SELECT MASTER_POS_WAIT('x', 4);

-- case: a server elsewhere
-- sees: connection
CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST '127.0.0.1', DATABASE '{OTHER}');

-- case: changes a server elsewhere
-- sees: connection
ALTER SERVER s OPTIONS (HOST 'x');

-- case: drops a server elsewhere
-- sees: connection
DROP SERVER IF EXISTS s;

-- case: a table elsewhere
-- sees: connection
CREATE TABLE t (a INT) ENGINE = FEDERATED CONNECTION = 'mysql://u@127.0.0.1/{OTHER}/canary';

-- case: a table elsewhere by a server
-- sees: connection
CREATE TABLE t (a INT) ENGINE=FEDERATED CONNECTION='s/canary';

-- case: a table elsewhere in short
-- sees: connection
CREATE TABLE t (a INT) ENGINE SPIDER COMMENT 'wrapper "mysql"';

-- case: ends a connection
-- sees: connection
KILL 1;

-- case: ends its own connection
-- sees: connection
KILL CONNECTION_ID();

-- case: ends a connection in full
-- sees: connection
KILL CONNECTION 1;

-- case: stops a statement
-- sees: connection
KILL QUERY 1;

-- case: stops softly
-- sees: connection
KILL SOFT QUERY ID 1;

-- case: ends a connection in a procedure
-- sees: connection
CREATE PROCEDURE p() BEGIN KILL 1; END;

-- case: explains another connection
-- sees: connection
EXPLAIN FOR CONNECTION 1;
