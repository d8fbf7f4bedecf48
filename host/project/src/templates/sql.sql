${header}

-- aludel:upgrade


-- aludel:downgrade

