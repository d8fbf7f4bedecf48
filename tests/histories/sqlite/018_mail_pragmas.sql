-- /// migration
-- revision = "li018"
-- down_revision = "li017"
-- message = "settings of the file that a migration makes"
-- ///

-- aludel:upgrade
PRAGMA application_id = 1095980396; PRAGMA user_version = 7;
SELECT application_id, user_version FROM pragma_application_id, pragma_user_version;
PRAGMA table_info('mail_message'); PRAGMA index_list(mail_message); ANALYZE mail_message; REINDEX mail_message;
PRAGMA optimize;

-- aludel:downgrade
PRAGMA user_version = 0; PRAGMA application_id = 0;
DROP TABLE IF EXISTS sqlite_stat4; DROP TABLE IF EXISTS sqlite_stat1;
