-- /// migration
-- revision = "pg011"
-- down_revision = "pg010"
-- message = "a view, a materialized view and rules"
-- ///

-- aludel:upgrade
CREATE VIEW forum_active_topics AS
    SELECT t.id, t.title, count(p.id) FILTER (WHERE p.deleted_at IS NULL) AS visible_posts
    FROM forum_topics t LEFT JOIN forum_posts p ON p.topic_id = t.id
    GROUP BY t.id, t.title;
CREATE MATERIALIZED VIEW forum_directory_items AS
    WITH RECURSIVE days(day) AS (
        SELECT date '2020-01-01' UNION ALL SELECT day + 1 FROM days WHERE day < date '2020-01-05'
    )
    SELECT u.id AS user_id, d.day, count(p.id) AS posts
    FROM forum_users u CROSS JOIN days d LEFT JOIN forum_posts p ON p.user_id = u.id
    GROUP BY 1, 2
WITH NO DATA;
CREATE UNIQUE INDEX forum_directory_items_key ON forum_directory_items (user_id, day);
REFRESH MATERIALIZED VIEW forum_directory_items;
CREATE TABLE forum_visits (user_id BIGINT, day DATE);
CREATE RULE forum_visits_once AS ON INSERT TO forum_visits
    WHERE EXISTS (SELECT 1 FROM forum_visits v WHERE v.user_id = NEW.user_id AND v.day = NEW.day) DO INSTEAD NOTHING;
CREATE RULE forum_visits_logged AS ON DELETE TO forum_visits DO ALSO (
    UPDATE forum_users SET trust_level = trust_level WHERE id = OLD.user_id;
    SELECT 1;
);
INSERT INTO forum_visits VALUES (-1, '2020-01-01'); INSERT INTO forum_visits VALUES (-1, '2020-01-01');

-- aludel:downgrade
DROP TABLE forum_visits;
DROP MATERIALIZED VIEW forum_directory_items;
DROP VIEW forum_active_topics;
