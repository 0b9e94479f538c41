//! The three canonical forms.

/// A canonicalization algorithm that this house accepts (SIGNATURES §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Canonical XML 1.0, without comments: the one meant when none is named (XMLDSig §4.4.3.2).
    Inclusive10,
    /// Canonical XML 1.1, without comments.
    Inclusive11,
    /// Exclusive XML Canonicalization 1.0, without comments.
    Exclusive10,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Inclusive10, Self::Inclusive11, Self::Exclusive10];

    /// The method of an `Algorithm` URI, compared byte for byte; none for the forms with comments and all others.
    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.uri() == uri)
    }

    /// The `Algorithm` URI (XMLDSig 1.1 §6.5).
    pub fn uri(self) -> &'static str {
        match self {
            Self::Inclusive10 => "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            Self::Inclusive11 => "http://www.w3.org/2006/12/xml-c14n11",
            Self::Exclusive10 => "http://www.w3.org/2001/10/xml-exc-c14n#",
        }
    }
}
