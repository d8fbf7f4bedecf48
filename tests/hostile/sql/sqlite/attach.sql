-- case: another database
ATTACH DATABASE '{OTHER}' AS other; DELETE FROM other.canary;

-- case: another database without the word
ATTACH '{OTHER}' AS other; UPDATE other.canary SET word = 'gone';

-- case: in small letters
attach database '{OTHER}' as other; drop table other.canary;

-- case: behind a remark
/* harmless */ ATTACH DATABASE '{OTHER}' AS other; DELETE FROM other.canary;

-- case: between remarks
ATTACH/**/DATABASE/**/'{OTHER}'/**/AS/**/other; DELETE FROM other.canary;

-- case: behind a line of remark
-- nothing to see
ATTACH DATABASE '{OTHER}' AS other; DELETE FROM other.canary;

-- case: by an expression
ATTACH DATABASE (SELECT '{OTHER}') AS other; DELETE FROM other.canary;

-- case: by pieces
ATTACH DATABASE '{OTHER}' || '' AS other; DELETE FROM other.canary;

-- case: by a URI
ATTACH DATABASE 'file:{OTHER}?mode=rw' AS other; DELETE FROM other.canary;

-- case: by a URI that says it never changes
ATTACH DATABASE 'file:{OTHER}?immutable=1' AS other; SELECT * FROM other.canary;

-- case: with a key
ATTACH DATABASE '{OTHER}' AS other KEY 'secret'; DELETE FROM other.canary;

-- case: with a name in quotes
ATTACH DATABASE '{OTHER}' AS "main2"; DELETE FROM main2.canary;

-- case: a new file
ATTACH DATABASE '{FOLDER}/evil.db' AS evil; CREATE TABLE evil.t (a);

-- case: a new file as main
ATTACH DATABASE '{FOLDER}/evil.db' AS main;

-- case: a new file as temp
ATTACH DATABASE '{FOLDER}/evil.db' AS temp;

-- case: a database in memory
ATTACH DATABASE ':memory:' AS scratch; CREATE TABLE scratch.t (a);

-- case: a database without a name
ATTACH DATABASE '' AS scratch; CREATE TABLE scratch.t (a);

-- case: a file that is none of a database
ATTACH DATABASE '{FILE}' AS file; SELECT * FROM file.sqlite_schema;

-- case: a system file
ATTACH DATABASE '/etc/passwd' AS passwords; SELECT * FROM passwords.sqlite_schema;

-- case: a folder
ATTACH DATABASE '{FOLDER}' AS folder;

-- case: as the third statement
SELECT 1; SELECT 2; ATTACH DATABASE '{OTHER}' AS other; DELETE FROM other.canary;

-- case: explained
EXPLAIN ATTACH DATABASE '{OTHER}' AS other;

-- case: all that the limit allows
ATTACH DATABASE ':memory:' AS a0; ATTACH DATABASE ':memory:' AS a1; ATTACH DATABASE ':memory:' AS a2; ATTACH DATABASE ':memory:' AS a3; ATTACH DATABASE ':memory:' AS a4; ATTACH DATABASE ':memory:' AS a5; ATTACH DATABASE ':memory:' AS a6; ATTACH DATABASE ':memory:' AS a7; ATTACH DATABASE ':memory:' AS a8; ATTACH DATABASE ':memory:' AS a9; ATTACH DATABASE ':memory:' AS a10; ATTACH DATABASE ':memory:' AS a11;

-- case: and no more of main
DETACH DATABASE main;

-- case: and no more of temp
DETACH DATABASE temp;

-- case: a copy of all
VACUUM INTO '{FOLDER}/evil.db';

-- case: a copy of main
VACUUM main INTO '{FOLDER}/evil.db';

-- case: a copy, by an expression
VACUUM INTO (SELECT '{FOLDER}/' || 'evil.db');

-- case: a copy behind a remark
/**/vacuum/**/into/**/'{FOLDER}/evil.db';

-- case: a copy over a file
VACUUM INTO '{FILE}';

-- case: all written anew
VACUUM;

-- case: main written anew
VACUUM main;

