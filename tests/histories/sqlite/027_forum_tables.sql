-- /// migration
-- revision = "li027"
-- down_revision = "li026"
-- message = "users, topics and posts of a small forum"
-- ///

-- aludel:upgrade
CREATE TABLE IF NOT EXISTS "forum_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "username" varchar(150) NOT NULL UNIQUE, "is_staff" bool NOT NULL, "joined" datetime NOT NULL DEFAULT '2024-01-01 00:00:00');
CREATE TABLE IF NOT EXISTS "forum_topic" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(255) NOT NULL, "user_id" integer NOT NULL REFERENCES "forum_user" ("id") DEFERRABLE INITIALLY DEFERRED, "closed" bool NOT NULL DEFAULT 0);
CREATE TABLE "forum_post" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "topic_id" bigint NOT NULL REFERENCES "forum_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "text" text NOT NULL, "position" integer unsigned NOT NULL CHECK ("position" >= 0));
CREATE INDEX "forum_topic_user_id_1f2e" ON "forum_topic" ("user_id"); CREATE INDEX "forum_post_topic_3c4d" ON "forum_post" ("topic_id");
INSERT INTO "forum_user" VALUES (1, 'root', 1, '2024-01-01'), (2, 'O''Neil; jr', 0, '2024-01-02');
INSERT INTO "forum_topic" ("title", "user_id") VALUES ('Welcome', 1), ('Rules; please read', 1); INSERT INTO "forum_post" ("topic_id", "text", "position") VALUES (1, 'Hi; all', 0), (2, '1. Be kind;
2. -- no ads
3. /* none */', 0);

-- aludel:downgrade
DROP TABLE "forum_post"; DROP TABLE "forum_topic"; DROP TABLE "forum_user";
