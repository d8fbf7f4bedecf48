-- /// migration
-- revision = "2f60c9d4b1a8"
-- down_revision = "05d7b2e8f64a"
-- branch_labels = ["reporting"]
-- message = "sales by day"
-- created = 2026-02-04T13:20:00Z
-- ///

-- aludel:upgrade
CREATE VIEW daily_sales AS
SELECT
    DATE(orders.ordered_at) AS day,
    COUNT(DISTINCT orders.id) AS orders,
    SUM(order_items.quantity * order_items.unit_price) AS revenue
FROM orders
JOIN order_items ON order_items.order_id = orders.id
GROUP BY DATE(orders.ordered_at);

-- aludel:downgrade
DROP VIEW daily_sales;
