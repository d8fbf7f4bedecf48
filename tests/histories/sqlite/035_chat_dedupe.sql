-- /// migration
-- revision = "li035"
-- down_revision = "li034"
-- message = "duplicates go, then the index forbids them"
-- ///

-- aludel:upgrade
DELETE FROM chat_log WHERE rowid NOT IN (SELECT min(rowid) FROM chat_log GROUP BY room, at, nick, line);
CREATE UNIQUE INDEX chat_no_duplicates ON chat_log (room, at, nick, line);

-- aludel:downgrade
DROP INDEX chat_no_duplicates;
