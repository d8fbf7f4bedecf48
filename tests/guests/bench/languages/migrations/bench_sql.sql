-- /// migration
-- revision = "bench_sql"
-- message = "lower-case e-mail addresses, in SQL"
-- ///

-- aludel:upgrade
UPDATE customers SET email = lower(email);
