//! Signatures for xmlsec1 to fill in: the profile's form, empty digests and values.

use base64::Engine as _;
use lienthong::signature::dev_pki::Issued;

/// What the signature is to look like.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    /// The fragment of the SignatureMethod's URI: `rsa-sha256`.
    pub method: &'a str,
    /// Canonicalization of SignedInfo, document and properties.
    pub c14n: &'a str,
    /// The URI of all digests but that of the certificate.
    pub digest: &'a str,
    /// PrefixList of the document's canonicalization; only where that is exclusive.
    pub prefixes: Option<&'a str>,
    /// With QualifyingProperties.
    pub xades: bool,
}

impl Template<'_> {
    /// `bare` with the signature as the last child of its header.
    pub fn within(&self, bare: &str, seal: &Issued) -> String {
        let at = bare.rfind("</edXML:edXMLHeader>").or_else(|| bare.rfind("</edXMLHeader>")).expect("a header");
        format!("{}{}{}", &bare[..at], self.signature(seal), &bare[at..])
    }

    fn signature(&self, seal: &Issued) -> String {
        let Self { method, c14n, .. } = self;
        let digest = format!(r#"<ds:DigestMethod Algorithm="{}"/>"#, self.digest);
        let enveloped = r#"<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>"#;
        let list = self.prefixes.map(|prefixes| {
            format!(
                r#"<e:InclusiveNamespaces xmlns:e="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="{prefixes}"/>"#
            )
        });
        let document = format!(r#"<ds:Transform Algorithm="{c14n}">{}</ds:Transform>"#, list.unwrap_or_default());
        let (to_properties, object) = if self.xades { self.properties(seal, &digest) } else { Default::default() };
        format!(
            r#"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="S">
  <ds:SignedInfo>
    <ds:CanonicalizationMethod Algorithm="{c14n}"/>
    <ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#{method}"/>
    <ds:Reference URI=""><ds:Transforms>{enveloped}{document}</ds:Transforms>{digest}<ds:DigestValue/></ds:Reference>
    {to_properties}
  </ds:SignedInfo>
  <ds:SignatureValue/>
  <ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>
  {object}
</ds:Signature>"#
        )
    }

    fn properties(&self, seal: &Issued, digest: &str) -> (String, String) {
        let c14n = self.c14n;
        let certificate = base64::engine::general_purpose::STANDARD.encode(seal.certificate.sha256().0);
        let sha256 = r#"<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>"#;
        (
            format!(
                r##"<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#P"><ds:Transforms><ds:Transform Algorithm="{c14n}"/></ds:Transforms>{digest}<ds:DigestValue/></ds:Reference>"##
            ),
            format!(
                r##"<ds:Object><x:QualifyingProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#" Target="#S"><x:SignedProperties Id="P"><x:SignedSignatureProperties><x:SigningTime>2026-11-24T08:00:00+07:00</x:SigningTime><x:SigningCertificateV2><x:Cert><x:CertDigest>{sha256}<ds:DigestValue>{certificate}</ds:DigestValue></x:CertDigest></x:Cert></x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties></x:QualifyingProperties></ds:Object>"##
            ),
        )
    }
}
