-- /// migration
-- revision = "pg006"
-- down_revision = "pg005"
-- message = "kinds of notifications as an enum"
-- ///

-- aludel:upgrade
CREATE TYPE forum_notification_kind AS ENUM ('mentioned', 'replied', 'quoted', 'it''s "odd"; really');
CREATE TABLE forum_notifications (
    id bigserial, user_id bigint not null references forum_users on delete cascade,
    kind forum_notification_kind NOT NULL DEFAULT 'mentioned', data json, read bool default 'f', primary key (id)
);
CREATE INDEX forum_unread ON forum_notifications (user_id, id DESC NULLS LAST) INCLUDE (kind) WHERE NOT read;

-- aludel:downgrade
DROP TABLE forum_notifications;
DROP TYPE forum_notification_kind;
