//! The retry policy as a table.
