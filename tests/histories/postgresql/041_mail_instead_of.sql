-- /// migration
-- revision = "pg041"
-- down_revision = "pg040"
-- message = "a view that can be written to"
-- ///

-- aludel:upgrade
CREATE VIEW mail_mailboxes AS SELECT account::text || '/' || name AS path, uidvalidity FROM mail_boxes WITH LOCAL CHECK OPTION;
DROP VIEW mail_mailboxes;
CREATE VIEW mail_mailboxes AS SELECT account::text || '/' || name AS path, uidvalidity FROM mail_boxes;
CREATE FUNCTION mail_write_box() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE parts text[] := string_to_array(NEW.path, '/');
BEGIN
    WHILE array_length(parts, 1) > 2 LOOP
        parts := ARRAY[parts[1], parts[2] || '/' || parts[3]] || parts[4:];
    END LOOP;
    INSERT INTO mail_boxes (account, name, uidvalidity) VALUES (parts[1], parts[2], coalesce(NEW.uidvalidity, 1));
    RETURN NEW;
END;
$$;
CREATE TRIGGER mail_mailboxes_written INSTEAD OF INSERT ON mail_mailboxes FOR EACH ROW EXECUTE FUNCTION mail_write_box();
INSERT INTO mail_mailboxes VALUES ('abuse@example.com/Work/2024; Q1', NULL);

-- aludel:downgrade
DROP VIEW mail_mailboxes; DROP FUNCTION mail_write_box();
DELETE FROM mail_boxes WHERE name LIKE 'Work/%';
