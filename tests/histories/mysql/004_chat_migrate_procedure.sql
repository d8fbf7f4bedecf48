-- /// migration
-- revision = "my004"
-- down_revision = "my003"
-- message = "a procedure with delimiters, called and dropped"
-- ///

-- aludel:upgrade
DROP PROCEDURE IF EXISTS chat_Migrate_Root_Id;
DELIMITER //
CREATE PROCEDURE chat_Migrate_Root_Id ()
BEGIN
    DECLARE ParentId_EXIST INT;
    SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS
    WHERE TABLE_NAME = 'chat_posts' AND table_schema = DATABASE() AND COLUMN_NAME = 'RootId' INTO ParentId_EXIST;
    IF ParentId_EXIST = 0 THEN
        ALTER TABLE chat_posts ADD COLUMN RootId BIGINT UNSIGNED;
        UPDATE chat_posts SET RootId = id WHERE RootId IS NULL;
    ELSE
        SELECT 1;
    END IF;
END//
DELIMITER ;
CALL chat_Migrate_Root_Id();
DROP PROCEDURE IF EXISTS chat_Migrate_Root_Id;

-- aludel:downgrade
ALTER TABLE chat_posts DROP COLUMN RootId;
