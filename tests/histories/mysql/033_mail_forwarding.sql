-- /// migration
-- revision = "my033"
-- down_revision = "my032"
-- message = "forwarding, checked by triggers that speak"
-- ///

-- aludel:upgrade
CREATE TABLE mail_aliases (source VARCHAR(190) CHARACTER SET ascii, target VARCHAR(190) CHARACTER SET ascii, PRIMARY KEY (source, target));
CREATE TRIGGER mail_alias_loop BEFORE INSERT ON mail_aliases FOR EACH ROW
BEGIN
    DECLARE message TEXT;
    IF EXISTS (SELECT 1 FROM mail_aliases a WHERE a.source = NEW.target AND a.target = NEW.source) THEN
        SET message = CONCAT('loop: ', NEW.source, '; ', NEW.target);
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = message;
    END IF;
END;
INSERT INTO mail_aliases VALUES ('all@example.com', 'a@example.com'), ('all@example.com', 'b@example.org');

-- aludel:downgrade
DROP TABLE mail_aliases;
