-- /// migration
-- revision = "pg007"
-- down_revision = "pg006"
-- message = "more kinds, outside of a transaction"
-- transaction = false
-- ///

-- aludel:upgrade
ALTER TYPE forum_notification_kind ADD VALUE IF NOT EXISTS 'liked' AFTER 'quoted';
ALTER TYPE forum_notification_kind ADD VALUE 'edited' BEFORE 'quoted';
INSERT INTO forum_notifications (user_id, kind) SELECT id, 'liked' FROM forum_users WHERE id = -1;

-- aludel:downgrade
-- A value of an enum cannot be taken back, so the type is made anew.
DELETE FROM forum_notifications WHERE kind IN ('liked', 'edited');
DROP INDEX forum_unread;
ALTER TABLE forum_notifications ALTER COLUMN kind DROP DEFAULT;
ALTER TYPE forum_notification_kind RENAME TO forum_notification_kind_old;
CREATE TYPE forum_notification_kind AS ENUM ('mentioned', 'replied', 'quoted', 'it''s "odd"; really');
ALTER TABLE forum_notifications ALTER COLUMN kind TYPE forum_notification_kind USING kind::text::forum_notification_kind;
ALTER TABLE forum_notifications ALTER COLUMN kind SET DEFAULT 'mentioned';
DROP TYPE forum_notification_kind_old;
CREATE INDEX forum_unread ON forum_notifications (user_id, id DESC NULLS LAST) INCLUDE (kind) WHERE NOT read;
