-- /// migration
-- revision = "my026"
-- down_revision = "my025"
-- message = "what may be read; roles are not needed"
-- ///

-- aludel:upgrade
CREATE TEMPORARY TABLE forum_scratch (id INT); INSERT INTO forum_scratch VALUES (1), (2);
DELETE FROM forum_scratch; DROP TEMPORARY TABLE forum_scratch;
SET @forum_note := 'kept; for the session', @other = @@session.sql_mode, @`quoted; name` = 1;
SELECT @forum_note, @`quoted; name`, @@version, @'also; this' INTO @a, @b, @c, @d;
HANDLER forum_topics OPEN; HANDLER forum_topics READ FIRST; HANDLER forum_topics CLOSE;
FLUSH TABLES; SHOW TABLES; EXPLAIN SELECT 1; DESCRIBE forum_topics;

-- aludel:downgrade
DO 1;
