-- /// migration
-- revision = "conf_sql_unicode"
-- message = "conformance in SQL: names and texts beyond ASCII"
-- ///

-- aludel:upgrade
CREATE TABLE "conf_größe ""q""" (id INTEGER NOT NULL PRIMARY KEY, "naïve" VARCHAR(100));
INSERT INTO "conf_größe ""q""" (id, "naïve")
VALUES (1, 'Ünïcødé'), (2, '日本語'), (3, '😀 é'), (4, '‮right to left'), (5, 'ﷺ');

-- aludel:downgrade
DROP TABLE "conf_größe ""q""";

-- aludel:upgrade mysql
CREATE TABLE `conf_größe "q"` (id INTEGER NOT NULL PRIMARY KEY, `naïve` VARCHAR(100));
INSERT INTO `conf_größe "q"` (id, `naïve`)
VALUES (1, 'Ünïcødé'), (2, '日本語'), (3, '😀 é'), (4, '‮right to left'), (5, 'ﷺ');

-- aludel:downgrade mysql
DROP TABLE `conf_größe "q"`;
