-- /// migration
-- revision = "my019"
-- down_revision = "my018"
-- message = "updates and deletes over several tables"
-- ///

-- aludel:upgrade
UPDATE shop_products p JOIN shop_categories c ON c.id = p.category SET p.description = CONCAT('in ', c.name), p.tax = 7 WHERE c.parent IS NOT NULL;
UPDATE shop_products SET description = 'none; yet' WHERE description IS NULL ORDER BY id LIMIT 10;
DELETE p FROM shop_products AS p LEFT JOIN shop_categories c ON c.id = p.category WHERE c.id IS NULL AND p.sku = 'N-1';
DELETE FROM shop_products WHERE sku IN ('gone;', "gone;2") LIMIT 5;
LOCK TABLES shop_products WRITE, shop_categories READ; UNLOCK TABLES;

-- aludel:downgrade
INSERT INTO shop_products (sku, name, price) VALUES ('N-1', 'national', 15);
