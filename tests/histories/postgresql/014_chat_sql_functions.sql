-- /// migration
-- revision = "pg014"
-- down_revision = "pg013"
-- message = "functions with SQL-standard bodies"
-- ///

-- aludel:upgrade
CREATE FUNCTION chat_is_open(channel chat_channels) RETURNS boolean
    LANGUAGE SQL IMMUTABLE
    RETURN channel.type = 'O';
CREATE OR REPLACE FUNCTION chat_label(kind text, count integer) RETURNS text
LANGUAGE SQL STABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN count = 0 THEN 'none; of "' || kind || '"'
        WHEN count = 1 THEN CASE kind WHEN 'O' THEN 'one' ELSE 'just one' END
        ELSE 'many'
    END;
END;
CREATE OR REPLACE PROCEDURE chat_archive(channel text)
BEGIN ATOMIC
    INSERT INTO chat_posts (id, channelid, message) VALUES ('archived-' || channel, channel, 'archived; bye');
    UPDATE chat_channels SET type = CASE WHEN type = 'O' THEN 'A' ELSE type END WHERE id = channel;
    DELETE FROM chat_posts WHERE false;
END;
CALL chat_archive('c1');
CREATE AGGREGATE chat_longest(text) (SFUNC = textcat, STYPE = text, INITCOND = '');

-- aludel:downgrade
DROP AGGREGATE chat_longest(text);
DROP PROCEDURE chat_archive;
DROP FUNCTION chat_label(text, integer);
DROP FUNCTION chat_is_open(chat_channels);
