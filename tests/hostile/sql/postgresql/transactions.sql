-- What ends the transaction, or lets go of the lock.

-- case: commits
-- sees: transaction
INSERT INTO prey VALUES (100, 'kept');
COMMIT;

-- case: commits in small letters
-- sees: transaction
INSERT INTO prey VALUES (100, 'kept');
commit

-- case: commits work
-- sees: transaction
COMMIT WORK;

-- case: commits a transaction
-- sees: transaction
COMMIT TRANSACTION;

-- case: commits behind a comment
-- sees: transaction
/* x */ COMMIT;

-- case: commits behind a nested comment
-- sees: transaction
/* /* x */ */ COMMIT;

-- case: commits and begins
-- sees: transaction
COMMIT;
BEGIN;

-- case: commits and chains
-- sees: transaction
COMMIT AND CHAIN;

-- case: ends
-- sees: transaction
END;

-- case: ends and chains
-- sees: transaction
END AND CHAIN;

-- case: rolls back
-- sees: transaction
ROLLBACK;

-- case: rolls back and begins
-- sees: transaction
ROLLBACK;
BEGIN;
INSERT INTO prey VALUES (100, 'kept');

-- case: rolls back and chains
-- sees: transaction
ROLLBACK AND CHAIN;

-- case: aborts
-- sees: transaction
ABORT;

-- case: begins
-- sees: transaction
BEGIN;

-- case: begins at another level
-- sees: transaction
BEGIN ISOLATION LEVEL SERIALIZABLE;

-- case: starts
-- sees: transaction
START TRANSACTION;

-- case: prepares for two phases
-- sees: transaction
PREPARE TRANSACTION 'x{TOKEN}';

-- case: commits what was prepared
-- sees: transaction
COMMIT PREPARED 'x{TOKEN}';

-- case: rolls back what was prepared
-- sees: transaction
ROLLBACK PREPARED 'x{TOKEN}';

-- case: sets the level
-- sees: transaction
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;

-- case: only reads
-- sees: transaction
SET TRANSACTION READ ONLY;

-- case: takes another's snapshot
-- sees: transaction
SET TRANSACTION SNAPSHOT '00000003-0000001B-1';

-- case: rolls back to the host's savepoint
-- sees: house-savepoint
ROLLBACK TO SAVEPOINT aludel_step;

-- case: rolls back to the host's savepoint in short
-- sees: house-savepoint
ROLLBACK TO aludel_step;

-- case: rolls back to the host's savepoint in quotes
-- sees: house-savepoint
ROLLBACK TO "aludel_step";

-- case: rolls back to the host's savepoint in capitals
-- sees: house-savepoint
ROLLBACK TO SAVEPOINT ALUDEL_STEP;

-- case: releases the host's savepoint
-- sees: house-savepoint
RELEASE SAVEPOINT aludel_step;

-- case: releases the host's savepoint in short
-- sees: house-savepoint
RELEASE aludel_step;

-- case: sets the host's savepoint again
-- sees: house-savepoint
SAVEPOINT aludel_step;

-- case: sets a savepoint that the host will set
-- sees: house-savepoint
SAVEPOINT aludel_1;

-- case: names the savepoint with escapes
-- sees: house-savepoint
ROLLBACK TO U&"aludel\005fstep";

-- case: lets go of the lock
-- sees: transaction
SELECT pg_advisory_unlock_all();

-- case: lets go of the lock by its number
-- sees: transaction
SELECT pg_advisory_unlock(objid::bigint) FROM pg_locks WHERE locktype = 'advisory';

-- case: lets go of a lock in two parts
-- sees: transaction
SELECT pg_advisory_unlock(1, 2);

-- case: lets go of a lock that is shared
-- sees: transaction
SELECT pg_advisory_unlock_shared(1);

-- case: lets go of the lock by its full name
-- sees: transaction
SELECT pg_catalog.pg_advisory_unlock_all();

-- case: lets go of the lock in DO
-- sees: transaction
DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$;

-- case: discards everything
-- sees: transaction
DISCARD ALL;

-- case: commits in DO
-- ends: fails
DO $$ BEGIN INSERT INTO prey VALUES (100, 'kept'); COMMIT; END $$;

-- case: rolls back in DO
-- ends: fails
DO $$ BEGIN ROLLBACK; INSERT INTO prey VALUES (100, 'kept'); END $$;

-- case: commits in a procedure
-- ends: fails
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
CALL p();

-- case: vacuums
-- ends: fails
VACUUM prey;

-- case: changes data and fails
-- ends: fails
INSERT INTO prey VALUES (100, 'kept');
SELECT 1 / 0;

-- case: a deferred check fails
-- ends: fails
CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED);
INSERT INTO t VALUES (1), (1);
