-- case: sixty values of sixty megabytes at once
-- ends: fails
SELECT length(max({REPEAT 60 CAST(zeroblob(60000000 + #) AS TEXT), }0));

-- case: a text of sixty million times one letter, twice
-- ends: fails
SELECT length(printf('%.*c', 60000000, 'x') || printf('%.*c', 60000000, 'y'));

-- case: a list of JSON that grows by itself
-- ends: fails
WITH RECURSIVE n(i, j) AS (SELECT 1, json_array(printf('%.*c', 1000, 'x')) UNION ALL SELECT i + 1, json_array(json(j), json(j)) FROM n WHERE i < 40) SELECT length(j) FROM n ORDER BY i DESC LIMIT 1;

-- case: JSON groups in groups
-- ends: fails
SELECT json_group_array(j) FROM (SELECT json_group_array(printf('%.*c', 1000000, 'x')) AS j FROM json_each('[{REPEAT 60 1,}1]') AS a), json_each('[{REPEAT 60 1,}1]') AS b;

-- case: JSON put into itself
-- ends: fails
WITH RECURSIVE n(i, j) AS (SELECT 1, '[]' UNION ALL SELECT i + 1, json_insert(j, '$[#]', json(j), '$[#]', json(j)) FROM n WHERE i < 60) SELECT max(length(j)) FROM n;

-- case: binary JSON that lies about its size
-- ends: fails
SELECT json(x'fbffffffffffffffff');

-- case: binary JSON that lies about its size, in a patch
-- ends: fails
SELECT json_patch('{}', json(x'fcffffffff00'));

-- case: binary JSON walked as a tree
-- ends: fails
SELECT count(*) FROM json_tree(x'cc0b0bcb0bffff');

-- case: a common table that never ends, with a limit
-- ends: runs
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 5;

-- case: common tables that call each other
-- ends: fails
WITH RECURSIVE a(i) AS (SELECT i FROM b), b(i) AS (SELECT i FROM a) SELECT * FROM a;

-- case: a generated column of megabytes
-- ends: runs
CREATE TABLE evil_table (a, b AS (printf('%.*c', a, 'x')) STORED); INSERT INTO evil_table (a) VALUES (6400000), (640000000); DROP TABLE evil_table;

-- case: numbers at their ends
-- ends: fails
SELECT -9223372036854775808 / -1, -9223372036854775808 % -1, CAST('9e999' AS INTEGER), 9223372036854775807 + 1, substr('x', -9223372036854775808, 9223372036854775807), round(1e300, 2147483647), 1 << 9223372036854775807, abs(-9223372036854775807 - 1);

-- case: formats that ask for much
-- ends: runs
SELECT length(printf('%2147483647d', 1)), length(printf('%.2147483647g', 1.5)), printf('%s%n%z%p%9$s', 'x');

-- case: times out of time
-- ends: runs
SELECT date(9e999), strftime('%J', '9999-12-31', '+99999999999 years'), datetime('now', 'subsec', '-9223372036854775808 days'), timediff('0000-01-01', '9999-12-31');
