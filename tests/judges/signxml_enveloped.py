"""signxml signs bare edXML, or judges it.

Usage: signxml_enveloped.py sign plain|xades|pss KEY.pem CERTS.pem IN.edxml OUT.edxml
       signxml_enveloped.py batch JOBS.json
       signxml_enveloped.py judge plain|xades ROOT.pem IN.edxml

The Signature goes where the profile wants it: the last child of edXMLHeader. Exit 0 when done or found good. JOBS.json is a
list of the arguments of `sign`, each with a digest and a canonicalization in signxml's words.
"""

import json
import sys

from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLSigner, XMLVerifier, methods
from signxml.algorithms import CanonicalizationMethod
from signxml.xades import XAdESSigner, XAdESVerifier

EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DS = "http://www.w3.org/2000/09/xmldsig#"


def sign(form, key, certificates, source, target, digest="SHA256", c14n=None):
    tree = etree.parse(source)
    header = tree.find(f".//{{{EDXML}}}edXMLHeader")
    header.append(etree.Element(f"{{{DS}}}Signature", {"Id": "placeholder"}, nsmap={"ds": DS}))
    pem = open(certificates, "rb").read()
    secret = open(key, "rb").read()
    ecdsa = b"EC PRIVATE KEY" in secret or len(secret) < 700
    rsa = SignatureMethod.SHA256_RSA_MGF1 if form == "pss" else SignatureMethod.RSA_SHA256
    kind = XAdESSigner if form == "xades" else XMLSigner
    # signxml writes no Transforms into the references to SignedProperties and KeyInfo but digests them by c14n_algorithm:
    # only with inclusive 1.0, which counts where none is named, does such a signature verify (even in signxml itself).
    c14n = "CANONICAL_XML_1_0" if form == "xades" else c14n or "EXCLUSIVE_XML_CANONICALIZATION_1_0"
    options = dict(
        method=methods.enveloped,
        signature_algorithm=SignatureMethod.ECDSA_SHA256 if ecdsa else rsa,
        digest_algorithm=DigestAlgorithm[digest],
        c14n_algorithm=CanonicalizationMethod[c14n],
    )
    signed = kind(**options).sign(tree.getroot(), key=secret, cert=pem, always_add_key_value=False)
    etree.ElementTree(signed).write(target, encoding="UTF-8", xml_declaration=True)


def judge(form, root, source):
    data = open(source, "rb").read()
    expect = SignatureConfiguration(expect_references=2 if form == "xades" else 1)
    verifier = XAdESVerifier() if form == "xades" else XMLVerifier()
    verifier.verify(data, ca_pem_file=root, expect_config=expect)


if sys.argv[1] == "sign":
    sign(*sys.argv[2:])
elif sys.argv[1] == "batch":
    for job in json.load(open(sys.argv[2])):
        sign(*job)
else:
    judge(*sys.argv[2:])
