-- /// migration
-- revision = "pg004"
-- down_revision = "pg003"
-- message = "full text search with weights"
-- ///

-- aludel:upgrade
CREATE TABLE forum_post_search_data (
    post_id BIGINT PRIMARY KEY REFERENCES forum_posts (id) ON DELETE CASCADE,
    search_data TSVECTOR,
    locale VARCHAR(8) DEFAULT 'en'
);
CREATE INDEX forum_idx_search_post ON forum_post_search_data USING gin (search_data);

CREATE FUNCTION forum_index_post() RETURNS TRIGGER LANGUAGE plpgsql AS $function$
DECLARE
    title_of_topic text;
BEGIN
    SELECT title INTO STRICT title_of_topic FROM forum_topics WHERE id = NEW.topic_id;
    INSERT INTO forum_post_search_data (post_id, search_data)
    VALUES (NEW.id,
        setweight(to_tsvector('english', coalesce(title_of_topic, '')), 'A')
        || setweight(to_tsvector('english', coalesce(NEW.raw, '')), 'D'))
    ON CONFLICT (post_id) DO UPDATE SET search_data = excluded.search_data;
    RETURN NULL;
EXCEPTION
    WHEN no_data_found THEN
        RAISE WARNING 'topic % is gone; nothing indexed', NEW.topic_id;
        RETURN NULL;
END
$function$;
CREATE CONSTRAINT TRIGGER forum_posts_indexed AFTER INSERT OR UPDATE ON forum_posts
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE PROCEDURE forum_index_post();

-- aludel:downgrade
DROP TRIGGER forum_posts_indexed ON forum_posts;
DROP FUNCTION forum_index_post();
DROP TABLE forum_post_search_data;
