-- /// migration
-- revision = "pg002"
-- down_revision = "pg001"
-- message = "users, groups and who is in which"
-- ///

-- aludel:upgrade
CREATE TABLE forum_users (
    id BIGSERIAL PRIMARY KEY,
    username CITEXT NOT NULL,
    "displayName" VARCHAR(120), -- camel case, as the first client sent it
    email CITEXT NOT NULL CHECK (position('@' in email) > 1),
    trust_level SMALLINT NOT NULL DEFAULT 0 CHECK (trust_level BETWEEN 0 AND 4),
    admin BOOLEAN NOT NULL DEFAULT FALSE,
    ip_address INET,
    preferences JSONB NOT NULL DEFAULT '{"theme": "light", "digest": {"weekly": true}}'::jsonb,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
    suspended_till TIMESTAMPTZ
);

CREATE UNIQUE INDEX index_forum_users_on_username ON forum_users (lower(username::text));
CREATE INDEX index_forum_users_on_email_trigrams ON forum_users USING gin ((email::text) gin_trgm_ops);
CREATE INDEX index_forum_users_suspended ON forum_users (suspended_till) WHERE suspended_till IS NOT NULL;

CREATE TABLE forum_groups (id SERIAL PRIMARY KEY, name TEXT NOT NULL UNIQUE, automatic BOOLEAN NOT NULL DEFAULT false);
CREATE TABLE forum_group_users (
    group_id INTEGER NOT NULL REFERENCES forum_groups ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES forum_users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    owner BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (group_id, user_id)
);
INSERT INTO forum_groups (name, automatic) VALUES ('admins', true), ('moderators', true), ('trust_level_0', true);

-- aludel:downgrade
DROP TABLE forum_group_users; DROP TABLE forum_groups; DROP TABLE forum_users;
