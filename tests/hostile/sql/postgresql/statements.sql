-- More than one statement, and what is no statement.

-- case: a second statement in the text of a prepared one
PREPARE a AS SELECT 1; COMMIT; DROP TABLE canary;

-- case: a second statement behind a semicolon
SELECT 1; COMMIT;

-- case: a second statement behind a comment
SELECT 1 /* ; */; ROLLBACK;

-- case: a second statement behind a string
SELECT 'a\'; COMMIT; --';

-- case: a second statement behind dollars
SELECT $a$ ; $a$; COMMIT;

-- case: a statement that a nested comment seems to hide
SELECT 1 /* /* */ ; */ ; COMMIT;

-- case: a statement behind a comment to the end of the line
SELECT 1 -- ;
; COMMIT;

-- case: no statement at all
-- ends: fails
FROBNICATE canary;

-- case: half a statement
-- ends: fails
DELETE FROM;

-- case: a command of a client
-- ends: fails
SELECT 1 \gexec

-- case: a name with NUL
-- ends: fails
SELECT U&"a\0000b";

-- case: half a statement with a file
-- sees: server-file
COPY prey FROM '{FILE}' DELIMITERS ',' FROBNICATE;

-- case: a call in what does not parse
-- sees: server-file
FROBNICATE pg_read_file('{FILE}');
