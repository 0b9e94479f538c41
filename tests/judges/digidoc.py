"""libdigidocpp (PyPI pydigidoc) signs and judges ASiC-E containers.

Usage: digidoc.py JOBS.json, with
  {"sign": [{"out": PATH, "files": [[PATH, MEDIA_TYPE], ...], "signers": [[P12, PASSWORD], ...]}, ...],
   "judge": [PATH, ...]}
and one JSON line on standard output for each file judged:
  {"file": PATH, "entries": [[NAME, MEDIA_TYPE, BYTES], ...], "error": TEXT or null,
   "signatures": [{"id": TEXT, "profile": TEXT, "method": URI, "signed_by": TEXT, "causes": [TEXT, ...]}, ...]}

All jobs go into one process: the library asks the network for the EU's list of trusted lists when it starts and when it
first validates, and waits ten seconds each time where there is none. It reads its digidocpp.conf (tsl.autoupdate) only
from the home directory in the password file, which is not ours to write.
"""

import json
import os
import shutil
import sys
import tempfile

import pydigidoc


def sign(job):
    container = pydigidoc.Container.create(job["out"])
    for path, media_type in job["files"]:
        container.add_data_file(path, media_type)
    for path, password in job["signers"]:
        signer = pydigidoc.PKCS12Signer(path, password)
        # prepare and set, not sign(): that one wants a timestamp from the network.
        signature = container.prepare_signature(signer)
        value = signer.sign(signature.signature_method(), signature.data_to_sign())
        signature.set_signature_value(value)
    container.save()


def judge(path):
    try:
        container = pydigidoc.Container.open(path)
    except (RuntimeError, UnicodeDecodeError) as error:  # The second where its words hold bytes of the file.
        return {"file": path, "entries": [], "error": str(error), "signatures": []}
    entries = [[f.file_name(), f.media_type(), f.file_size()] for f in container.data_files()]
    return {"file": path, "entries": entries, "error": None, "signatures": [told(s) for s in container.signatures()]}


def told(signature):
    causes = []
    try:
        signature.validate()
    except (RuntimeError, UnicodeDecodeError) as error:
        causes = str(error).split("\n")
    return {
        "id": signature.id(),
        "profile": signature.profile(),
        "method": signature.signature_method(),
        "signed_by": signature.signed_by(),
        "causes": causes,
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        jobs = json.load(file)
    # The library keeps caches and a log beside its schemas: give it a copy.
    with tempfile.TemporaryDirectory() as scratch:
        schema = os.path.join(scratch, "schema")
        shutil.copytree(os.path.join(os.path.dirname(pydigidoc.__file__), "schema"), schema)
        pydigidoc.initialize_lib("judge", schema)
        for job in jobs.get("sign", []):
            sign(job)
        for path in jobs.get("judge", []):
            print(json.dumps(judge(path), ensure_ascii=False), flush=True)


main()
