-- /// migration
-- revision = "my039"
-- down_revision = "my038"
-- message = "the last one, without its last semicolon"
-- ///

-- aludel:upgrade
ALTER TABLE mail_accounts ADD COLUMN last_login DATETIME(6) NULL;
UPDATE mail_accounts SET last_login = '2024-02-29 23:59:59.999999'

-- aludel:downgrade
ALTER TABLE mail_accounts DROP COLUMN last_login