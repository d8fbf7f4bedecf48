-- Texts that a server divides otherwise than they seem, and tables that are somebody else's.

-- case: a file behind a number with a point
-- sees: server-file
SELECT 1.INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: a file behind a fraction
-- sees: server-file
SELECT .5INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: a file behind a power
-- sees: server-file
SELECT 1.5e3INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: a file behind a number with nothing between
-- sees: server-file
SELECT 1.e INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: reads a file behind a number
-- sees: server-file
SELECT 1.+LOAD_FILE('{FILE}');

-- case: a file behind two dashes that are no comment
-- sees: server-file
SELECT 5 --1 INTO OUTFILE '{FOLDER}/out{TOKEN}';

-- case: a file behind a comment that does not nest
-- sees: server-file
SELECT 1 /* /* */ INTO OUTFILE '{FOLDER}/out{TOKEN}' /* */;

-- case: the versions behind a number
-- sees: house-table
DELETE FROM prey WHERE id = 1.AND EXISTS (SELECT 1.FROM aludel_version);

-- case: an escape that is none in a prepared text
-- grants: code = false
-- sees: house-table
PREPARE a FROM 'DELETE FROM aludel_v\ersion';
EXECUTE a;

-- case: escapes that are none in a text at once
-- ends: fails
-- grants: code = false
-- sees: delete
EXECUTE IMMEDIATE 'DELETE FROM \a\lude\l_v\ersio\x6e';

-- case: an escaped line end in a text at once
-- grants: code = false
-- sees: house-table
EXECUTE IMMEDIATE 'DELETE\nFROM aludel_v\ersion';

-- case: an escape that is none in a file's text
-- grants: code = false
-- sees: server-file
EXECUTE IMMEDIATE 'SELECT 1 INTO OUTF\ILE \'{FOLDER}/out{TOKEN}\'';

-- case: an escape that is none in a text of a text
-- grants: code = false
-- sees: house-table
EXECUTE IMMEDIATE 'EXECUTE IMMEDIATE \'DELETE FROM aludel_v\\ersion\'';

-- case: a text in two parts
-- grants: code = false
-- sees: code
PREPARE a FROM 'DELETE FROM alu' 'del_version';
EXECUTE a;

-- case: a text of letters' numbers
-- grants: code = false
-- sees: code
EXECUTE IMMEDIATE X'44454C4554452046524F4D20616C7564656C5F76657273696F6E';

-- case: a text in another encoding
-- grants: code = false
-- sees: code
EXECUTE IMMEDIATE _utf16le'x';

-- case: lets go of the lock by a name in two parts
-- sees: transaction
DO RELEASE_LOCK('alu' 'del:1');

-- case: lets go of the lock by a name with an escape
-- sees: transaction
DO RELEASE_LOCK('aludel\:1');

-- case: reads what is not granted behind a number with a point
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT 1.FROM canary;

-- case: reads what is not granted behind a fraction
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT .5FROM canary;

-- case: reads what is not granted behind a power
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT 1e0FROM canary;

-- case: reads what is not granted in a join of ODBC
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM {OJ canary LEFT JOIN prey ON 1};

-- case: reads what is not granted in a join of ODBC in parentheses
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM ({OJ prey LEFT JOIN canary ON 1});

-- case: reads what is not granted behind nested parentheses
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM ((prey), canary);

-- case: reads what is not granted behind deeper parentheses
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM (((prey)), ((canary)));

-- case: reads what is not granted behind an index for the order
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey USE INDEX FOR ORDER BY (PRIMARY), canary;

-- case: reads what is not granted behind an index for groups
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey IGNORE INDEX FOR GROUP BY (PRIMARY), canary;

-- case: reads what is not granted behind an index for joins
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey FORCE INDEX FOR JOIN (PRIMARY), canary;

-- case: reads what is not granted behind rows of the past
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey FOR SYSTEM_TIME ALL, canary;

-- case: reads what is not granted behind rows of a time
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey FOR SYSTEM_TIME BETWEEN NOW() AND NOW(), canary;

-- case: reads what is not granted in SHOW
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SHOW VARIABLES WHERE Value = (SELECT word FROM canary LIMIT 1);

-- case: reads what is not granted in SHOW of tables
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SHOW TABLES WHERE 1 IN (SELECT id FROM canary);

-- case: reads what is not granted in a handler
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
HANDLER prey READ FIRST WHERE id = (SELECT COUNT(*) FROM canary);

-- case: reads what is not granted as a table in a list
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT 1 WHERE (1, 'a') IN (TABLE canary);

-- case: reads what is not granted as a table in a union
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT 1, 'a' UNION TABLE canary;

