-- /// migration
-- revision = "sql"
-- message = "a table and a row, in SQL"
-- ///

-- aludel:upgrade
CREATE TABLE marker (id INTEGER PRIMARY KEY, note VARCHAR(80) NOT NULL);
INSERT INTO marker (id, note) VALUES (1, 'made by a migration');

-- aludel:downgrade
DROP TABLE marker;
