-- /// migration
-- revision = "li023"
-- down_revision = "li022"
-- message = "numbers that start again elsewhere"
-- ///

-- aludel:upgrade
UPDATE sqlite_sequence SET seq = 100000 WHERE name = 'shop_order';
INSERT INTO shop_order (customer, total) VALUES ('first; of the new numbers', 0);

-- aludel:downgrade
DELETE FROM shop_order WHERE number > 100000;
