-- /// migration
-- revision = "pg023"
-- down_revision = "pg022"
-- message = "orders and their lines, with checks over columns"
-- ///

-- aludel:upgrade
CREATE TYPE shop_order_state AS ENUM ('cart', 'placed', 'paid', 'shipped', 'returned');
CREATE TABLE shop_orders (
    number bigint PRIMARY KEY DEFAULT nextval('shop_order_numbers'),
    customer uuid REFERENCES shop_customers (id) MATCH SIMPLE ON UPDATE CASCADE,
    state shop_order_state NOT NULL DEFAULT 'cart',
    placed_at timestamptz(3), total shop_money,
    CONSTRAINT shop_orders_placed CHECK ((state = 'cart') = (placed_at IS NULL)) NO INHERIT
) WITH (fillfactor = 80, autovacuum_enabled = true);
CREATE TABLE shop_order_lines (
    "order" bigint REFERENCES shop_orders (number) ON DELETE CASCADE, position smallint, product integer REFERENCES shop_products,
    quantity integer CHECK (quantity > 0), price shop_money,
    sum numeric GENERATED ALWAYS AS (quantity * price) STORED,
    PRIMARY KEY ("order", position)
);
ALTER SEQUENCE shop_order_numbers OWNED BY shop_orders.number;

-- aludel:downgrade
ALTER SEQUENCE shop_order_numbers OWNED BY NONE;
DROP TABLE shop_order_lines, shop_orders;
DROP TYPE shop_order_state;
