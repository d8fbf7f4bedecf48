-- /// migration
-- revision = "pg038"
-- down_revision = "pg037"
-- message = "a queue with listeners and an unlogged table"
-- ///

-- aludel:upgrade
CREATE UNLOGGED TABLE mail_queue (id bigserial PRIMARY KEY, recipient text, body text, attempts int2 DEFAULT 0, next_try timestamptz DEFAULT now() + interval '5 min');
CREATE FUNCTION mail_notify() RETURNS trigger AS $$ BEGIN PERFORM pg_notify('mail_queue', NEW.id::text || ';' || NEW.recipient); RETURN NEW; END $$ LANGUAGE 'plpgsql';
CREATE TRIGGER mail_queue_notify BEFORE INSERT OR UPDATE OF next_try ON mail_queue FOR EACH ROW WHEN (NEW.attempts < 10) EXECUTE FUNCTION mail_notify();
INSERT INTO mail_queue (recipient, body) VALUES ('a@b.c', 'From x; 
.
-- 
signature');
NOTIFY mail_queue, 'hello; -- world';
LISTEN mail_queue; UNLISTEN *;

-- aludel:downgrade
DROP TRIGGER mail_queue_notify ON mail_queue;
DROP FUNCTION mail_notify(); DROP TABLE mail_queue;
