-- /// migration
-- revision = "pg009"
-- down_revision = "pg008"
-- message = "rename a column only where it is still there"
-- ///

-- aludel:upgrade
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'forum_users' AND column_name = 'displayName') THEN
        ALTER TABLE forum_users RENAME COLUMN "displayName" TO display_name;
    END IF;
END $$;

DO LANGUAGE plpgsql $do$
DECLARE
    r RECORD;
    statement TEXT;
BEGIN
    FOR r IN SELECT unnest(ARRAY['forum_topics', 'forum_posts']) AS table_name LOOP
        statement := format($f$ALTER TABLE %I ADD COLUMN IF NOT EXISTS %I timestamptz DEFAULT NULL; COMMENT ON COLUMN %1$I.%2$I IS %3$L$f$,
            r.table_name, 'hidden_at', 'set by a moderator; it''s empty else');
        EXECUTE statement;
    END LOOP;
    BEGIN
        EXECUTE 'ALTER TABLE forum_nothing ADD COLUMN x int';
    EXCEPTION WHEN undefined_table OR duplicate_column THEN
        RAISE NOTICE 'no such table; %', SQLERRM;
    END;
END
$do$;

-- aludel:downgrade
ALTER TABLE forum_users RENAME COLUMN display_name TO "displayName";
DO $$ DECLARE t text; BEGIN
    FOREACH t IN ARRAY ARRAY['forum_topics','forum_posts'] LOOP EXECUTE format('ALTER TABLE %I DROP COLUMN hidden_at', t); END LOOP;
END $$
