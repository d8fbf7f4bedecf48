-- case: an extension
SELECT load_extension('{FILE}');

-- case: an extension with its entry
SELECT load_extension('/lib/x86_64-linux-gnu/libc.so.6', 'system');

-- case: an extension from a trigger
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN SELECT load_extension('x'); END; INSERT INTO prey (word) VALUES ('x');

-- case: an extension in a default
CREATE TABLE evil_table (a TEXT DEFAULT (load_extension('x'))); INSERT INTO evil_table DEFAULT VALUES;

-- case: a file read
INSERT INTO prey (word) SELECT readfile('/etc/passwd');

-- case: a file written
SELECT writefile('{FOLDER}/evil', 'x');

-- case: a file edited
SELECT edit('x', 'sh -c "touch {FOLDER}/evil"');

-- case: a tokenizer by its address
SELECT fts3_tokenizer('simple', x'4141414141414141');

-- case: the address of a tokenizer
SELECT hex(fts3_tokenizer('simple'));

-- case: a line in the log of the process
-- ends: runs
SELECT sqlite_log(1, 'evil');

-- case: what was compiled in
-- ends: runs
SELECT sqlite_compileoption_get(0);

-- case: where a column is
SELECT sqlite_offset(word) FROM prey;

-- case: a command
SELECT system('touch {FOLDER}/evil');

-- case: a shell
SELECT shell_exec('touch {FOLDER}/evil');

-- case: a function of nobody
SELECT no_such_function(1);

-- case: a URI of a file
SELECT sqlar_uncompress(x'00', 99999999);

-- case: the name of the user
SELECT current_user();

-- case: a sleep
SELECT sleep(1000);

-- case: a pointer
SELECT carray(12345678, 10);

-- case: a function in a check
CREATE TABLE evil_table (a TEXT CHECK (load_extension(a) IS NULL)); INSERT INTO evil_table VALUES ('x');

-- case: a function in a generated column
CREATE TABLE evil_table (a TEXT, b AS (load_extension(a))); INSERT INTO evil_table (a) VALUES ('x'); SELECT b FROM evil_table;

-- case: a function in an index
CREATE INDEX evil_index ON prey (load_extension(word));

-- case: a function in a view
CREATE VIEW evil_view AS SELECT load_extension('x') AS a; SELECT * FROM evil_view;

-- case: a function in a partial index
CREATE INDEX evil_index ON prey (word) WHERE load_extension(word);

-- case: internal: a rename
SELECT sqlite_rename_table('main', 'table', 'prey', 'CREATE TABLE prey(a)', 'prey', 'evil', 0);

-- case: internal: a rename test
SELECT sqlite_rename_test('main', 'CREATE TABLE x(a)', 'table', 'x', 0, 0, 0);

-- case: internal: a column dropped
SELECT sqlite_drop_column(0, 'CREATE TABLE x(a)', 0);

-- case: a gigabyte of zeros
-- ends: fails
INSERT INTO prey (word) SELECT zeroblob(2000000000);

-- case: a gigabyte of noise
-- ends: fails
SELECT length(randomblob(2000000000));

-- case: a gigabyte of blanks
-- ends: runs
SELECT length(printf('%*s', 1000000000, 'x'));

-- case: a gigabyte of digits
-- ends: runs
SELECT length(printf('%.*f', 1000000000, 1.5));

-- case: a gigabyte by hex
-- ends: fails
SELECT length(hex(zeroblob(900000000)));

-- case: a gigabyte by replace
-- ends: fails
SELECT length(replace(hex(zeroblob(30000000)), '0', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'));

-- case: JSON of two thousand levels
-- ends: fails
SELECT json('{REPEAT 2000 [}{REPEAT 2000 ]}');

-- case: JSON that is none
-- ends: fails
SELECT json('{"a":');

-- case: a number that overflows
-- ends: fails
SELECT abs(-9223372036854775808);

-- case: a sum that overflows
-- ends: fails
SELECT sum(a) FROM (SELECT 9223372036854775807 AS a UNION ALL SELECT 1);

-- case: a pattern that backtracks
-- ends: runs
SELECT '{REPEAT 60 a}' LIKE '{REPEAT 30 %a}%b';

-- case: a pattern that is too long
-- ends: fails
SELECT 'a' LIKE '{REPEAT 60000 %}';

