"""signxml verifies one file again and again, in one process.

Usage: signxml_verify.py plain|xades|asice ROOT.pem FILE REFERENCES

FILE is the signature file; entries of a container lie in the current folder. Reads a count from each line of standard
input and answers with the milliseconds of one verification.
"""

import sys
import time
from urllib.parse import unquote

from signxml import SignatureConfiguration, XMLVerifier
from signxml.xades import XAdESVerifier

form, root, path, references = sys.argv[1:]
data = open(path, "rb").read()
verifier = XMLVerifier if form == "plain" else XAdESVerifier
expect = SignatureConfiguration(expect_references=int(references))


def entry(uri):
    with open(unquote(uri), "rb") as file:
        return file.read()


def verify():
    verifier().verify(data, ca_pem_file=root, expect_config=expect, uri_resolver=entry)


for line in sys.stdin:
    count = int(line)
    began = time.perf_counter()
    for _ in range(count):
        verify()
    print((time.perf_counter() - began) / count * 1e3, flush=True)
