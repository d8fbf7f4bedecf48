-- case: commit
INSERT INTO prey (word) VALUES ('kept'); COMMIT; INSERT INTO prey (word) VALUES ('kept');

-- case: commit in small letters
INSERT INTO prey (word) VALUES ('kept'); commit; INSERT INTO prey (word) VALUES ('kept');

-- case: commit and fail
INSERT INTO prey (word) VALUES ('kept'); COMMIT; SELECT nonsense FROM nowhere;

-- case: commit transaction
INSERT INTO prey (word) VALUES ('kept'); COMMIT TRANSACTION; INSERT INTO prey (word) VALUES ('kept');

-- case: commit behind a remark
INSERT INTO prey (word) VALUES ('kept'); /* x */ COMMIT /* y */; INSERT INTO prey (word) VALUES ('kept');

-- case: commit behind lines
INSERT INTO prey (word) VALUES ('kept');


   -- now
	COMMIT
;INSERT INTO prey (word) VALUES ('kept');

-- case: commit behind many semicolons
INSERT INTO prey (word) VALUES ('kept');;;;;COMMIT;;;;INSERT INTO prey (word) VALUES ('kept');

-- case: commit and begin again
INSERT INTO prey (word) VALUES ('kept'); COMMIT; BEGIN; INSERT INTO prey (word) VALUES ('kept');

-- case: commit and begin at once
INSERT INTO prey (word) VALUES ('kept'); COMMIT; BEGIN IMMEDIATE; INSERT INTO prey (word) VALUES ('kept');

-- case: commit and begin alone
INSERT INTO prey (word) VALUES ('kept'); COMMIT; BEGIN EXCLUSIVE TRANSACTION; INSERT INTO prey (word) VALUES ('kept');

-- case: commit, begin, and a savepoint of ours
INSERT INTO prey (word) VALUES ('kept'); COMMIT; BEGIN; SAVEPOINT aludel_step; INSERT INTO prey (word) VALUES ('kept');

-- case: end
INSERT INTO prey (word) VALUES ('kept'); END; INSERT INTO prey (word) VALUES ('kept');

-- case: end transaction
INSERT INTO prey (word) VALUES ('kept'); END TRANSACTION; INSERT INTO prey (word) VALUES ('kept');

-- case: end as it is never written
INSERT INTO prey (word) VALUES ('kept'); eNd TrAnSaCtIoN; INSERT INTO prey (word) VALUES ('kept');

-- case: rollback
INSERT INTO prey (word) VALUES ('kept'); ROLLBACK; INSERT INTO prey (word) VALUES ('kept');

-- case: rollback transaction
INSERT INTO prey (word) VALUES ('kept'); ROLLBACK TRANSACTION; INSERT INTO prey (word) VALUES ('kept');

-- case: rollback and begin again
INSERT INTO prey (word) VALUES ('kept'); ROLLBACK; BEGIN; INSERT INTO prey (word) VALUES ('kept');

-- case: rollback, begin, and a savepoint of ours
INSERT INTO prey (word) VALUES ('kept'); ROLLBACK; BEGIN; SAVEPOINT aludel_step; INSERT INTO prey (word) VALUES ('kept');

-- case: a transaction inside
BEGIN; SELECT 1;

-- case: a transaction inside, at once
BEGIN IMMEDIATE TRANSACTION; SELECT 1;

-- case: a transaction inside, concurrent
BEGIN CONCURRENT; SELECT 1;

-- case: release of our savepoint
INSERT INTO prey (word) VALUES ('kept'); RELEASE aludel_step; INSERT INTO prey (word) VALUES ('kept');

-- case: release of our savepoint, long
INSERT INTO prey (word) VALUES ('kept'); RELEASE SAVEPOINT aludel_step; INSERT INTO prey (word) VALUES ('kept');

-- case: release of our savepoint in capitals
INSERT INTO prey (word) VALUES ('kept'); RELEASE SAVEPOINT ALUDEL_STEP; INSERT INTO prey (word) VALUES ('kept');

-- case: release of our savepoint in quotes
INSERT INTO prey (word) VALUES ('kept'); RELEASE SAVEPOINT "aludel_step"; INSERT INTO prey (word) VALUES ('kept');

-- case: release of our savepoint in brackets
INSERT INTO prey (word) VALUES ('kept'); RELEASE SAVEPOINT [Aludel_Step]; INSERT INTO prey (word) VALUES ('kept');

-- case: back to our savepoint
INSERT INTO prey (word) VALUES ('kept'); ROLLBACK TO aludel_step; INSERT INTO prey (word) VALUES ('kept');

-- case: back to our savepoint, long
INSERT INTO prey (word) VALUES ('kept'); ROLLBACK TRANSACTION TO SAVEPOINT aludel_step; INSERT INTO prey (word) VALUES ('kept');

-- case: a second savepoint of our name
SAVEPOINT aludel_step; INSERT INTO prey (word) VALUES ('kept'); ROLLBACK TO aludel_step;

-- case: a savepoint of the name of the next one
SAVEPOINT aludel_savepoint_1; SELECT 1; RELEASE aludel_savepoint_1;

-- case: release of the savepoint before
RELEASE SAVEPOINT aludel_savepoint_1;

-- case: a savepoint of its own, used well
-- ends: runs
SAVEPOINT mine; INSERT INTO prey (word) VALUES ('kept'); RELEASE mine;

-- case: a savepoint of its own, taken back
-- ends: runs
SAVEPOINT mine; INSERT INTO prey (word) VALUES ('kept'); ROLLBACK TO mine; RELEASE mine;

-- case: a savepoint of its own that is not there
-- ends: fails
RELEASE nothing;

-- case: back to a savepoint that is not there
-- ends: fails
ROLLBACK TO nothing;

-- case: a conflict that rolls all back
-- ends: fails
INSERT OR ROLLBACK INTO prey (id, word) VALUES (1, 'again');

-- case: an update that rolls all back
-- ends: fails
INSERT INTO prey (id, word) VALUES (21, 'a'); UPDATE OR ROLLBACK prey SET id = 1;

-- case: a constraint that rolls all back
-- ends: fails
CREATE TABLE strict_one (a INTEGER UNIQUE ON CONFLICT ROLLBACK); INSERT INTO strict_one VALUES (1); INSERT INTO strict_one VALUES (1);

-- case: a trigger that rolls all back
-- ends: fails
CREATE TRIGGER stop_all BEFORE INSERT ON prey BEGIN SELECT RAISE(ROLLBACK, 'no'); END; INSERT INTO prey (word) VALUES ('x');

