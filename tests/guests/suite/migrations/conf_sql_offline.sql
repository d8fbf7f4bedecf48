-- /// migration
-- revision = "conf_sql_offline"
-- message = "conformance in SQL: written out"
-- ///

-- aludel:upgrade
CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20));
INSERT INTO conf_offline (id, name) VALUES (1, 'O''Brien');
INSERT INTO conf_offline (id, name) VALUES (2, NULL);
INSERT INTO conf_offline (id, name) VALUES (3, 'bulk');

-- aludel:downgrade
DROP TABLE conf_offline;
