-- /// migration
-- revision = "my006"
-- down_revision = "my005"
-- message = "functions of one statement and of many"
-- ///

-- aludel:upgrade mariadb
CREATE FUNCTION chat_initials(name VARCHAR(100)) RETURNS VARCHAR(10) CHARSET utf8mb4 DETERMINISTIC RETURN UPPER(LEFT(name, 2));
CREATE OR REPLACE FUNCTION chat_grade (points INT) RETURNS CHAR(1)
DETERMINISTIC NO SQL
begin
  declare answer char(1) default 'F';
  if points >= 90 then set answer = 'A';
  elseif points >= 80 then set answer = 'B'; -- good; not great
  else set answer = case when points > 50 then 'D' else 'F' end;
  end if;
  return answer;
end;
SELECT chat_grade(95), chat_initials('ann'); SELECT IF(1, 2, 3), REPEAT('x', 2);
CREATE FUNCTION chat_twice(n INT) RETURNS INT DETERMINISTIC IF n > 0 THEN RETURN n * 2; ELSE RETURN 0; END IF;
CREATE FUNCTION chat_thrice(n INT) RETURNS INT UNSIGNED IF n > 0 THEN RETURN n * 3; ELSE RETURN 0; END IF;

-- aludel:upgrade mysql
CREATE FUNCTION chat_initials(name VARCHAR(100)) RETURNS VARCHAR(10) CHARSET utf8mb4 DETERMINISTIC RETURN UPPER(LEFT(name, 2));
CREATE FUNCTION chat_grade (points INT) RETURNS CHAR(1)
DETERMINISTIC NO SQL
begin
  declare answer char(1) default 'F';
  if points >= 90 then set answer = 'A';
  elseif points >= 80 then set answer = 'B'; -- good; not great
  else set answer = case when points > 50 then 'D' else 'F' end;
  end if;
  return answer;
end;
SELECT chat_grade(95), chat_initials('ann'); SELECT IF(1, 2, 3), REPEAT('x', 2);
CREATE FUNCTION chat_twice(n INT) RETURNS INT DETERMINISTIC IF n > 0 THEN RETURN n * 2; ELSE RETURN 0; END IF;
CREATE FUNCTION chat_thrice(n INT) RETURNS INT UNSIGNED IF n > 0 THEN RETURN n * 3; ELSE RETURN 0; END IF;

-- aludel:downgrade
DROP FUNCTION chat_thrice; DROP FUNCTION chat_twice; DROP FUNCTION chat_grade;
DROP FUNCTION IF EXISTS chat_initials;
