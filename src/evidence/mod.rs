//! Evidence: leaves, the Merkle log, checkpoints, proofs, receipts.
