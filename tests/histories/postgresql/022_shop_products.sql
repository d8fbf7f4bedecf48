-- /// migration
-- revision = "pg022"
-- down_revision = "pg021"
-- message = "products with many variants in one insert"
-- ///

-- aludel:upgrade
CREATE TABLE shop_products (
    id SERIAL PRIMARY KEY, sku VARCHAR(40) UNIQUE NOT NULL, title JSONB NOT NULL, price shop_money, weight REAL DEFAULT 1e-3,
    attributes XML, picture BYTEA DEFAULT '\xdeadbeef', available DATERANGE
);
INSERT INTO shop_products (sku, title, price) VALUES
    ('A-1', '{"en": "Cup; blue", "de": "Tasse"}', 4.50), ('A-2', '{"en": "Cup -- red"}', 4.50),
    ('A-3', '{"en": "Plate /* round */"}', 9), ('A-4', '{"en": "It''s \"nice\""}', .5), ('A-5', '{}', 1e2),
    ('B-1', '{"fr": "Théière ☕; 茶壶"}', 35.00), ('B-2', $${"en": "$5 bill"}$$, 5), ('B-3', '{"en": "a\\b"}', 0);
INSERT INTO shop_products (sku, title, price) SELECT 'GEN-' || n, jsonb_build_object('en', 'Generated; ' || n), n % 97 FROM generate_series(1, 500) n;
ALTER TABLE shop_products ADD CONSTRAINT shop_products_no_overlap EXCLUDE USING gist (sku WITH =, available WITH &&);

-- aludel:downgrade
DROP TABLE shop_products CASCADE;
