-- /// migration
-- revision = "my011"
-- down_revision = "my010"
-- message = "reading JSON in updates"
-- ///

-- aludel:upgrade
UPDATE chat_posts SET message = CONCAT(message, JSON_UNQUOTE(JSON_EXTRACT('{"a;": ";"}', '$."a;"'))) WHERE id = 1 AND FALSE;

-- aludel:downgrade
DO SLEEP(0);
