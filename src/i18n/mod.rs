//! Strings in Vietnamese and English, embedded from `vi.ftl` and `en.ftl`.
