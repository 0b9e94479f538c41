"""lxml reads the evidence XML of a court receipt and says what it found, by the element names of ETSI EN 319 522-3.

Usage: court_evidence.py EVIDENCE.xml; one JSON object on standard output.
"""

import json
import sys

from lxml import etree

NS = {
    "er": "http://uri.etsi.org/19522/v1#",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "lt": "urn:x-lienthong:evidence:1",
}


def main():
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.parse(sys.argv[1], parser).getroot()
    assert root.tag == "{http://uri.etsi.org/19522/v1#}Evidence", root.tag

    def one(path):
        found = root.xpath(path, namespaces=NS)
        assert len(found) == 1, (path, found)
        return found[0].text

    print(json.dumps({
        "id": one("er:EvidenceIdentifier"),
        "event": one("er:ERDSEventId"),
        "time": one("EventTime"),
        "sender": one("er:SenderDetails/Identifier"),
        "sender_name": one("er:SenderDetails/er:Identity/saml:Attribute[@FriendlyName='LegalName']/saml:AttributeValue"),
        "part": one("er:UserContentInfo/er:PartsInfo/er:PartInfo/DigestValue"),
        "receipt_digest": one("er:Extensions/er:Extension/lt:TransparencyLog/lt:ReceiptDigest"),
    }))


main()
