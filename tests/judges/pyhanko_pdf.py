"""pyHanko signs PDFs, spoils them, and judges them.

Usage: pyhanko_pdf.py make KEY.pem CERT.pem CHAIN.pem KEY2.pem CERT2.pem BASE.pdf FOLDER
       pyhanko_pdf.py stamp KEY.pem CERT.pem CHAIN.pem BASE.pdf OUT.pdf TSA_URL
       pyhanko_pdf.py lasting KEY.pem CERT.pem CHAIN.pem ROOT.pem BASE.pdf FOLDER TSA_URL
       pyhanko_pdf.py judge ROOT.pem FILE...

`make` writes one file for each way of signing, and of changing what was signed; `lasting` those of levels B-LT and B-LTA,
whose certificates name a responder. `judge` prints one JSON object a file: for each signature and document timestamp whether
it is intact and valid, how far it covers, and what came after it.
"""

import json
import os
import sys

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext


def sign(source, target, signer, field, **more):
    with open(source, "rb") as file, open(target, "w+b") as out:
        writer = IncrementalPdfFileWriter(file)
        box = more.pop("box", None)
        spec = fields.SigFieldSpec(field, on_page=0, box=box)
        meta = signers.PdfSignatureMetadata(field_name=field, md_algorithm=more.pop("md", "sha256"), **more)
        signers.sign_pdf(writer, meta, signer=signer, new_field_spec=spec, output=out)


def stamp(key, cert, chain, base, target, url):
    from pyhanko.sign.timestamps import HTTPTimeStamper

    signer = signers.SimpleSigner.load(key, cert, ca_chain_files=[chain])
    with open(base, "rb") as file, open(target, "w+b") as out:
        writer = IncrementalPdfFileWriter(file)
        meta = signers.PdfSignatureMetadata(field_name="Seal", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES)
        signers.sign_pdf(writer, meta, signer=signer, timestamper=HTTPTimeStamper(url), output=out)


def lasting(key, cert, chain, root, base, folder, url):
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.sign.timestamps import HTTPTimeStamper
    from pyhanko.sign.validation import add_validation_info

    signer = signers.SimpleSigner.load(key, cert, ca_chain_files=[chain])
    stamper = HTTPTimeStamper(url)
    path = lambda name: os.path.join(folder, name + ".pdf")
    context = lambda: ValidationContext(
        trust_roots=[load_cert_from_pemder(root)], other_certs=[load_cert_from_pemder(chain)], allow_fetching=True)
    for name, stamped, more in (
            ("b_t", True, {}),
            ("b_lt", True, {"embed_validation_info": True}),
            ("b_lta", True, {"embed_validation_info": True, "use_pades_lta": True}),
            ("bare", False, {})):
        with open(base, "rb") as file, open(path(name), "w+b") as out:
            if more:
                more["validation_context"] = context()
            meta = signers.PdfSignatureMetadata(
                field_name="Seal", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, **more)
            signers.sign_pdf(
                IncrementalPdfFileWriter(file), meta, signer=signer, timestamper=stamper if stamped else None, output=out)
    with open(path("b_t"), "rb") as file, open(path("b_t_evidence"), "w+b") as out:
        embedded = PdfFileReader(file).embedded_signatures[0]
        add_validation_info(embedded, context(), output=out)
    with open(path("b_lta"), "rb") as file, open(path("b_lta_again"), "w+b") as out:
        signers.PdfTimeStamper(stamper).update_archival_timestamp_chain(
            PdfFileReader(file), context(), in_place=False, output=out)
    for name in ("bare", "base"):
        source = base if name == "base" else path(name)
        with open(source, "rb") as file, open(path(name + "_stamped"), "w+b") as out:
            signers.PdfTimeStamper(stamper).timestamp_pdf(IncrementalPdfFileWriter(file), "sha256", output=out)


def update(source, target, change):
    with open(source, "rb") as file, open(target, "wb") as out:
        writer = IncrementalPdfFileWriter(file)
        change(writer)
        writer.write(out)


def page_of(writer):
    return writer.root["/Pages"]["/Kids"][0]


def new_content(writer):
    page = page_of(writer)
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)


def add_annotation(writer):
    page = page_of(writer)
    box = [generic.NumberObject(n) for n in (0, 0, 600, 800)]
    annotation = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/FreeText"),
         pdf_name("/Contents"): generic.TextStringObject("other words"), pdf_name("/Rect"): generic.ArrayObject(box)})
    annots = page.get("/Annots", generic.ArrayObject())
    page[pdf_name("/Annots")] = generic.ArrayObject([*annots, writer.add_object(annotation)])
    writer.update_container(page)


