-- /// migration
-- revision = "li022"
-- down_revision = "li021"
-- message = "orders and lines, with totals by triggers"
-- ///

-- aludel:upgrade
CREATE TABLE shop_order (number INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT, total INTEGER NOT NULL DEFAULT 0, placed TEXT DEFAULT (datetime('2024-01-01', '+1 hour')));
CREATE TABLE shop_line (number INTEGER NOT NULL REFERENCES shop_order ON DELETE CASCADE, position INTEGER, sku TEXT REFERENCES shop_product, quantity INTEGER CHECK (quantity > 0), cents INTEGER, PRIMARY KEY (number, position));
CREATE TRIGGER shop_line_added AFTER INSERT ON shop_line BEGIN UPDATE shop_order SET total = total + NEW.quantity * NEW.cents WHERE number = NEW.number; END;
create trigger shop_line_removed after delete on shop_line begin update shop_order set total = total - old.quantity * old.cents where number = old.number; end;
CREATE TRIGGER IF NOT EXISTS "shop_line; changed" AFTER UPDATE OF quantity, cents ON shop_line WHEN NEW.quantity <> OLD.quantity OR NEW.cents <> OLD.cents BEGIN
    UPDATE shop_order SET total = total + CASE WHEN NEW.cents IS NULL THEN 0 ELSE NEW.quantity * NEW.cents - OLD.quantity * OLD.cents END WHERE number = NEW.number;
END;
INSERT INTO shop_order (customer) VALUES ('Ann'), ('Bo; junior'); INSERT INTO shop_line VALUES (1, 1, 'A-1', 2, 450), (1, 2, 'T-1', 10, 99), (2, 1, 'A-2', 1, 900); DELETE FROM shop_line WHERE position = 2;

-- aludel:downgrade
DROP TABLE shop_line; DROP TABLE shop_order;
