-- /// migration
-- revision = "conf_sql_uncaught"
-- message = "conformance in SQL: an error that nobody catches"
-- ///

-- aludel:upgrade
CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY);
INSERT INTO conf_uncaught (id) VALUES (1);
INSERT INTO conf_uncaught (id) VALUES (1);

-- aludel:downgrade
DROP TABLE conf_uncaught;
