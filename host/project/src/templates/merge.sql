${header}

-- aludel:upgrade
SELECT 1;

-- aludel:downgrade
SELECT 1;
