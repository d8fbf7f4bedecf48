-- case: words: a rank that is a function of nobody
CREATE VIRTUAL TABLE evil_words USING fts5(word); INSERT INTO evil_words (evil_words, rank) VALUES ('rank', 'load_extension()'); INSERT INTO evil_words VALUES ('x'); SELECT * FROM evil_words('x') ORDER BY rank;

-- case: words: a merge without an end
-- ends: runs
CREATE VIRTUAL TABLE evil_words USING fts5(word); INSERT INTO evil_words VALUES ('x'); INSERT INTO evil_words (evil_words, rank) VALUES ('merge', -2147483648); INSERT INTO evil_words (evil_words, rank) VALUES ('automerge', 16); INSERT INTO evil_words (evil_words, rank) VALUES ('crisismerge', 1999999999); DROP TABLE evil_words;

-- case: words: pages of no size
-- ends: fails
CREATE VIRTUAL TABLE evil_words USING fts5(word); INSERT INTO evil_words (evil_words, rank) VALUES ('pgsz', -1);

-- case: words: an index that is not of its table
-- ends: fails
CREATE VIRTUAL TABLE evil_words USING fts5(word); INSERT INTO evil_words VALUES ('x'); UPDATE evil_words_data SET block = randomblob(300); INSERT INTO evil_words (evil_words) VALUES ('integrity-check');

-- case: words: settings written below the table
-- ends: fails
CREATE VIRTUAL TABLE evil_words USING fts5(word); UPDATE evil_words_config SET v = 'x'; INSERT INTO evil_words_config VALUES ('rank', 'load_extension(1)'); SELECT * FROM evil_words('x');

-- case: words over a table whose name has the version's in quotes
-- ends: fails
CREATE VIRTUAL TABLE evil_words USING fts5(version_num, content='"aludel_version"'); INSERT INTO evil_words (evil_words) VALUES ('rebuild');

-- case: words over the version table, rebuilt
CREATE VIRTUAL TABLE evil_words USING fts5(version_num, content = aludel_version); INSERT INTO evil_words (evil_words) VALUES ('rebuild');

-- case: words of four over the version table
CREATE VIRTUAL TABLE evil_words USING fts4(content="aludel_version", version_num); INSERT INTO evil_words (evil_words) VALUES ('rebuild');

-- case: words over a view of the version table
CREATE VIEW evil_view AS SELECT version_num FROM aludel_version; CREATE VIRTUAL TABLE evil_words USING fts5(version_num, content='evil_view'); INSERT INTO evil_words (evil_words) VALUES ('rebuild');

-- case: a vocabulary of the words of another
-- ends: runs
CREATE VIRTUAL TABLE evil_words USING fts5(word); CREATE VIRTUAL TABLE evil_vocabulary USING fts5vocab(evil_words, row); SELECT * FROM evil_vocabulary; DROP TABLE evil_vocabulary; DROP TABLE evil_words;

-- case: boxes with a column beside, of a function of nobody
CREATE VIRTUAL TABLE evil_boxes USING rtree(id, a, b, +c); INSERT INTO evil_boxes VALUES (1, 0, 1, load_extension('x'));

-- case: boxes that are broken below
-- ends: fails
CREATE VIRTUAL TABLE evil_boxes USING rtree(id, a, b); INSERT INTO evil_boxes VALUES (1, 0, 1); UPDATE evil_boxes_node SET data = x'ffff'; SELECT * FROM evil_boxes WHERE a < 5;

-- case: boxes that are checked where there are none
SELECT rtreecheck('main', 'aludel_version');
