-- /// migration
-- revision = "my013"
-- down_revision = "my012"
-- message = "many rows by a loop"
-- ///

-- aludel:upgrade mariadb
CREATE PROCEDURE shop_fill (n INT) BEGIN DECLARE i INT DEFAULT 0; WHILE i < n DO INSERT INTO shop_products (sku, name, price) VALUES (CONCAT('G-', i), CONCAT('Generated; ', i), i MOD 97); SET i = i + 1; END WHILE; END; CALL shop_fill(50); DROP PROCEDURE shop_fill;
INSERT INTO shop_products (sku, name, price) SELECT CONCAT('S-', seq), 'from a sequence; table', seq FROM seq_1_to_50;
INSERT IGNORE INTO shop_products (sku, name, price) VALUES ('A-1', 'again', 1); REPLACE INTO shop_products (sku, name, price) VALUES ('A-2', 'replaced', 2);
INSERT INTO shop_products SET sku = 'SET-1', name = 'by SET', price = 3 ON DUPLICATE KEY UPDATE price = VALUES(price) + 1;

-- aludel:upgrade mysql
CREATE PROCEDURE shop_fill (n INT) BEGIN DECLARE i INT DEFAULT 0; WHILE i < n DO INSERT INTO shop_products (sku, name, price) VALUES (CONCAT('G-', i), CONCAT('Generated; ', i), i MOD 97); SET i = i + 1; END WHILE; END; CALL shop_fill(50); DROP PROCEDURE shop_fill;
INSERT INTO shop_products (sku, name, price) SELECT CONCAT('S-', seq), 'from a sequence; table', seq FROM (WITH RECURSIVE numbers(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM numbers WHERE seq < 50) SELECT seq FROM numbers) AS fifty;
INSERT IGNORE INTO shop_products (sku, name, price) VALUES ('A-1', 'again', 1); REPLACE INTO shop_products (sku, name, price) VALUES ('A-2', 'replaced', 2);
INSERT INTO shop_products SET sku = 'SET-1', name = 'by SET', price = 3 ON DUPLICATE KEY UPDATE price = VALUES(price) + 1;

-- aludel:downgrade
DELETE FROM shop_products WHERE sku LIKE 'G-%' OR sku LIKE 'S-%' OR sku LIKE 'SET-%';
