-- /// migration
-- revision = "pg008"
-- down_revision = "pg007"
-- message = "indexes without a lock on the posts"
-- transaction = false
-- ///

-- aludel:upgrade
CREATE INDEX CONCURRENTLY IF NOT EXISTS forum_posts_by_user ON forum_posts (user_id, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX CONCURRENTLY forum_topics_title ON forum_topics (lower(title)) ;

-- aludel:downgrade
DROP INDEX CONCURRENTLY IF EXISTS forum_topics_title;
DROP INDEX CONCURRENTLY forum_posts_by_user
