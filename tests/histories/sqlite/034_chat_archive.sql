-- /// migration
-- revision = "li034"
-- down_revision = "li033"
-- message = "old lines move to an archive, with a trigger that keeps it closed"
-- ///

-- aludel:upgrade
CREATE TABLE chat_archive AS SELECT * FROM chat_log WHERE false;
INSERT INTO chat_archive SELECT * FROM chat_log WHERE line LIKE 'hi;%'; DELETE FROM chat_log WHERE id IN (SELECT id FROM chat_archive);
CREATE TRIGGER chat_archive_closed BEFORE UPDATE ON chat_archive BEGIN SELECT RAISE(FAIL, 'end; of story'); END;
CREATE TRIGGER chat_archive_kept BEFORE DELETE ON chat_archive WHEN OLD.kind <> 'message' BEGIN SELECT RAISE(IGNORE); END;

-- aludel:downgrade
DROP TRIGGER chat_archive_kept; DROP TRIGGER chat_archive_closed;
INSERT INTO chat_log SELECT * FROM chat_archive; DROP TABLE chat_archive;
