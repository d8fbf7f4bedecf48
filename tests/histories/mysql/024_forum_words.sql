-- /// migration
-- revision = "my024"
-- down_revision = "my023"
-- message = "columns that are named as keywords"
-- ///

-- aludel:upgrade
CREATE TABLE forum_words (begin INT, end INT, `if` INT, `case` INT, `loop` INT, repeat_ INT, language VARCHAR(9), event INT, trigger_ INT, function_ INT, type INT, value INT);
CREATE TABLE forum_trigger_log (begin DATETIME, end DATETIME, event VARCHAR(10), KEY begin (begin), KEY end (end));
CREATE INDEX forum_event ON forum_words (event, begin, end);
UPDATE forum_words SET begin = 1, end = begin + 1, event = 2 WHERE begin < end AND event IN (1, 2);
CREATE TRIGGER forum_words_new BEFORE INSERT ON forum_words FOR EACH ROW SET NEW.begin = IFNULL(NEW.begin, 0), NEW.end = IF(NEW.end, NEW.end, NEW.begin);
CREATE TRIGGER forum_words_changed AFTER UPDATE ON forum_words FOR EACH ROW BEGIN INSERT INTO forum_trigger_log (begin, end, event) SELECT NOW(), NOW(), 'x' WHERE NEW.end > NEW.begin; END;

-- aludel:downgrade
DROP TABLE forum_trigger_log, forum_words;
