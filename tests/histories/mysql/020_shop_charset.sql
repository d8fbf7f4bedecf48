-- /// migration
-- revision = "my020"
-- down_revision = "my019"
-- message = "conversion to another character set"
-- ///

-- aludel:upgrade
ALTER TABLE shop_categories CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE shop_categories ENGINE=InnoDB, ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8;
SET NAMES utf8mb4; SET @sql_mode_before = @@sql_mode; SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; SET SESSION sql_mode = @sql_mode_before;
ANALYZE TABLE shop_categories; CHECK TABLE shop_categories; OPTIMIZE TABLE shop_categories;

-- aludel:downgrade
ALTER TABLE shop_categories ROW_FORMAT=DEFAULT KEY_BLOCK_SIZE=0;
ALTER TABLE shop_categories CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