def empty_field(writer):
    fields.append_signature_field(writer, fields.SigFieldSpec("Cover", on_page=0, box=(0, 0, 600, 800)))


def other_pages(writer):
    pages = writer.root["/Pages"]
    copy = generic.DictionaryObject({key: pages.raw_get(key) for key in pages})
    copy[pdf_name("/Kids")] = generic.ArrayObject([])
    copy[pdf_name("/Count")] = generic.NumberObject(0)
    writer.root[pdf_name("/Pages")] = writer.add_object(copy)
    writer.update_root()


def stray_object(writer):
    writer.add_object(generic.StreamObject(stream_data=b"prepared for later"))


def evidence(writer):
    stream = writer.add_object(generic.StreamObject(stream_data=b"a certificate"))
    certs = generic.ArrayObject([stream])
    writer.root[pdf_name("/DSS")] = writer.add_object(generic.DictionaryObject({pdf_name("/Certs"): certs}))
    writer.update_root()


def make(key, cert, chain, key2, cert2, base, folder):
    first = signers.SimpleSigner.load(key, cert, ca_chain_files=[chain])
    second = signers.SimpleSigner.load(key2, cert2, ca_chain_files=[chain])
    pades = fields.SigSeedSubFilter.PADES
    path = lambda name: os.path.join(folder, name + ".pdf")
    sign(base, path("adobe"), first, "Person", name="Nguyễn Thị Hồng Ánh")
    sign(base, path("pades"), first, "Person", subfilter=pades, box=(50, 60, 250, 160))
    sign(path("pades"), path("twice"), second, "Seal", subfilter=pades, box=(300, 60, 400, 160))
    sign(base, path("sha1"), first, "Person", md="sha1")
    update(path("twice"), path("evidence"), evidence)
    for change in (new_content, add_annotation, empty_field, other_pages, stray_object):
        update(path("twice"), path(change.__name__), change)
    sign(path("new_content"), path("signed_again"), second, "Third", subfilter=pades)
    certify(first, second, base, path)


def certify(signer, second, base, path):
    from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm

    pades = fields.SigSeedSubFilter.PADES
    for name, level in (("closed", MDPPerm.NO_CHANGES), ("forms", MDPPerm.FILL_FORMS), ("comments", MDPPerm.ANNOTATE)):
        sign(base, path(name), signer, "Person", subfilter=pades, certify=True, docmdp_permissions=level)
    for name, lock in (
            ("locks_itself", FieldMDPSpec(FieldMDPAction.INCLUDE, ["Person"])),
            ("locks_seal", FieldMDPSpec(FieldMDPAction.INCLUDE, ["Person", "Seal"]))):
        with open(base, "rb") as file, open(path(name), "w+b") as out:
            writer = IncrementalPdfFileWriter(file)
            spec = fields.SigFieldSpec("Person", on_page=0, field_mdp_spec=lock)
            meta = signers.PdfSignatureMetadata(field_name="Person", md_algorithm="sha256", subfilter=pades)
            signers.sign_pdf(writer, meta, signer=signer, new_field_spec=spec, output=out)
    # Other software may disregard what an earlier signature forbids.
    signers.PdfSigner._enforce_certification_constraints = lambda self, reader: None
    for name in ("closed", "forms", "comments", "locks_itself", "locks_seal"):
        sign(path(name), path(name + "_signed"), second, "Seal", subfilter=pades)


def judge(root, *files):
    from pyhanko.keys import load_cert_from_pemder
    context = lambda: ValidationContext(trust_roots=[load_cert_from_pemder(root)], allow_fetching=False)
    for name in files:
        found = []
        try:
            with open(name, "rb") as file:
                for embedded in PdfFileReader(file).embedded_signatures:
                    is_stamp = embedded.sig_object.get("/Type") == "/DocTimeStamp"
                    judge_one = validate_pdf_timestamp if is_stamp else validate_pdf_signature
                    status = judge_one(embedded, context())
                    docmdp_ok = is_stamp or bool(status.docmdp_ok)
                    found.append({"field": embedded.field_name, "intact": status.intact, "valid": status.valid,
                                  "whole": status.coverage.name == "ENTIRE_FILE",
                                  "allowed": docmdp_ok and status.modification_level.name != "OTHER"})
            print(json.dumps({"file": os.path.basename(name), "signatures": found}))
        except Exception as error:
            print(json.dumps({"file": os.path.basename(name), "signatures": found, "error": repr(error)[:300]}))


if sys.argv[1] == "stamp":
    stamp(*sys.argv[2:])
elif sys.argv[1] == "lasting":
    lasting(*sys.argv[2:])
elif sys.argv[1] == "make":
    make(*sys.argv[2:])
else:
    judge(*sys.argv[2:])
