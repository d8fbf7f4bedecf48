-- /// migration
-- revision = "li015"
-- down_revision = "li014"
-- message = "names that need their quotes"
-- ///

-- aludel:upgrade
CREATE TABLE "mail_Weird; ""Name"" -- x" ("a b" INT, [select] INT, `from` INT, 'group' INT, "día" TEXT, "/*" INT, [it's; here] INT, "$1" INT, a$b INT);
CREATE INDEX "mail_idx; 1" ON "mail_Weird; ""Name"" -- x" ([a b] ASC, `from` COLLATE RTRIM DESC);
INSERT INTO [mail_Weird; "Name" -- x] ("a b", [select], `from`, "día", [it's; here]) VALUES (1, 2, 3, "día", '[x];');
CREATE TABLE mail_begin (begin_ INT, "end" INT, trigger_ INT, "case" INT); CREATE INDEX mail_end ON mail_begin ("end", begin_);

-- aludel:downgrade
DROP TABLE mail_begin; DROP TABLE "mail_Weird; ""Name"" -- x";
