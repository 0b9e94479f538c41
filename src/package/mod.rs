//! Containers: ASiC-E (ETSI EN 319 162-1) read strictly and written; bare edXML recognised.
