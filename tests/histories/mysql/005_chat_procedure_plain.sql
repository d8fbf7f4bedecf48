-- /// migration
-- revision = "my005"
-- down_revision = "my004"
-- message = "the same kind of procedure without delimiters"
-- ///

-- aludel:upgrade
CREATE PROCEDURE chat_archive(IN days INT, OUT moved INT)
    COMMENT 'moves; counts'
    MODIFIES SQL DATA
    SQL SECURITY INVOKER
BEGIN
    DECLARE done INT DEFAULT FALSE;
    DECLARE post BIGINT;
    DECLARE old CURSOR FOR SELECT id FROM chat_posts WHERE created < NOW() - INTERVAL days DAY;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        SET moved = -1;
        RESIGNAL;
    END;
    SET moved = 0;
    OPEN old;
    read_loop: LOOP
        FETCH old INTO post;
        IF done THEN LEAVE read_loop; END IF;
        UPDATE chat_posts SET score = IF(score > 10, CASE WHEN score > 100 THEN 100 ELSE 10 END, score) WHERE id = post;
        SET moved = moved + 1;
    END LOOP;
    CLOSE old;
    WHILE moved < 0 DO SET moved = moved + 1; END WHILE;
    again: REPEAT
        SET days = days - 1;
        CASE days
            WHEN 1 THEN SET moved = moved;
            WHEN 2 THEN BEGIN END;
            ELSE
                IF days = 99 THEN ITERATE again; ELSEIF days = 98 THEN SET @x = REPEAT('a', 3); END IF;
        END CASE;
    UNTIL days <= 0 END REPEAT again;
END;
CALL chat_archive(3, @moved);
SELECT @moved;

-- aludel:downgrade
DROP PROCEDURE chat_archive;
