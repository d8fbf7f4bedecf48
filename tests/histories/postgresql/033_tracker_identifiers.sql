-- /// migration
-- revision = "pg033"
-- down_revision = "pg032"
-- message = "names that need their quotes"
-- ///

-- aludel:upgrade
CREATE TABLE "tracker_Weird; ""Name"" -- x" ("a b" int, "select" text, "UPPER" text DEFAULT 'x', "día" int, "$1" int, "/*" int);
CREATE INDEX "tracker_idx; 1" ON "tracker_Weird; ""Name"" -- x" ("a b", "select" varchar_pattern_ops);
INSERT INTO "tracker_Weird; ""Name"" -- x" ("a b", "select", "$1", "/*") VALUES (1, 'select;', 2, 3);
ALTER TABLE "tracker_Weird; ""Name"" -- x" RENAME COLUMN "día" TO U&"d\0069a";

-- aludel:downgrade
DROP TABLE "tracker_Weird; ""Name"" -- x";
