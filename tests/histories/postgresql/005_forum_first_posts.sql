-- /// migration
-- revision = "pg005"
-- down_revision = "pg004"
-- message = "a first topic; strings with everything in them"
-- ///

-- aludel:upgrade
INSERT INTO forum_users (id, username, email) VALUES (-1, 'system', 'no_reply@example.com'), (-2, 'O''Brien', 'ob@example.com');
INSERT INTO forum_topics (id, title, user_id) VALUES
    (-1, 'Welcome; please read -- it is short', -1),
    (-2, 'What is /* a comment */ here?', -2), (-3, E'Tabs\tand \'quotes\'; lines\nand \\ backslashes', -1),
    (-4, $$It's "dollar"; $1 quoted$$, -1), (-5, $q$ nested $$ inside $q$, NULL),
    (-6, U&'\0441\043B\043E\043D; d!0061t\+000061' UESCAPE '\', -1),
    (-7, 'one '
         'string; in '
         'three parts', -1),
    (-8, 'C:\temp\', -1);
INSERT INTO forum_posts (topic_id, user_id, raw, cooked, post_number)
SELECT id, user_id, 'First; -- post /* of */ ' || title, '<p>' || title || '</p>', 1 FROM forum_topics WHERE id < 0;

-- aludel:downgrade
DELETE FROM forum_topics WHERE id < 0; DELETE FROM forum_users WHERE id IN (-1, -2);
