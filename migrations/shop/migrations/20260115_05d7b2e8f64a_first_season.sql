-- /// migration
-- revision = "05d7b2e8f64a"
-- down_revision = "c3a84f19e6b7"
-- message = "the first customers, products and orders"
-- created = 2026-01-15T16:30:00Z
-- ///

-- aludel:upgrade
INSERT INTO customers (email, name, address) VALUES
    ('ada@example.com', 'Ada Lovelace', 'St James''s Square 12, SW1Y London, United Kingdom'),
    ('grace@example.com', 'Grace Hopper', 'Wilson Boulevard 17, 22201 Arlington, United States'),
    ('emmy@example.com', 'Emmy Noether', 'Schillerplatz 1, 91054 Erlangen, Germany'),
    ('sofja@example.com', 'Софья Ковалевская', 'Sturegatan 56, 11436 Stockholm, Sweden'),
    ('srinivasa@example.com', 'Srinivasa Ramanujan', 'Sarangapani Sannidhi Street 9, 612001 Kumbakonam, India');

INSERT INTO products (sku, name, price, stock) VALUES
    ('AL-001', 'Alembic of copper, 2 litres', 189.00, 12),
    ('AL-002', 'Aludel of clay, glazed', 24.50, 140),
    ('AL-003', 'Retort of borosilicate glass', 61.90, 35),
    ('AL-004', 'Crucible, set of three', 18.75, 88);

INSERT INTO orders (customer_id, number, ordered_at)
SELECT id, '2026-0001', '2026-01-13 08:21:00' FROM customers WHERE email = 'ada@example.com';
INSERT INTO orders (customer_id, number, ordered_at)
SELECT id, '2026-0002', '2026-01-13 19:02:00' FROM customers WHERE email = 'emmy@example.com';
INSERT INTO orders (customer_id, number, ordered_at)
SELECT id, '2026-0003', '2026-01-14 11:47:00' FROM customers WHERE email = 'sofja@example.com';
INSERT INTO orders (customer_id, number, ordered_at)
SELECT id, '2026-0004', '2026-01-14 12:30:00' FROM customers WHERE email = 'ada@example.com';

INSERT INTO order_items (order_id, product_id, quantity, unit_price)
SELECT orders.id, products.id, 1, products.price
FROM orders
JOIN products ON products.sku IN ('AL-001', 'AL-004')
WHERE orders.number = '2026-0001';
INSERT INTO order_items (order_id, product_id, quantity, unit_price)
SELECT orders.id, products.id, 6, products.price
FROM orders
JOIN products ON products.sku = 'AL-002'
WHERE orders.number IN ('2026-0002', '2026-0004');
INSERT INTO order_items (order_id, product_id, quantity, unit_price)
SELECT orders.id, products.id, 2, products.price
FROM orders
JOIN products ON products.sku = 'AL-003'
WHERE orders.number = '2026-0003';

-- aludel:downgrade
DELETE FROM order_items
WHERE order_id IN (
    SELECT id FROM orders WHERE number IN ('2026-0001', '2026-0002', '2026-0003', '2026-0004')
);
DELETE FROM orders WHERE number IN ('2026-0001', '2026-0002', '2026-0003', '2026-0004');
DELETE FROM products WHERE sku IN ('AL-001', 'AL-002', 'AL-003', 'AL-004');
DELETE FROM customers
WHERE email IN (
    'ada@example.com', 'grace@example.com', 'emmy@example.com', 'sofja@example.com', 'srinivasa@example.com'
);
