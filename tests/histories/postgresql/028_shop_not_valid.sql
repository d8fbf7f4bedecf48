-- /// migration
-- revision = "pg028"
-- down_revision = "pg027"
-- message = "constraints first unvalidated, then validated"
-- ///

-- aludel:upgrade
ALTER TABLE shop_order_lines ADD CONSTRAINT shop_lines_price_sane CHECK (price < 1000000) NOT VALID;
ALTER TABLE shop_order_lines VALIDATE CONSTRAINT shop_lines_price_sane;
ALTER TABLE shop_orders ADD CONSTRAINT shop_orders_customer_again FOREIGN KEY (customer) REFERENCES shop_customers (id) NOT VALID;
LOCK TABLE shop_orders IN SHARE ROW EXCLUSIVE MODE;
ALTER TABLE shop_orders VALIDATE CONSTRAINT shop_orders_customer_again;

-- aludel:downgrade
ALTER TABLE shop_orders DROP CONSTRAINT shop_orders_customer_again;
ALTER TABLE shop_order_lines DROP CONSTRAINT shop_lines_price_sane;
