-- /// migration
-- revision = "pg021"
-- down_revision = "pg020"
-- message = "domains, composite types and sequences of the shop"
-- ///

-- aludel:upgrade
CREATE DOMAIN shop_money AS NUMERIC(12, 2) DEFAULT 0.00 NOT NULL CONSTRAINT shop_money_positive CHECK (VALUE >= 0);
CREATE DOMAIN shop_country AS CHAR(2) CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE TYPE shop_address AS (street text, zip varchar(12), city text, country shop_country);
CREATE SEQUENCE shop_order_numbers START 100000 INCREMENT BY 7 MINVALUE 1 NO MAXVALUE CACHE 1 NO CYCLE;
CREATE TABLE shop_customers (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), name text NOT NULL, home shop_address, credit shop_money
);
INSERT INTO shop_customers (name, home) VALUES ('Ann', ROW('1; Main St', '10115', 'Berlin', 'DE')), ('Bo', '("2, ""Side""",1,X,FR)');
UPDATE shop_customers SET home.city = 'Paris; capital' WHERE (home).country = 'FR';

-- aludel:downgrade
DROP TABLE shop_customers;
DROP SEQUENCE shop_order_numbers;
DROP TYPE shop_address; DROP DOMAIN shop_country; DROP DOMAIN shop_money;
