//! The composition root: builds every part from the configuration, starts the workers, shuts down gracefully.
