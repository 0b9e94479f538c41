"""Judges logs, notes and receipts with code that nobody here wrote, and makes some for us to judge.

    log_judge.py judge CASE.json    says of every item "ok" or why not, as JSON
    log_judge.py make SIZE          makes entries, proofs and a note of 18 lines, as JSON

Trees: pymerkle. Ed25519: cryptography. Consistency proofs: the verification of RFC 9162 2.1.4.2, step by step as it is
written there (pymerkle's own form of them is another one). Notes, vkeys and tlog-proofs: the texts of C2SP signed-note,
tlog-checkpoint and tlog-proof, read with nothing but Python.
"""

import base64
import hashlib
import json
import os
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pymerkle import InmemoryTree
from pymerkle.proof import InclusionProof, InvalidProof
from pymerkle.core import _inclusion_path_layout

DASH = "\u2014"


class Refused(Exception):
    pass


def unbase64(text):
    return base64.b64decode(text, validate=True)


def tree_of(entries):
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree


def check_inclusion(leaf_hash, index, size, path, root):
    """pymerkle's verification; its path begins with the leaf and counts from 1."""
    if not 0 <= index < size:
        raise Refused("index")
    rule, _ = _inclusion_path_layout(index + 1, size)
    try:
        proof = InclusionProof("sha256", True, size, index + 1, rule, [leaf_hash] + path)
        proof.verify(leaf_hash, root, index=index + 1, size=size, algorithm="sha256")
    except InvalidProof as error:
        raise Refused(str(error)) from error


def check_consistency(first, first_hash, second, second_hash, path):
    """RFC 9162 2.1.4.2."""
    if first == second:
        if path or first_hash != second_hash:
            raise Refused("equal sizes")
        return
    if not 0 < first < second or not path:
        raise Refused("sizes or an empty path")
    if first & (first - 1) == 0:
        path = [first_hash] + path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    node = lambda left, right: hashlib.sha256(b"\x01" + left + right).digest()
    for c in path[1:]:
        if sn == 0:
            raise Refused("path too long")
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while fn != 0 and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if fr != first_hash or sr != second_hash or sn != 0:
        raise Refused("roots")


def read_vkey(vkey):
    name, key_id, key = vkey.split("+", 2)
    key = unbase64(key)
    if key[0] != 1 or len(key) != 33:
        raise Refused("not Ed25519")
    if hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() != key_id:
        raise Refused("key id")
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(key[1:])


def check_note(note, vkey):
    """The tree head of a note that the log of this vkey signed: origin, size, root."""
    name, key_id, key = read_vkey(vkey)
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    signed = False
    for line in signatures.removesuffix("\n").split("\n"):
        dash, signer, blob = line.split(" ")
        blob = unbase64(blob)
        if dash != DASH:
            raise Refused("signature line")
        if (signer, blob[:4]) == (name, key_id):
            try:
                key.verify(blob[4:], text.encode())
            except InvalidSignature as error:
                raise Refused("signature") from error
            signed = True
    origin, size, root = text.removesuffix("\n").split("\n")[:3]
    if not signed or origin != name:
        raise Refused("no line of this log")
    return origin, int(size), unbase64(root)


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def commitment(tag, opening, value):
    return hashlib.sha256(tag + b"\x00" + bytes.fromhex(opening["salt"]) + value).hexdigest()


def check_receipt(text, vkey):
    receipt = json.loads(text)
    entry, proof = unbase64(receipt["leaf"]), receipt["proof"]
    leaf = json.loads(entry)
    # All of a leaf is ASCII and whole numbers: so this is RFC 8785.
    if json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode() != entry:
        raise Refused("leaf is not canonical")
    origin, size, root = check_note(proof["checkpoint"], vkey)
    if origin != f"{leaf['hub']}/log/{leaf['epoch']}":
        raise Refused("origin")
    check_inclusion(leaf_hash(entry), proof["index"], size, [unbase64(h) for h in proof["hashes"]], root)
    openings = receipt["openings"]
    if leaf["doc"] != commitment(b"lienthong/doc/v1", openings["doc"], openings["doc"]["id"].encode()):
        raise Refused("doc")
    for name in ("pkg", "content"):
        opening = openings[name]
        if leaf[name] != commitment(f"lienthong/{name}/v1".encode(), opening, bytes.fromhex(opening["sha256"])):
            raise Refused(name)


def check_tlog_proof(text, vkey):
    head, checkpoint = text.split("\n\n", 1)
    magic, extra, index, *hashes = head.split("\n")
    if magic != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not index.startswith("index "):
        raise Refused("form")
    _, size, root = check_note(checkpoint, vkey)
    path = [unbase64(h) for h in hashes]
    check_inclusion(leaf_hash(unbase64(extra[6:])), int(index[6:]), size, path, root)


def judge(case):
    tree = tree_of([unbase64(entry) for entry in case["entries"]])
    vkey = case["vkey"]

    def root(size):
        return tree.get_root(size)

    def inclusion(item):
        leaf = tree.get_leaf(item["index"] + 1)
        check_inclusion(leaf, item["index"], item["size"], [unbase64(h) for h in item["hashes"]], root(item["size"]))

    def consistency(item):
        path = [unbase64(h) for h in item["hashes"]]
        check_consistency(item["old"], root(item["old"]), item["new"], root(item["new"]), path)

    def root_is(item):
        if root(item["size"]) != unbase64(item["root"]):
            raise Refused("root")

    def note(item):
        _, size, found = check_note(item["note"], vkey)
        if root(size) != found:
            raise Refused("root")

    checks = {
        "root": root_is,
        "inclusion": inclusion,
        "consistency": consistency,
        "note": note,
        "receipt": lambda item: check_receipt(item["text"], vkey),
        "tlog_proof": lambda item: check_tlog_proof(item["text"], vkey),
    }
    verdicts = []
    for item in case["items"]:
        try:
            checks[item["kind"]](item)
            verdicts.append("ok")
        except (Refused, ValueError, KeyError, IndexError) as error:
            verdicts.append(f"{type(error).__name__}: {error}")
    return verdicts


def make(size):
    entries = [os.urandom(40) for _ in range(size)]
    tree = tree_of(entries)
    origin = "foreign.example/log/5"

    def encode(data):
        return base64.b64encode(data).decode()

    def vkey_and_line(name, text, key):
        public = b"\x01" + key.public_key().public_bytes_raw()
        key_id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        line = f"{DASH} {name} {encode(key_id + key.sign(text.encode()))}\n"
        return f"{name}+{key_id.hex()}+{encode(public)}", line

    text = f"{origin}\n{size}\n{encode(tree.get_root(size))}\n"
    vkey, line = vkey_and_line(origin, text, Ed25519PrivateKey.generate())
    lines = [vkey_and_line(f"witness{n}.example", text, Ed25519PrivateKey.generate())[1] for n in range(17)]
    lines.insert(9, line)
    proofs = []
    for index in range(size):
        path = tree.prove_inclusion(index + 1, size).path
        proofs.append({"index": index, "hashes": [encode(h) for h in path[1:]]})
    roots = [encode(tree.get_root(n)) for n in range(1, size + 1)]
    return {
        "entries": [encode(entry) for entry in entries],
        "roots": roots,
        "proofs": proofs,
        "vkey": vkey,
        "note": text + "\n" + "".join(lines),
    }


if __name__ == "__main__":
    if sys.argv[1] == "judge":
        with open(sys.argv[2], encoding="utf-8") as file:
            print(json.dumps(judge(json.load(file))))
    else:
        print(json.dumps(make(int(sys.argv[2]))))
