"""Holds JSON documents against a JSON Schema.

Usage: schema.py SCHEMA.json DOCUMENT.json...
"""

import json
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
failed = False
for name in sys.argv[2:]:
    for error in validator.iter_errors(json.load(open(name, encoding="utf-8"))):
        failed = True
        print(f"{name}: {error.json_path}: {error.message}")
sys.exit(failed)
