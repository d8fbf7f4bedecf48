-- /// migration
-- revision = "pg042"
-- down_revision = "pg041"
-- message = "the last one, without its last semicolon"
-- ///

-- aludel:upgrade
ALTER TABLE mail_accounts ADD COLUMN last_login timestamptz;
UPDATE mail_accounts SET last_login = '2024-02-29 23:59:59.999999+00'

-- aludel:downgrade
ALTER TABLE mail_accounts DROP COLUMN last_login