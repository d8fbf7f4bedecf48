-- /// migration
-- revision = "li014"
-- down_revision = "li013"
-- message = "columns added, renamed and dropped"
-- ///

-- aludel:upgrade
ALTER TABLE mail_message ADD COLUMN received TEXT NOT NULL DEFAULT '1970-01-01; epoch';
ALTER TABLE mail_message ADD thread INTEGER REFERENCES mail_message (id);
ALTER TABLE mail_message RENAME COLUMN flags TO "the flags;";
ALTER TABLE mail_message RENAME "the flags;" TO marks;
ALTER TABLE mail_message DROP COLUMN thread; ALTER TABLE mail_message RENAME TO mail_messages; ALTER TABLE mail_messages RENAME TO mail_message

-- aludel:downgrade
ALTER TABLE mail_message RENAME marks TO flags;
ALTER TABLE mail_message DROP COLUMN received;
