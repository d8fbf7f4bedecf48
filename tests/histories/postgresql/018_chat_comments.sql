-- /// migration
-- revision = "pg018"
-- down_revision = "pg017"
-- message = "words for people, on everything"
-- ///

-- aludel:upgrade
COMMENT ON TABLE chat_posts IS 'Messages; also joins -- "system" ones';
COMMENT ON COLUMN chat_posts.props IS E'JSON:\n\t{"from_webhook": "true"}; see the docs\\wiki';
COMMENT ON INDEX idx_chat_posts_channel_id_create_at IS $c$used by the page of a channel; don't drop$c$;
COMMENT ON FUNCTION chat_label(text, integer) IS '';
COMMENT ON POLICY chat_admins ON chat_channels IS 'it''s for operators;';

-- aludel:downgrade
COMMENT ON POLICY chat_admins ON chat_channels IS NULL;
COMMENT ON INDEX idx_chat_posts_channel_id_create_at IS NULL;
COMMENT ON COLUMN chat_posts.props IS NULL; COMMENT ON TABLE chat_posts IS NULL;
