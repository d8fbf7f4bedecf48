-- /// migration
-- revision = "b4e95a07c32d"
-- down_revision = "2f60c9d4b1a8"
-- depends_on = ["9a2c71f0d5e4"]
-- message = "sales by country, which the split addresses tell"
-- created = 2026-02-11T11:10:00Z
-- ///

-- aludel:upgrade
CREATE VIEW sales_by_country AS
SELECT
    customers.country AS country,
    COUNT(DISTINCT orders.id) AS orders,
    SUM(order_items.quantity * order_items.unit_price) AS revenue
FROM customers
JOIN orders ON orders.customer_id = customers.id
JOIN order_items ON order_items.order_id = orders.id
GROUP BY customers.country;

-- aludel:downgrade
DROP VIEW sales_by_country;
