-- /// migration
-- revision = "my034"
-- down_revision = "my033"
-- message = "a procedure whose body is one statement"
-- ///

-- aludel:upgrade
CREATE PROCEDURE mail_quota(account INT) READS SQL DATA SELECT quota, CASE WHEN quota > 1 THEN 'much; more' ELSE 'none' END AS words FROM mail_accounts WHERE id = account;
CREATE PROCEDURE mail_if(n INT) IF n = 1 THEN SELECT 1; ELSE SELECT 2; END IF;
CREATE PROCEDURE mail_case(n INT) CASE n WHEN 1 THEN SELECT 1; ELSE SELECT 2; END CASE;
CREATE PROCEDURE mail_while(n INT) WHILE n > 0 DO SET n = n - 1; END WHILE;
CREATE PROCEDURE mail_loop(n INT) forever: LOOP SET n = n - 1; IF n < 0 THEN LEAVE forever; END IF; END LOOP;
CREATE PROCEDURE mail_repeat(n INT) REPEAT SET n = n - 1; UNTIL n < 0 END REPEAT;
CALL mail_quota(1); CALL mail_if(2); CALL mail_case(1); CALL mail_while(3); CALL mail_loop(3); CALL mail_repeat(3);

-- aludel:downgrade
DROP PROCEDURE mail_repeat; DROP PROCEDURE mail_loop; DROP PROCEDURE mail_while; DROP PROCEDURE mail_case; DROP PROCEDURE mail_if; DROP PROCEDURE mail_quota;
