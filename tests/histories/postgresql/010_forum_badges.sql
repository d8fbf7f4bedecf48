-- /// migration
-- revision = "pg010"
-- down_revision = "pg009"
-- message = "badges, and the queries that give them"
-- ///

-- aludel:upgrade
CREATE TABLE forum_badges (
    id SERIAL PRIMARY KEY, name TEXT NOT NULL, query TEXT, multiple_grant BOOLEAN DEFAULT FALSE NOT NULL, icon TEXT DEFAULT 'fa-certificate'
);
INSERT INTO forum_badges (name, query) VALUES
('First Link', $sql$
    SELECT l.user_id, min(l.id) AS post_id
    FROM forum_posts l -- the earliest; ties by id
    WHERE l.raw LIKE '%http%';
$sql$),
('Reader', NULL), ('Nice Topic', E'SELECT user_id FROM forum_topics WHERE posts_count > 10;\n-- not closed'),
('Editor''s choice', 'x'), ('Basic', ''), ('100 % "sure"', '; ; ;');
ALTER TABLE forum_badges ADD CONSTRAINT forum_badges_name UNIQUE (name) DEFERRABLE;

-- aludel:downgrade
DROP TABLE forum_badges;
