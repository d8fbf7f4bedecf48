-- /// migration
-- revision = "li033"
-- down_revision = "li032"
-- message = "contentless search with a prefix index"
-- ///

-- aludel:upgrade
CREATE VIRTUAL TABLE chat_words USING fts5(line, nick UNINDEXED, prefix='2 3', content='', tokenize="unicode61 separators '-_;'");
INSERT INTO chat_words (rowid, line, nick) SELECT id, line, nick FROM chat_log;
SELECT rowid FROM chat_words ('wav*') ;
CREATE VIRTUAL TABLE chat_vocabulary USING fts5vocab(chat_words, 'row'); SELECT count(*) > 0 FROM chat_vocabulary; DROP TABLE chat_vocabulary;

-- aludel:downgrade
DROP TABLE chat_words;
