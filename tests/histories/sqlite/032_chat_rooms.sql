-- /// migration
-- revision = "li032"
-- down_revision = "li031"
-- message = "rooms, members and messages of a chat client"
-- ///

-- aludel:upgrade
CREATE TABLE chat_room (jid TEXT PRIMARY KEY, nick TEXT, autojoin INTEGER DEFAULT 1, config TEXT DEFAULT '{"a;": 1}');
CREATE TABLE chat_log (id INTEGER PRIMARY KEY, room TEXT REFERENCES chat_room (jid) ON UPDATE CASCADE, at REAL DEFAULT (julianday('2024-01-01')), nick TEXT, line TEXT, kind TEXT CHECK (kind IN ('message', 'join', 'le;ave')) DEFAULT 'message');
CREATE INDEX chat_log_at ON chat_log (room, at);
INSERT INTO chat_room (jid) VALUES ('a@example.com'), ('b@example.com');
INSERT INTO chat_log (room, nick, line) VALUES ('a@example.com', 'ann', 'hi; there'), ('a@example.com', 'bo', '/me -- waves'), ('b@example.com', NULL, 'it''s /* fine */');

-- aludel:downgrade
DROP TABLE chat_log; DROP TABLE chat_room;
