-- /// migration
-- revision = "li028"
-- down_revision = "li027"
-- message = "a table rebuilt as frameworks do it"
-- ///

-- aludel:upgrade
CREATE TABLE "new__forum_post" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "position" integer unsigned NOT NULL CHECK ("position" >= 0), "topic_id" bigint NOT NULL REFERENCES "forum_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "edited" datetime NULL);
INSERT INTO "new__forum_post" ("id", "topic_id", "text", "position", "edited") SELECT "id", "topic_id", "text", "position", NULL FROM "forum_post";
DROP TABLE "forum_post";
ALTER TABLE "new__forum_post" RENAME TO "forum_post";
CREATE INDEX "forum_post_topic_3c4d" ON "forum_post" ("topic_id");

-- aludel:downgrade
ALTER TABLE "forum_post" DROP COLUMN "edited";