-- case: reads what is not granted in a LATERAL
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey, LATERAL (SELECT * FROM canary WHERE canary.id = prey.id) AS c;

-- case: reads what is not granted in JSON_TABLE
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM JSON_TABLE((SELECT JSON_ARRAY(word) FROM canary LIMIT 1), '$[*]' COLUMNS (a TEXT PATH '$')) AS j;

-- case: reads what is not granted in a window
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT COUNT(*) OVER (ORDER BY (SELECT MAX(id) FROM canary)) FROM prey;

-- case: reads what is not granted in a limit of rows that are read
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey WHERE id = ANY (SELECT id FROM canary);

-- case: reads what is not granted in EXCEPT
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey EXCEPT SELECT * FROM canary;

-- case: reads what is not granted in INTERSECT
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey INTERSECT (SELECT * FROM canary);

-- case: reads what is not granted in VALUES
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
VALUES (1, (SELECT word FROM canary LIMIT 1));

-- case: reads what is not granted in what a deletion returns
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
DELETE FROM prey WHERE id = 0 RETURNING (SELECT word FROM canary LIMIT 1);

-- case: reads what is not granted in a straight join
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey STRAIGHT_JOIN canary;

-- case: reads what is not granted in a join without a condition
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SELECT * FROM prey NATURAL LEFT JOIN canary;

-- case: reads what is not granted in SET
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SET @a = (SELECT word FROM canary LIMIT 1);

-- case: reads what is not granted in DO
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
DO (SELECT word FROM canary LIMIT 1);

-- case: reads what is not granted in a signal
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
SET @a = 1, @b = (SELECT COUNT(*) FROM canary);

-- case: reads what is not granted in a key that is there
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
INSERT INTO prey VALUES (1, 'a') ON DUPLICATE KEY UPDATE word = (SELECT word FROM canary LIMIT 1);

-- case: changes in a join of ODBC, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
UPDATE {OJ canary LEFT JOIN prey ON 1} SET canary.word = 'x';

-- case: changes behind an index, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
UPDATE prey USE INDEX (PRIMARY), canary SET canary.word = 'x';

-- case: changes behind a query, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
UPDATE (SELECT 1 AS a) AS s, canary SET canary.word = 'x';

-- case: changes in a WITH, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
WITH a AS (SELECT 1 AS a) UPDATE a, canary SET canary.word = 'x';

-- case: deletes by another name, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: delete
DELETE c FROM canary AS c JOIN prey;

-- case: deletes some time, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: delete
DELETE FROM canary FOR PORTION OF p FROM '2000-01-01' TO '2001-01-01';

-- case: a name that begins with a digit, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: delete
DELETE FROM 2fa_tokens;

-- case: a name that is a digit behind its database, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: delete
DELETE FROM {DATABASE}.2fa;

-- case: replaces, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: insert
REPLACE canary VALUES (1, 'x');

-- case: makes it a partition, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: drop-table
ALTER TABLE prey CONVERT TABLE canary TO PARTITION p1 VALUES LESS THAN (100);

-- case: makes a partition a table, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: create-table
ALTER TABLE prey CONVERT PARTITION p1 TO TABLE canary;

-- case: exchanges it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: alter-table
ALTER TABLE prey EXCHANGE PARTITION p1 WITH TABLE canary;

-- case: a table that shows it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
CREATE TABLE prey (id INT) ENGINE = MERGE UNION (canary);

-- case: moves a sequence, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
SELECT SETVAL(canary_seq, 100);

-- case: moves a sequence with its database, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
DO SETVAL({DATABASE}.canary_seq, 100, 0);

-- case: swaps names, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: rename-table
RENAME TABLE prey TO x, canary TO prey, x TO canary;

-- case: takes its name, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: create-table
ALTER TABLE prey RENAME TO canary;

-- case: drops an index of it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: drop-index
DROP INDEX i ON canary;

-- case: a foreign key to it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: read
ALTER TABLE prey ADD FOREIGN KEY (id) REFERENCES canary (id);

-- case: a trigger on it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: create-trigger
CREATE TRIGGER t BEFORE INSERT ON canary FOR EACH ROW SET NEW.word = 'x';

-- case: explains a change of it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
EXPLAIN FORMAT = JSON UPDATE canary SET word = 'x';

-- case: analyzes a change of it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
ANALYZE FORMAT = JSON UPDATE canary SET word = 'x';

-- case: locks it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: update
LOCK TABLES prey READ, canary WRITE;

-- case: optimizes it, which is not granted
-- grants: read = ["prey"]
-- grants: write = ["prey"]
-- grants: create = ["prey"]
-- grants: code = false
-- sees: alter-table
OPTIMIZE NO_WRITE_TO_BINLOG TABLE canary;
