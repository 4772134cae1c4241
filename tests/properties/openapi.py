"""Reads the contract's OpenAPI document, and judges documents by its schemas.

openapi.py DOCUMENT.yaml                prints the document as JSON
openapi.py DOCUMENT.yaml JUDGED.jsonl   prints a line for each line {"schema": NAME, "document": ...}: what is wrong
                                        with the document, or nothing
"""

import json
import sys

import jsonschema
import yaml


class TextDates(yaml.CSafeLoader):
    """Dates stay the text that they are in JSON."""


TextDates.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def in_json_schema(part):
    """OpenAPI 3.0 says `nullable` where JSON Schema has null among the types."""
    if isinstance(part, list):
        return [in_json_schema(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {name: in_json_schema(value) for name, value in part.items() if name not in ("example", "nullable")}
    if part.get("nullable") is True and "type" in made:
        made["type"] = [made["type"], "null"]
        if "enum" in made:
            made["enum"] = made["enum"] + [None]
    return made


def judge(openapi, lines):
    schemas = {"schemas": in_json_schema(openapi["components"]["schemas"])}
    validators = {}
    for line in lines:
        judged = json.loads(line)
        name = judged["schema"]
        if name not in validators:
            root = {"$ref": "#/components/schemas/" + name, "components": schemas}
            validators[name] = jsonschema.Draft7Validator(root)
        wrong = sorted(validators[name].iter_errors(judged["document"]), key=lambda error: list(map(str, error.path)))
        print("; ".join(error.json_path + ": " + error.message.replace("\n", " ") for error in wrong[:5]))


with open(sys.argv[1], encoding="utf-8") as document:
    contract = yaml.load(document, TextDates)
if len(sys.argv) == 2:
    json.dump(contract, sys.stdout)
else:
    with open(sys.argv[2], encoding="utf-8") as judged_lines:
        judge(contract, judged_lines)
