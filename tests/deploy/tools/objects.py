"""Reads YAML from standard input and prints its documents as one JSON array.

With --validate each document must be a Kubernetes object that its own schema accepts, and nothing beyond it: those of
Kubernetes itself in every version that is named, those of KEDA and of the Prometheus operator in the one that
requirements.txt pins. What is wrong is printed to standard error, and the exit code is 1.
"""

import importlib
import json
import sys

import jsonschema
import kubernetes_validate
import yaml

MODELS = {
    "keda.sh/v1alpha1": "cloudcoil.models.keda.v1alpha1",
    "monitoring.coreos.com/v1": "cloudcoil.models.prometheus_operator.v1",
}


def closed(schema):
    """The schema with every object closed: an API server would drop what it does not know without a word."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)
    return schema


def problems(document, versions):
    model = MODELS.get(document.get("apiVersion"))
    if model:
        kind = getattr(importlib.import_module(model), document["kind"], None)
        if kind is None:
            yield f"{model} has no kind {document['kind']}"
            return
        validator = jsonschema.Draft202012Validator(closed(kind.model_json_schema(by_alias=True)))
        for error in validator.iter_errors(document):
            yield f"{error.json_path}: {error.message}"
        return
    for version in versions:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
            yield f"Kubernetes {version}: {error.message}"


def main(arguments):
    documents = [document for document in yaml.safe_load_all(sys.stdin) if document is not None]
    wrong = []
    if arguments[:1] == ["--validate"]:
        for document in documents:
            name = f"{document.get('kind')} {document.get('metadata', {}).get('name')}"
            wrong += [f"{name}: {problem}" for problem in problems(document, arguments[1:])]
    json.dump(documents, sys.stdout)
    for problem in wrong:
        print(problem, file=sys.stderr)
    return 1 if wrong else 0


sys.exit(main(sys.argv[1:]))
