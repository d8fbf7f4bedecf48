-- /// migration
-- revision = "pg019"
-- down_revision = "pg018"
-- message = "stray semicolons and comments"
-- ///

-- aludel:upgrade
;;
-- nothing before this
;
/* ; */ ; ALTER TABLE chat_posts ADD COLUMN pinned boolean, ADD COLUMN "editAt" bigint DEFAULT 0 NOT NULL; ; ;
	-- indented comment; with a semicolon
ALTER TABLE chat_posts
	ALTER COLUMN pinned SET DEFAULT false, -- see above
	ALTER COLUMN "editAt" SET NOT NULL /* nobody has one yet */;;

-- aludel:downgrade
ALTER TABLE chat_posts DROP COLUMN pinned, DROP COLUMN "editAt";
-- done
