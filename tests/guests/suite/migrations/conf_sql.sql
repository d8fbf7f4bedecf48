-- /// migration
-- revision = "conf_sql"
-- message = "conformance in SQL"
-- ///

-- aludel:upgrade
CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100));
CREATE INDEX conf_ddl_name ON conf_ddl (name);
ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);
INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two');

-- aludel:downgrade
DROP TABLE conf_ddl;
