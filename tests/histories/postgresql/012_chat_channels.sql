-- /// migration
-- revision = "pg012"
-- down_revision = "pg011"
-- message = "channels and messages of the chat server"
-- ///

-- aludel:upgrade
CREATE TABLE IF NOT EXISTS chat_channels (
    id VARCHAR(26) PRIMARY KEY,
    createat bigint,
    displayname VARCHAR(64),
    type VARCHAR(1),
    header VARCHAR(1024) DEFAULT '',
    UNIQUE(displayname)
);

CREATE TABLE IF NOT EXISTS chat_posts (
    id VARCHAR(26) PRIMARY KEY, createat bigint, channelid VARCHAR(26) NOT NULL, userid VARCHAR(26),
    message VARCHAR(65535), props jsonb DEFAULT '{}', hashtags VARCHAR(1000), isremote boolean
);

-- Messages with line ends in them
INSERT INTO chat_channels (id, createat, displayname, type, header) VALUES ('c1', 1, 'Town Square', 'O', 'first line;
second line; -- no comment
third');
CREATE INDEX IF NOT EXISTS idx_chat_posts_message_txt ON chat_posts USING gin(to_tsvector('english', message));
CREATE INDEX IF NOT EXISTS idx_chat_posts_channel_id_create_at ON chat_posts (channelid, createat);

-- aludel:downgrade
DROP TABLE IF EXISTS chat_posts;
DROP TABLE IF EXISTS chat_channels;
