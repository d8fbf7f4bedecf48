-- /// migration
-- revision = "li025"
-- down_revision = "li024"
-- message = "savepoints within a migration"
-- ///

-- aludel:upgrade
SAVEPOINT try_it;
INSERT INTO shop_category VALUES (90, 1, 'never; there');
ROLLBACK TRANSACTION TO SAVEPOINT try_it;
INSERT INTO shop_category VALUES (91, 1, 'kept;');
RELEASE SAVEPOINT try_it;

-- aludel:downgrade
DELETE FROM shop_category WHERE id = 91;
