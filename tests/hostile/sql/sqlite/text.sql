-- case: a text that never ends
-- ends: fails
SELECT 'evil;

-- case: a name that never ends
-- ends: fails
SELECT "evil;

-- case: a bracket that never ends
-- ends: fails
SELECT [evil;

-- case: a remark that never ends
DELETE FROM prey; /* evil;

-- case: half a statement
-- ends: fails
SELECT;

-- case: a statement of nothing but words
-- ends: fails
PLEASE DELETE EVERYTHING;

-- case: parentheses of fifteen hundred levels
-- ends: runs
SELECT {REPEAT 1500 (}1{REPEAT 1500 )};

-- case: a sum of ten thousand parts
-- ends: fails
SELECT {REPEAT 10000 1 + }1;

-- case: a select of five thousand parts
-- ends: fails
{REPEAT 5000 SELECT 1 UNION ALL }SELECT 1;

-- case: a join of seventy tables
-- ends: fails
SELECT count(*) FROM {REPEAT 70 prey p#, }prey;

-- case: subqueries of three hundred levels
-- ends: fails
SELECT {REPEAT 300 (SELECT }1{REPEAT 300 )};

-- case: a parameter that nobody gives
-- ends: fails
INSERT INTO prey (word) VALUES (?1);

-- case: a parameter of number thirty thousand
-- ends: fails
SELECT ?32766;

-- case: a parameter of number a billion
-- ends: fails
SELECT ?1000000000;

-- case: a character of no width before the word
-- ends: fails
​DROP TABLE canary;

-- case: a word in letters that look the same
-- ends: fails
DRОP TABLE canary;

-- case: text that is turned around
-- ends: fails
SELECT '‮' , nonsense FROM nowhere;

-- case: blanks that are none
-- ends: fails
DROP TABLE canary;

-- case: a statement hidden in a remark of another server
-- ends: runs
/*! DROP TABLE canary */; SELECT 1;

-- case: a statement behind a remark in a text
SELECT '/*'; DELETE FROM aludel_history; SELECT '*/';

-- case: a statement behind a line in a text
SELECT '--'; DELETE FROM aludel_version; SELECT '--';

-- case: a quote in a quote
SELECT ''''; DELETE FROM aludel_version; SELECT '''';

-- case: a trigger that ends early
CREATE TRIGGER early AFTER INSERT ON prey BEGIN SELECT 1; END; DELETE FROM aludel_version;

-- case: a trigger with an end inside
CREATE TRIGGER inner_one AFTER INSERT ON prey BEGIN SELECT CASE WHEN 1 THEN 2 END; END; DELETE FROM aludel_history;

-- case: a name that is a word
-- ends: runs
CREATE TABLE "COMMIT" ("ROLLBACK" TEXT); INSERT INTO "COMMIT" VALUES ('COMMIT;'); DROP TABLE "COMMIT";

-- case: a word of the shell
-- ends: fails
.shell touch {FOLDER}/evil;

-- case: a file of the shell
-- ends: fails
.output {FOLDER}/evil;

-- case: a line of the shell that reads
-- ends: fails
.read /etc/passwd;

-- case: copy to a program
-- ends: fails
COPY prey TO PROGRAM 'touch {FOLDER}/evil';

-- case: select into a file
-- ends: fails
SELECT * FROM prey INTO OUTFILE '{FOLDER}/evil';

-- case: explained delete
EXPLAIN QUERY PLAN DELETE FROM aludel_version;

