//! Digests that count, whole and in pieces.

use std::io;

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::md::{Md, MdRef};
use openssl::sha;

use super::AlgorithmFault;

/// A digest that counts: SHA-256, SHA-384 or SHA-512 (FIPS 180-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DigestAlgorithm {
    /// `http://www.w3.org/2001/04/xmlenc#sha256`
    Sha256,
    /// `http://www.w3.org/2001/04/xmldsig-more#sha384`
    Sha384,
    /// `http://www.w3.org/2001/04/xmlenc#sha512`
    Sha512,
}

impl DigestAlgorithm {
    /// Reads the `Algorithm` of a DigestMethod (XMLDSig §6.2, RFC 9231 §2.1).
    ///
    /// # Errors
    /// SHA-1 and MD5 by their own codes, anything else as unknown.
    pub fn from_uri(uri: &str) -> Result<Self, AlgorithmFault> {
        match uri {
            SHA256 => Ok(Self::Sha256),
            SHA384 => Ok(Self::Sha384),
            SHA512 => Ok(Self::Sha512),
            "http://www.w3.org/2000/09/xmldsig#sha1" => Err(AlgorithmFault::DigestSha1),
            "http://www.w3.org/2001/04/xmldsig-more#md5" => Err(AlgorithmFault::DigestMd5),
            _ => Err(AlgorithmFault::DigestUnknown { uri: uri.to_owned() }),
        }
    }

    /// The `Algorithm` of a DigestMethod.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Sha256 => SHA256,
            Self::Sha384 => SHA384,
            Self::Sha512 => SHA512,
        }
    }

    /// The length of its value, in bytes.
    pub fn size(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// A digest over bytes that come in pieces.
    ///
    /// # Errors
    /// When OpenSSL cannot start (out of memory).
    pub fn hasher(self) -> Result<DigestStream, ErrorStack> {
        Ok(DigestStream {
            algorithm: self,
            sum: match self {
                Self::Sha256 => Sum::Sha256(sha::Sha256::new()),
                Self::Sha384 => Sum::Sha384(sha::Sha384::new()),
                Self::Sha512 => Sum::Sha512(sha::Sha512::new()),
            },
        })
    }

    /// The digest of bytes that are all here.
    ///
    /// # Errors
    /// When OpenSSL cannot start (out of memory).
    pub fn digest(self, bytes: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        self.digest_of(&[bytes])
    }

    /// The digest of pieces, where they lie.
    ///
    /// # Errors
    /// When OpenSSL cannot start (out of memory).
    pub fn digest_of(self, pieces: &[&[u8]]) -> Result<Vec<u8>, ErrorStack> {
        let mut stream = self.hasher()?;
        for piece in pieces {
            stream.update(piece)?;
        }
        stream.finish()
    }

    pub(in crate::signature) fn message_digest(self) -> MessageDigest {
        match self {
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }

    pub(super) fn md(self) -> &'static MdRef {
        match self {
            Self::Sha256 => Md::sha256(),
            Self::Sha384 => Md::sha384(),
            Self::Sha512 => Md::sha512(),
        }
    }
}

/// A running digest; bytes go in through [`io::Write`].
#[derive(Clone)]
pub struct DigestStream {
    algorithm: DigestAlgorithm,
    sum: Sum,
}

/// OpenSSL's digests by their own functions: through `EVP` each one begins by looking its algorithm up, which costs as
/// much as hashing a kilobyte.
#[derive(Clone)]
enum Sum {
    Sha256(sha::Sha256),
    Sha384(sha::Sha384),
    Sha512(sha::Sha512),
}

impl Sum {
    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(sum) => sum.update(bytes),
            Self::Sha384(sum) => sum.update(bytes),
            Self::Sha512(sum) => sum.update(bytes),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Sha256(sum) => sum.finish().to_vec(),
            Self::Sha384(sum) => sum.finish().to_vec(),
            Self::Sha512(sum) => sum.finish().to_vec(),
        }
    }
}

impl DigestStream {
    /// Which digest this is.
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn update(&mut self, bytes: &[u8]) -> Result<(), ErrorStack> {
        self.sum.update(bytes);
        Ok(())
    }

    /// The digest of all pieces.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn finish(self) -> Result<Vec<u8>, ErrorStack> {
        Ok(self.sum.finish())
    }
}

impl io::Write for DigestStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sum.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#sha384";
const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";
