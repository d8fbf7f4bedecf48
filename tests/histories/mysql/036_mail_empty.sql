-- /// migration
-- revision = "my036"
-- down_revision = "my035"
-- message = "a place in the history without statements"
-- ///

-- aludel:upgrade
-- Kept so that servers that ran it before it was withdrawn still find it;
# so is this
/* and this */

-- aludel:downgrade
-- nothing to take back
