//! Workers: claim a job with a lease, act through a channel, settle on the same lease.
