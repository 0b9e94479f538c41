//! Exchange rates as table, JSON and CSV.
