-- /// migration
-- revision = "li037"
-- down_revision = "li036"
-- message = "reactions, read and written as JSON"
-- ///

-- aludel:upgrade
CREATE TABLE chat_reaction (log INTEGER REFERENCES chat_log ON DELETE CASCADE, emoji TEXT, people TEXT NOT NULL DEFAULT (json_array()), PRIMARY KEY (log, emoji)) STRICT;
INSERT INTO chat_reaction (log, emoji) VALUES (2, '👍'), (2, ';-)'), (3, ':"');
UPDATE chat_reaction SET people = json_insert(people, '$[#]', 'ann; a') WHERE emoji = '👍';
UPDATE chat_reaction SET people = json_set(people, '$[' || json_array_length(people) || ']', json_quote('bo'));

-- aludel:downgrade
DROP TABLE chat_reaction;
