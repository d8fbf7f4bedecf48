-- /// migration
-- revision = "f17b84c0e2d9"
-- down_revision = "6d08f3e1a95c"
-- message = "the status of an order"
-- created = 2026-03-02T15:45:00Z
-- ///

-- aludel:upgrade
ALTER TABLE orders ADD COLUMN status VARCHAR(10) NOT NULL DEFAULT 'open'
    CHECK (status IN ('open', 'paid', 'sent', 'cancelled'));
UPDATE orders SET status = 'sent' WHERE ordered_at < '2026-02-01';
CREATE INDEX orders_status ON orders (status, ordered_at);

-- aludel:downgrade
DROP INDEX orders_status;
ALTER TABLE orders DROP COLUMN status;

-- aludel:downgrade mysql
DROP INDEX orders_status ON orders;
ALTER TABLE orders DROP COLUMN status;
