//! What people see when something is wrong.
