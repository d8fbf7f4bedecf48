-- /// migration
-- revision = "pg026"
-- down_revision = "pg025"
-- message = "a composite column becomes columns"
-- ///

-- aludel:upgrade
ALTER TABLE shop_customers ADD COLUMN street text, ADD COLUMN zip text, ADD COLUMN city text;
UPDATE shop_customers SET (street, zip, city) = (SELECT (home).street, (home).zip, (home).city);
ALTER TABLE shop_customers DROP COLUMN home;

-- aludel:downgrade
ALTER TABLE shop_customers ADD COLUMN home shop_address;
UPDATE shop_customers SET home = ROW(street, zip, city, 'DE')::shop_address;
ALTER TABLE shop_customers DROP COLUMN street, DROP COLUMN zip, DROP COLUMN city, DROP COLUMN credit;
ALTER TABLE shop_customers ADD COLUMN credit shop_money;
