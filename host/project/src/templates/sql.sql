${header}

-- aludel:upgrade
${upgrade}

-- aludel:downgrade
${downgrade}
