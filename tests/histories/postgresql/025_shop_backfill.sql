-- /// migration
-- revision = "pg025"
-- down_revision = "pg024"
-- message = "a backfill in pieces, with a CTE that writes"
-- ///

-- aludel:upgrade
WITH cheap AS (
    UPDATE shop_products SET price = price + 1 WHERE price < 2 RETURNING id, price
), logged AS (
    SELECT id, price FROM cheap WHERE price > 0
)
INSERT INTO shop_products (sku, title, price) SELECT 'COPY-' || id, '{}', price FROM logged ON CONFLICT (sku) DO NOTHING;
UPDATE shop_products p SET weight = s.weight FROM (VALUES (1, 0.2::real), (2, 0.3)) AS s (id, weight) WHERE s.id = p.id;
DELETE FROM shop_products USING shop_customers c WHERE c.name = 'nobody; here' AND sku LIKE 'COPY-%';
MERGE INTO shop_products p USING (VALUES ('A-1', 5.0), ('Z-9', 1.0)) AS n (sku, price) ON p.sku = n.sku
    WHEN MATCHED AND p.price <> n.price THEN UPDATE SET price = n.price
    WHEN NOT MATCHED THEN INSERT (sku, title, price) VALUES (n.sku, '{}', n.price);

-- aludel:downgrade
DELETE FROM shop_products WHERE sku LIKE 'COPY-%' OR sku = 'Z-9';
