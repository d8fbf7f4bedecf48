//! The use cases of Aludel: upgrade, downgrade, stamp, and what a project and its database look like.
