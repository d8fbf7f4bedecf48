-- /// migration
-- revision = "li029"
-- down_revision = "li028"
-- message = "a trigger for each rule that a check cannot say"
-- ///

-- aludel:upgrade
CREATE TRIGGER forum_post_closed BEFORE INSERT ON forum_post
WHEN EXISTS (SELECT 1 FROM forum_topic t WHERE t.id = NEW.topic_id AND t.closed)
BEGIN SELECT RAISE(ABORT, 'the topic is closed; sorry'); END;
CREATE TRIGGER forum_topic_last BEFORE DELETE ON forum_topic BEGIN
    SELECT CASE (SELECT count(*) FROM forum_topic) WHEN 1 THEN RAISE(IGNORE) END;
    DELETE FROM forum_post WHERE topic_id = OLD.id;
END;

-- aludel:downgrade
DROP TRIGGER forum_topic_last; DROP TRIGGER forum_post_closed;
