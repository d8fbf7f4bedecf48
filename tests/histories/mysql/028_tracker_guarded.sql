-- /// migration
-- revision = "my028"
-- down_revision = "my027"
-- message = "a guard that removes a foreign key if it is there"
-- ///

-- aludel:upgrade mariadb
SET @db = DATABASE(), @found = 0;
SELECT COUNT(*) INTO @found FROM information_schema.TABLE_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = @db AND TABLE_NAME = 'tracker_issues' AND CONSTRAINT_NAME = 'tracker_nothing; here';
SET @sql = IF(@found > 0, 'ALTER TABLE tracker_issues DROP FOREIGN KEY `tracker_nothing; here`', 'DO ''none; there''');
PREPARE s FROM @sql; EXECUTE s; DEALLOCATE PREPARE s;
EXECUTE IMMEDIATE CONCAT('CREATE TABLE tracker_', 'dynamic', ' (id INT COMMENT ''made; by text'')');
PREPARE p FROM 'INSERT INTO tracker_dynamic VALUES (?), (?)'; SET @one = 1, @two = 2; EXECUTE p USING @one, @two; DROP PREPARE p;

-- aludel:upgrade mysql
SET @db = DATABASE(), @found = 0;
SELECT COUNT(*) INTO @found FROM information_schema.TABLE_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = @db AND TABLE_NAME = 'tracker_issues' AND CONSTRAINT_NAME = 'tracker_nothing; here';
SET @sql = IF(@found > 0, 'ALTER TABLE tracker_issues DROP FOREIGN KEY `tracker_nothing; here`', 'DO ''none; there''');
PREPARE s FROM @sql; EXECUTE s; DEALLOCATE PREPARE s;
SET @sql = CONCAT('CREATE TABLE tracker_', 'dynamic', ' (id INT COMMENT ''made; by text'')');
PREPARE made FROM @sql; EXECUTE made; DEALLOCATE PREPARE made;
PREPARE p FROM 'INSERT INTO tracker_dynamic VALUES (?), (?)'; SET @one = 1, @two = 2; EXECUTE p USING @one, @two; DROP PREPARE p;

-- aludel:downgrade
DROP TABLE IF EXISTS tracker_dynamic;
