-- /// migration
-- revision = "pg013"
-- down_revision = "pg012"
-- message = "a procedure that does work only when it is needed"
-- ///

-- aludel:upgrade
CREATE PROCEDURE chat_migrate_root_id() AS $$
DECLARE
    present boolean := false;
BEGIN
    SELECT count(*) <> 0 INTO present FROM information_schema.columns
     WHERE table_name = 'chat_posts' AND table_schema = current_schema() AND column_name = 'rootid';
    IF NOT present THEN
        ALTER TABLE chat_posts ADD COLUMN rootid varchar(26) DEFAULT '';
        UPDATE chat_posts SET rootid = id WHERE rootid = '';
    END IF;
END
$$ LANGUAGE plpgsql;
CALL chat_migrate_root_id();
DROP PROCEDURE chat_migrate_root_id();

-- aludel:downgrade
ALTER TABLE chat_posts DROP COLUMN IF EXISTS rootid;
