-- What changes how texts are read, or which database they are about, and the server's own tables.

-- case: a mode through a variable of a query
-- ends: found
SELECT 'NO_BACKSLASH_ESCAPES' INTO @m;
SET sql_mode = @m;
SELECT '\' FROM aludel_version WHERE 1 -- ';

-- case: a mode through a variable in a query
-- ends: found
SELECT @m := CONCAT('NO_BACKSL', 'ASH_ESCAPES');
SET SESSION sql_mode = @m;
SELECT '\' FROM aludel_version WHERE 1 -- ';

-- case: a mode in two variables
-- ends: found
SET @a = 'NO_BACKS', @b = 'LASH_ESCAPES';
SET sql_mode = CONCAT(@a, @b);
DELETE FROM prey WHERE word = '\' OR EXISTS (SELECT 1 FROM aludel_version) -- ';

-- case: a mode through a variable with signs
-- ends: found
SELECT 'ANSI' INTO @m;
SET @@session.sql_mode := @m;
SELECT 1;

-- case: a mode through a query
-- sees: server-setting
SET sql_mode = (SELECT REVERSE('SEPACSE_HSALSKCAB_ON'));

-- case: a mode with an escape that is none
-- sees: server-setting
SET sql_mode = 'NO_BACK\SLASH_ESCAPES';

-- case: a mode in letters' numbers
-- sees: server-setting
SET sql_mode = X'414E53495F51554F544553';

-- case: a mode in another encoding
-- sees: server-setting
SET sql_mode = _latin1'x';

-- case: a mode in numbers of numbers
-- sees: server-setting
SET sql_mode = 0x414E5349;

-- case: a mode in a sum
-- sees: server-setting
SET sql_mode = 2 + 2;

-- case: a mode in two parts
-- sees: server-setting
SET sql_mode = 'ANSI' '_QUOTES';

-- case: a mode for one statement
-- sees: server-setting
SET STATEMENT sql_mode = 'NO_BACKSLASH_ESCAPES' FOR EXECUTE IMMEDIATE 'DELETE FROM prey WHERE word = ''\\'' OR 1 -- ''';

-- case: a mode for one statement, through a variable
-- sees: server-setting
SELECT 'ANSI_QUOTES' INTO @m;
SET STATEMENT sql_mode = @m FOR SELECT 1;

-- case: a mode for one statement among others
-- sees: server-setting
SET STATEMENT max_statement_time = 9, sql_mode = CONCAT('AN', 'SI') FOR SELECT 1;

-- case: an encoding by its number
-- ends: found
SET character_set_client = 28;
SELECT '丁\' FROM aludel_version WHERE 1 -- ';

-- case: an encoding by a variable
-- ends: found
SET @c = CONCAT('g', 'bk');
SET character_set_client = @c;
SELECT '丁\' FROM aludel_version WHERE 1 -- ';

-- case: an encoding by a variable of a query
-- ends: found
SELECT 'sjis' INTO @c;
SET @@character_set_client = @c;
SELECT 1;

-- case: an encoding by a query
-- ends: found
SET SESSION character_set_client = (SELECT CONCAT('bi', 'g5'));
SELECT 1;

-- case: an encoding with an escape that is none
-- sees: server-setting
SET NAMES '\gbk';

-- case: an encoding with its order
-- sees: server-setting
SET NAMES gbk COLLATE gbk_bin;

-- case: an encoding by a short word
-- sees: server-setting
SET CHARSET 'big5';

-- case: an encoding for one statement
-- sees: server-setting
SET STATEMENT character_set_client = gbk FOR SELECT 1;

-- case: a mode that leaves strings as they are, through a variable
-- ends: runs
SET @old_sql_mode = @@sql_mode, sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
SET sql_mode = @old_sql_mode;
INSERT INTO prey (id, word) VALUES (100, 'a');
DELETE FROM prey WHERE id = 100;

-- case: an encoding as a dump sets it
-- ends: runs
SET @saved_cs_client = @@character_set_client;
SET character_set_client = utf8mb4;
SET character_set_client = @saved_cs_client;
UPDATE prey SET word = 'eats' WHERE id = 1;

