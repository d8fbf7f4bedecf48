-- /// migration
-- revision = "pg031"
-- down_revision = "pg030"
-- message = "a table without a lock on writers, by a trigger that copies"
-- ///

-- aludel:upgrade
CREATE TABLE tracker_log (id bigint GENERATED ALWAYS AS IDENTITY, entry text);
CREATE TABLE tracker_log_new (LIKE tracker_log INCLUDING ALL);
CREATE FUNCTION tracker_copy_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN INSERT INTO tracker_log_new (entry) VALUES (NEW.entry);
    WHEN 'DELETE' THEN DELETE FROM tracker_log_new WHERE entry = OLD.entry;
    ELSE NULL;
  END CASE;
  RETURN NULL;
END;
$$;
CREATE TRIGGER tracker_log_copied AFTER INSERT OR DELETE ON tracker_log FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION tracker_copy_log();
INSERT INTO tracker_log (entry) VALUES ('a;'), ('b'); DELETE FROM tracker_log WHERE entry = 'b';
DROP TRIGGER tracker_log_copied ON tracker_log; DROP FUNCTION tracker_copy_log();
DROP TABLE tracker_log; ALTER TABLE tracker_log_new RENAME TO tracker_log;
ALTER SEQUENCE tracker_log_new_id_seq RENAME TO tracker_log_id_seq;

-- aludel:downgrade
DROP TABLE tracker_log;
