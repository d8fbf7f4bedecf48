-- /// migration
-- revision = "my025"
-- down_revision = "my024"
-- message = "blocks within blocks"
-- ///

-- aludel:upgrade
CREATE PROCEDURE forum_nested(IN kind VARCHAR(10))
outermost: BEGIN
    DECLARE n INT DEFAULT 0;
    inner_block: BEGIN
        DECLARE n INT DEFAULT CASE kind WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 3 END;
        IF n = 1 THEN
            IF kind = 'a;' THEN LEAVE outermost; END IF;
        ELSEIF n = 2 THEN
            BEGIN
                DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET n = 5; END;
                SET n = (SELECT CASE WHEN EXISTS (SELECT 1) THEN 1 ELSE 0 END);
            END;
        ELSE
            l1: LOOP
                SET n = n + 1;
                l2: WHILE n < 10 DO
                    SET n = n + 1; IF n = 7 THEN ITERATE l2; END IF;
                    REPEAT SET n = n + 1; UNTIL n > 8 END REPEAT;
                END WHILE l2;
                CASE WHEN n >= 10 THEN LEAVE l1; ELSE SET n = 10; END CASE;
            END LOOP l1;
        END IF;
    END inner_block;
    SELECT n /* the outer; one */;
END outermost;
CALL forum_nested('c'); CALL forum_nested('b'); CALL forum_nested('a;');

-- aludel:downgrade
DROP PROCEDURE forum_nested;
