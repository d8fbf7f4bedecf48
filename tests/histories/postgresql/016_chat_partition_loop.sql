-- /// migration
-- revision = "pg016"
-- down_revision = "pg015"
-- message = "a loop that makes partitions"
-- ///

-- aludel:upgrade
DO $make$
DECLARE month date;
BEGIN
    FOR month IN SELECT generate_series('2024-03-01'::date, '2024-06-01'::date, '1 month')::date LOOP
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF chat_events FOR VALUES FROM (%L) TO (%L)',
            'chat_events_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month'
        );
    END LOOP;
END;
$make$;

-- aludel:downgrade
DROP TABLE chat_events_2024_03, chat_events_2024_04; drop table chat_events_2024_05; DROP TABLE chat_events_2024_06;
