//! The edXML wire format (QCVN 102:2016/BTTTT): read, write, dialects. A pure parser of bytes: it knows nothing of signatures.
