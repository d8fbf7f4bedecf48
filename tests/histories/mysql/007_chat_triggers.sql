-- /// migration
-- revision = "my007"
-- down_revision = "my006"
-- message = "triggers of one statement and with blocks"
-- ///

-- aludel:upgrade
CREATE TABLE chat_counts (team VARCHAR(26) PRIMARY KEY, posts INT NOT NULL DEFAULT 0) CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TRIGGER chat_posts_counted AFTER INSERT ON chat_posts FOR EACH ROW
    INSERT INTO chat_counts (team, posts) VALUES (coalesce(NEW.team, ''), 1) ON DUPLICATE KEY UPDATE posts = posts + VALUES(posts);
CREATE TRIGGER chat_posts_counted_too AFTER INSERT ON chat_posts FOR EACH ROW FOLLOWS chat_posts_counted IF NEW.team IS NULL THEN SET @chat_teamless = 1; SET @chat_note = 'x;'; END IF;
CREATE DEFINER = CURRENT_USER TRIGGER `chat_posts_checked` BEFORE UPDATE ON `chat_posts` FOR EACH ROW FOLLOWS_check: BEGIN
    IF NEW.message = '' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'empty; posts are deleted', MYSQL_ERRNO = 1644;
    END IF;
    IF NEW.score < OLD.score THEN SET NEW.score = OLD.score; END IF;
END FOLLOWS_check;
DELIMITER $$
CREATE TRIGGER chat_posts_gone AFTER DELETE ON chat_posts FOR EACH ROW PRECEDES_nothing: BEGIN
    UPDATE chat_counts SET posts = posts - 1 WHERE team = OLD.team;
END$$
DELIMITER ;
INSERT INTO chat_posts (team, message) VALUES ('t1', 'counted');

-- aludel:downgrade
DROP TRIGGER chat_posts_gone; DROP TRIGGER chat_posts_counted_too; DROP TRIGGER IF EXISTS chat_posts_checked; DROP TRIGGER chat_posts_counted;
DROP TABLE chat_counts;
