-- /// migration
-- revision = "my015"
-- down_revision = "my014"
-- message = "views over orders"
-- ///

-- aludel:upgrade
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW shop_open AS SELECT id, total FROM shop_orders WHERE state = 0 WITH CASCADED CHECK OPTION;
CREATE OR REPLACE VIEW `shop_by; year` (`the year`, `sum; of it`) AS SELECT YEAR(placed), SUM(total) FROM shop_orders GROUP BY YEAR(placed);
CREATE VIEW shop_tree AS WITH RECURSIVE tree AS (SELECT id, name, 0 AS depth FROM shop_categories WHERE parent IS NULL UNION ALL SELECT c.id, CONCAT(t.name, '; ', c.name), t.depth + 1 FROM shop_categories c JOIN tree t ON c.parent = t.id) SELECT * FROM tree;
CREATE VIEW shop_ranked AS SELECT id, price, RANK() OVER (PARTITION BY category ORDER BY price DESC) AS place, CASE WHEN price > 10 THEN 'dear' ELSE 'cheap; end' END AS level FROM shop_products;
SELECT COUNT(*) FROM shop_tree;

-- aludel:downgrade
DROP VIEW shop_ranked, shop_tree, `shop_by; year`, shop_open;
