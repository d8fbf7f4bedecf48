-- /// migration
-- revision = "li038"
-- down_revision = "li037"
-- message = "the last one, without its last semicolon"
-- ///

-- aludel:upgrade
ALTER TABLE chat_room ADD COLUMN topic TEXT;
UPDATE chat_room SET topic = 'none; yet'

-- aludel:downgrade
UPDATE chat_room SET topic = NULL;
ALTER TABLE chat_room DROP COLUMN topic