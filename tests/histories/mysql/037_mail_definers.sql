-- /// migration
-- revision = "my037"
-- down_revision = "my036"
-- message = "definers, security, and options of routines in every order"
-- ///

-- aludel:upgrade mariadb
CREATE DEFINER=CURRENT_USER() PROCEDURE mail_sweep() LANGUAGE SQL NOT DETERMINISTIC CONTAINS SQL SQL SECURITY DEFINER COMMENT 'sweeps; twice' BEGIN DELETE FROM mail_messages WHERE folder = 3; DELETE FROM mail_messages WHERE subject IS NULL AND FALSE; END;
CREATE AGGREGATE FUNCTION mail_total(x INT) RETURNS BIGINT BEGIN DECLARE s BIGINT DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END;
ALTER PROCEDURE mail_sweep COMMENT 'sweeps; once';
CALL mail_sweep; SELECT mail_total(id) FROM mail_accounts;

-- aludel:upgrade mysql
CREATE DEFINER=CURRENT_USER() PROCEDURE mail_sweep() LANGUAGE SQL NOT DETERMINISTIC CONTAINS SQL SQL SECURITY DEFINER COMMENT 'sweeps; twice' BEGIN DELETE FROM mail_messages WHERE folder = 3; DELETE FROM mail_messages WHERE subject IS NULL AND FALSE; END;
ALTER PROCEDURE mail_sweep COMMENT 'sweeps; once';
CALL mail_sweep;

-- aludel:downgrade mariadb
DROP FUNCTION mail_total; DROP PROCEDURE mail_sweep;

-- aludel:downgrade mysql
DROP PROCEDURE mail_sweep;
