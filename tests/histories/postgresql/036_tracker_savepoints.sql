-- /// migration
-- revision = "pg036"
-- down_revision = "pg035"
-- message = "savepoints and local settings within a migration"
-- ///

-- aludel:upgrade
SET LOCAL lock_timeout = '5s';
SAVEPOINT before_try;
INSERT INTO tracker_projects VALUES (1, 'a/b'), (2, 'a/c;d');
ROLLBACK TO SAVEPOINT before_try;
INSERT INTO tracker_projects VALUES (3, 'a/b'); RELEASE SAVEPOINT before_try;
SELECT set_config('tracker.note', 'x;y', true);
PREPARE tracker_add (int, text) AS INSERT INTO tracker_projects VALUES ($1, $2);
EXECUTE tracker_add(4, 'it''s; prepared');
DEALLOCATE tracker_add;

-- aludel:downgrade
DELETE FROM tracker_projects;
