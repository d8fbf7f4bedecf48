-- /// migration
-- revision = "my008"
-- down_revision = "my007"
-- message = "events of the scheduler"
-- ///

-- aludel:upgrade
CREATE EVENT chat_purge ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'nightly; see docs'
DO
BEGIN
    DELETE FROM chat_posts WHERE message = 'x;y' LIMIT 100;
    DELETE FROM chat_counts WHERE posts <= 0;
END;
CREATE EVENT IF NOT EXISTS chat_once ON SCHEDULE AT '2038-01-01 00:00:00' DO DELETE FROM chat_counts WHERE team = '';

-- aludel:downgrade
DROP EVENT chat_once;
DROP EVENT IF EXISTS chat_purge;
