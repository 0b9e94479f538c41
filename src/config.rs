//! The configuration file (TOML, unknown keys refused, secrets only as `*_file`).
