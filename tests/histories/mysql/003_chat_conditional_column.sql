-- /// migration
-- revision = "my003"
-- down_revision = "my002"
-- message = "add a column if it is missing, by a prepared statement"
-- ///

-- aludel:upgrade
SET @preparedStatement = (SELECT IF(
    (
        SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS
        WHERE table_name = 'chat_Users'
        AND table_schema = DATABASE()
        AND column_name = 'Timezone'
    ) > 0,
    'SELECT 1;',
    'ALTER TABLE chat_Users ADD COLUMN Timezone json, ADD COLUMN MfaActive TINYINT(1) DEFAULT 0;'
));

PREPARE alterIfNotExists FROM @preparedStatement;
EXECUTE alterIfNotExists;
DEALLOCATE PREPARE alterIfNotExists;

SET @preparedStatement = (SELECT IF(
    (SELECT COUNT(*) FROM INFORMATION_SCHEMA.STATISTICS WHERE table_name = 'chat_Users' AND table_schema = DATABASE() AND index_name = 'idx_users_mfa') > 0,
    'SELECT 1', 'CREATE INDEX idx_users_mfa ON chat_Users(MfaActive)'
)); PREPARE createIndexIfNotExists FROM @preparedStatement; EXECUTE createIndexIfNotExists; DEALLOCATE PREPARE createIndexIfNotExists;

-- aludel:downgrade
SET @preparedStatement = (SELECT IF(EXISTS(SELECT 1 FROM INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'chat_Users' AND table_schema = DATABASE() AND column_name = 'Timezone'), 'ALTER TABLE chat_Users DROP COLUMN Timezone, DROP COLUMN MfaActive;', 'SELECT 1'));
PREPARE removeIfThere FROM @preparedStatement;
EXECUTE removeIfThere;
DEALLOCATE PREPARE removeIfThere;