-- case: pipes that join
-- ends: runs
SET sql_mode = 'PIPES_AS_CONCAT';
SELECT 'alu' || 'del';

-- case: rows of the past from now on
-- ends: runs
SET SESSION sql_safe_updates = 1;
SET SESSION sql_select_limit = 1;

-- case: later transactions only read
-- ends: runs
SET SESSION TRANSACTION READ ONLY;

-- case: another database
-- sees: connection
USE {OTHER};
DELETE FROM canary;

-- case: another database in backticks
-- sees: connection
USE `{OTHER}`;

-- case: the database of accounts
-- sees: connection
USE mysql;
DELETE FROM tables_priv WHERE User = 'nobody';

-- case: its own database
-- ends: runs
USE {DATABASE};
UPDATE prey SET word = 'eats' WHERE id = 1;

-- case: drops another database
-- sees: drop-database
DROP DATABASE {OTHER};

-- case: drops another schema
-- sees: drop-database
DROP SCHEMA IF EXISTS `{OTHER}`;

-- case: makes a database
-- sees: create-database
CREATE DATABASE evil_{TOKEN};

-- case: makes a database anew
-- sees: create-database
CREATE OR REPLACE DATABASE {OTHER};

-- case: changes another database
-- sees: alter-database
ALTER DATABASE {OTHER} CHARACTER SET latin1;

-- case: the server's own tables: accounts
-- sees: role
UPDATE mysql.global_priv SET Priv = Priv WHERE User = 'nobody';

-- case: the server's own tables: accounts of old
-- sees: role
UPDATE mysql.user SET authentication_string = '' WHERE User = 'nobody';

-- case: the server's own tables: privileges
-- sees: role
INSERT INTO mysql.db (Host, Db, User) VALUES ('%', '{OTHER}', 'evil');

-- case: the server's own tables: privileges on tables
-- sees: role
DELETE FROM `mysql`.`tables_priv` WHERE User = 'nobody';

-- case: the server's own tables: members of roles
-- sees: role
REPLACE INTO mysql.roles_mapping (Host, User, Role) VALUES ('', 'nobody', 'evil');

-- case: the server's own tables: functions of libraries
-- sees: server-setting
INSERT INTO mysql.func VALUES ('evil', 0, 'x.so', 'function');

-- case: the server's own tables: plugins
-- sees: server-setting
INSERT INTO mysql.plugin VALUES ('evil', 'x.so');

-- case: the server's own tables: servers elsewhere
-- sees: server-setting
DELETE FROM mysql.servers WHERE Server_name = 'x';

-- case: the server's own tables: events
-- sees: server-setting
UPDATE mysql.event SET definer = 'root@localhost' WHERE name = 'x';

-- case: the server's own tables: routines
-- sees: server-setting
UPDATE mysql.proc SET security_type = 'DEFINER' WHERE name = 'x';

-- case: the server's own tables: statistics
-- sees: server-setting
TRUNCATE mysql.innodb_table_stats;

-- case: the server's own tables: time zones
-- sees: server-setting
DROP TABLE mysql.time_zone_leap_second;

-- case: the server's own tables: a place of their own
-- sees: server-setting
ALTER TABLE mysql.general_log ENGINE = InnoDB;

-- case: the server's own tables: what is measured
-- sees: server-setting
UPDATE performance_schema.setup_instruments SET ENABLED = 'NO';

-- case: the server's own tables: a table among them
-- sees: server-setting
CREATE TABLE mysql.evil_{TOKEN} (a INT);

-- case: the server's own tables: a table moved among them
-- sees: server-setting
RENAME TABLE prey TO mysql.evil_{TOKEN};

-- case: the server's own tables: a view among them
-- sees: server-setting
CREATE VIEW sys.evil_{TOKEN} AS SELECT 1;

-- case: the server's own tables: rights on them
-- sees: role
GRANT SELECT ON mysql.global_priv TO {ROLE};
