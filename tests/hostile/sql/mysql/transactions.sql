-- What ends the transaction, or lets go of the lock.

-- case: commits
-- sees: transaction
INSERT INTO prey VALUES (100, 'kept');
COMMIT;

-- case: commits in small letters
-- sees: transaction
commit;

-- case: commits work
-- sees: transaction
COMMIT WORK AND CHAIN;

-- case: commits behind a comment
-- sees: transaction
/* x */ COMMIT;

-- case: commits behind dashes
-- sees: transaction
-- x
COMMIT;

-- case: commits behind a hash
-- sees: transaction
# x
COMMIT;

-- case: commits in a comment of every version
-- sees: transaction
/*! COMMIT */;

-- case: commits in a comment of a version
-- sees: transaction
/*!50000 COMMIT */;

-- case: commits in a comment of MariaDB and of all
-- sees: transaction
/*M!100000 SELECT 1 */ /*!50000 COMMIT */;

-- case: commits and ends the connection
-- sees: transaction
COMMIT RELEASE;

-- case: rolls back
-- sees: transaction
ROLLBACK;

-- case: rolls back work
-- sees: transaction
ROLLBACK WORK;

-- case: rolls back and begins
-- sees: transaction
ROLLBACK;
START TRANSACTION;

-- case: begins
-- sees: transaction
BEGIN;

-- case: begins work
-- sees: transaction
BEGIN WORK;

-- case: starts
-- sees: transaction
START TRANSACTION;

-- case: starts for reading
-- sees: transaction
START TRANSACTION READ ONLY;

-- case: starts with a snapshot
-- sees: transaction
START TRANSACTION WITH CONSISTENT SNAPSHOT;

-- case: switches commits on
-- sees: transaction
SET autocommit = 1;

-- case: switches commits off
-- sees: transaction
SET @@autocommit = 0;

-- case: switches commits off for the session
-- sees: transaction
SET SESSION autocommit = OFF;

-- case: what COMMIT does
-- sees: transaction
SET completion_type = 2;

-- case: sets the next level
-- sees: transaction
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;

-- case: begins a transaction of several servers
-- sees: transaction
XA START 'x{TOKEN}';

-- case: ends a transaction of several servers
-- sees: transaction
XA END 'x{TOKEN}';

-- case: prepares a transaction of several servers
-- sees: transaction
XA PREPARE 'x{TOKEN}';

-- case: commits a transaction of several servers
-- sees: transaction
XA COMMIT 'x{TOKEN}';

-- case: rolls back a transaction of several servers
-- sees: transaction
XA ROLLBACK 'x{TOKEN}';

-- case: asks for transactions of several servers
-- sees: transaction
XA RECOVER;

-- case: rolls back to the host's savepoint
-- sees: house-savepoint
ROLLBACK TO SAVEPOINT aludel_step;

-- case: rolls back to the host's savepoint in short
-- sees: house-savepoint
ROLLBACK TO aludel_step;

-- case: rolls back to the host's savepoint in backticks
-- sees: house-savepoint
ROLLBACK TO `aludel_step`;

-- case: rolls back to the host's savepoint in capitals
-- sees: house-savepoint
ROLLBACK WORK TO SAVEPOINT ALUDEL_STEP;

-- case: releases the host's savepoint
-- sees: house-savepoint
RELEASE SAVEPOINT aludel_step;

-- case: sets the host's savepoint again
-- sees: house-savepoint
SAVEPOINT aludel_step;

-- case: sets a savepoint in a comment of a version
-- sees: house-savepoint
SAVEPOINT /*!50000 aludel_1 */;

-- case: lets go of every lock
-- sees: transaction
SELECT RELEASE_ALL_LOCKS();

-- case: lets go of every lock in DO
-- sees: transaction
DO RELEASE_ALL_LOCKS();

-- case: lets go of the lock
-- sees: transaction
SELECT RELEASE_LOCK('aludel:0123456789abcdef');

-- case: lets go of the lock in capitals
-- sees: transaction
DO RELEASE_LOCK('ALUDEL:0123456789ABCDEF');

-- case: lets go of a lock that is put together
-- sees: transaction
SELECT RELEASE_LOCK(CONCAT('alu', 'del:1'));

-- case: lets go of a lock in a variable
-- sees: transaction
SELECT RELEASE_LOCK(@a);

-- case: lets go of a lock in a query
-- sees: transaction
SELECT RELEASE_LOCK(word) FROM canary;

-- case: lets go of every lock in a procedure
-- sees: transaction
CREATE PROCEDURE p() BEGIN DO RELEASE_ALL_LOCKS(); END;

-- case: commits in a procedure
-- ends: runs
-- sees: create-routine
CREATE PROCEDURE p{TOKEN}() BEGIN COMMIT; END;

-- case: commits in a block
-- sees: transaction
BEGIN NOT ATOMIC COMMIT; END;

-- case: commits by a prepared statement
-- sees: transaction
PREPARE a FROM 'COMMIT';
EXECUTE a;

-- case: commits at once
-- sees: transaction
EXECUTE IMMEDIATE 'COMMIT';

-- case: commits at once in a comment
-- sees: transaction
EXECUTE IMMEDIATE '/*! COMMIT */';

-- case: commits behind a condition
-- ends: runs
-- sees: create-routine
CREATE PROCEDURE p{TOKEN}() BEGIN IF 1 THEN COMMIT; END IF; END;

-- case: commits in a loop
-- ends: runs
-- sees: create-routine
CREATE PROCEDURE p{TOKEN}() BEGIN WHILE 1 DO COMMIT; END WHILE; END;

-- case: changes data and fails
-- ends: fails
INSERT INTO prey VALUES (100, 'kept');
SELECT * FROM there_is_no_such_table;
