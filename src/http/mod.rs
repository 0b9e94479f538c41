//! The edges over HTTP: `/api/v1`, `/log`, the small page behind a mail link, the ops port.
