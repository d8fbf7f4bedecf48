-- /// migration
-- revision = "my031"
-- down_revision = "my030"
-- message = "another SQL mode for one migration"
-- ///

-- aludel:upgrade
SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
CREATE TABLE tracker_strict (d DATE DEFAULT '2024-01-01', e ENUM('yes', 'no', ';') NOT NULL DEFAULT ';');
INSERT INTO tracker_strict VALUES (DEFAULT, DEFAULT), ('2024-12-31', 'no');
SET SESSION sql_mode = DEFAULT;

-- aludel:downgrade
DROP TABLE tracker_strict
