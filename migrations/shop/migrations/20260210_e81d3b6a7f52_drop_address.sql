-- /// migration
-- revision = "e81d3b6a7f52"
-- down_revision = "9a2c71f0d5e4"
-- message = "drop the address that was split"
-- created = 2026-02-10T09:00:00Z
-- ///

-- aludel:upgrade
-- aludel:nolint AL103 its parts have columns of their own since 9a2c71f0d5e4, whose verify counted them
ALTER TABLE customers DROP COLUMN address;

-- aludel:downgrade
ALTER TABLE customers ADD COLUMN address VARCHAR(400) NOT NULL DEFAULT '';
UPDATE customers SET address = street || ', ' || postcode || ' ' || city || ', ' || country;

-- aludel:downgrade mysql
ALTER TABLE customers ADD COLUMN address VARCHAR(400) NOT NULL DEFAULT '';
UPDATE customers SET address = CONCAT(street, ', ', postcode, ' ', city, ', ', country);
