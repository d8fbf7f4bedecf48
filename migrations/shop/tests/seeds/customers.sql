-- aludel:seed at 4b1f6c2a9d03
-- Customers with addresses as people write them: rows that `aludel test` makes up have none that can be split.
INSERT INTO customers (id, email, name, address) VALUES
    (101, 'ida@shop.example', 'Ida Noddack', 'Hauptstrasse 3, 46483 Wesel, Germany'),
    (102, 'rosalind@shop.example', 'Rosalind Franklin', 'Drury Lane 26, WC2B London, United Kingdom'),
    (103, 'chien@shop.example', 'Chien-Shiung Wu', '5th Avenue 350, Floor 3, 10118 New York, United States');
