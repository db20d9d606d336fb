#!/usr/bin/env python3
"""Writes tests/vectors: what other packages sign, and what every runner of this project must match.

    tests/peers/setup.sh                  installs those packages under target/peers
    tests/peers/generate.py               runs them and writes tests/vectors/*.json
    tests/peers/generate.py --check       runs them and compares with what is there

Nothing in the output depends on the day, the machine or a random number. Every signature is verified
with the public key before it is written. To add a case, add an input to inputs.py or a line to
cases_*.py and run this.
"""

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
VECTORS = HERE.parent / "vectors"
VENV_PYTHON = HERE.parent.parent / "target" / "peers" / "venv" / "bin" / "python"

SOURCES = {
    "botocore": "botocore 1.44.5, CloudFrontSigner, with signatures by cryptography 50.0.2",
    "botocore_ecdsa": (
        "botocore 1.44.5, CloudFrontSigner, with deterministic ECDSA signatures (RFC 6979) by cryptography 50.0.2"
    ),
    "boto2": (
        "boto 2.49.0, Distribution.create_signed_url, repaired for Python 3 (bytes are signed, text is returned), "
        "with signatures by rsa 4.9.1"
    ),
    "m2crypto": (
        "M2Crypto 0.51.0, signing as boto did up to version 2.9, in URLs built by boto 2.49.0 repaired for Python 3"
    ),
    "aws_sdk_js_v3": "@aws-sdk/cloudfront-signer 3.1166.0, getSignedUrl and getSignedCookies",
    "aws_sdk_js_v2": "aws-sdk 2.1693.0, CloudFront.Signer",
    "aws_cloudfront_sign": "aws-cloudfront-sign 3.0.2, getSignedUrl and getSignedCookies",
    "peer_errors": "the same packages and versions as in the files named after them",
    "rfc6979": "RFC 6979, appendix A.2.5, P-256",
    "base64": "botocore 1.44.5, CloudFrontSigner._url_b64encode",
    "verify": "the rules named in each case; signed by cryptography 50.0.2, by nothing of this project",
    "keys": ("this project's rules for what a key may look like; the public keys were read by cryptography 50.0.2"),
}

# Kept by hand, or written by the tests of the core.
BY_OTHERS = {"cookies.json", "errors.json", "refused.json", "urls.json"}

# The order of the fields of a signing case or an error, as README.md of the vectors explains them.
FIELDS = (
    *("id", "peer", "operation", "key", "key_pair_id", "hash_algorithm", "url", "date_less_than", "date_greater_than"),
    *("ip_address", "policy_resource", "raw_policy", "peer_arguments", "policy", "custom", "hash_algorithm_sent"),
    *("signature_base64", "signed_url", "cookies", "expires_is_number", "plain", "error", "error_type"),
)


def in_order(case):
    return dict(sorted(case.items(), key=lambda field: FIELDS.index(field[0])))


def finish(case, outcome):
    """The vector of a case that was signed, once its signature is proved."""
    from checks import cloudfront_encode, signing_parameters, verifies
    from plain import is_plain

    strange = case.pop("strange", False)
    policy, signature = outcome.pop("policy"), outcome.pop("signature")
    if not verifies(case, policy, signature):
        raise SystemExit(f"{case['id']}: the signature does not verify")
    parameters = signing_parameters(outcome)
    if parameters["Signature"] != cloudfront_encode(signature):
        raise SystemExit(f"{case['id']}: the signature is not the one that was sent")
    vector = case | {
        "policy": policy,
        "custom": parameters.get("Policy") == cloudfront_encode(policy.encode()),
    }
    if case["hash_algorithm"] == "SHA256":
        vector["hash_algorithm_sent"] = "Hash-Algorithm" in parameters
    vector |= {"signature_base64": cloudfront_encode(signature)} | outcome
    return in_order(vector | {"plain": not strange and is_plain(vector)})


def signing_files():
    """The files of the signers, and the file of the errors they raised."""
    import cases_node
    import cases_python
    import peers_node
    import peers_python

    files, errors = {}, []
    python = (cases_python.botocore, cases_python.botocore_ecdsa, cases_python.boto2, cases_python.m2crypto)
    node = (cases_node.aws_sdk_js_v3, cases_node.aws_sdk_js_v2, cases_node.aws_cloudfront_sign)
    for make in python + node:
        cases = make()
        if make in python:
            outcomes = [peers_python.run_case(case) for case in cases]
        else:
            outcomes = peers_node.run_cases(cases)
        vectors = files.setdefault(make.__name__, [])
        for case, outcome in zip(cases, outcomes, strict=True):
            if "error" not in outcome:
                vectors.append(finish(case, outcome))
            elif case.pop("strange", False):
                errors.append(in_order(case | outcome))
            else:
                raise SystemExit(f"{case['id']}: {outcome['error_type']}: {outcome['error']}")
    return files | {"peer_errors": errors}


def render():
    """The text of every file, by its name."""
    from cases_keys import key_cases
    from cases_verify import verify_cases
    from documents import base64_cases, rfc6979_cases

    files = signing_files() | {"rfc6979": rfc6979_cases(), "base64": base64_cases(), "keys": key_cases()}
    files |= {"verify": verify_cases()}
    ids = Counter(case["id"] for cases in files.values() for case in cases)
    twice = [name for name, times in ids.items() if times > 1]
    if twice:
        raise SystemExit(f"ids used twice: {', '.join(sorted(twice))}")
    texts = {}
    for name, cases in files.items():
        content = {"format": 1, "source": SOURCES[name], "cases": cases}
        texts[f"{name}.json"] = json.dumps(content, indent=1) + "\n"
    return texts, len(ids)


def differences(name, committed, fresh):
    """One line for each case of a file that is not as committed."""
    old, new = json.loads(committed), json.loads(fresh)
    if (old["format"], old["source"]) != (new["format"], new["source"]):
        yield f"{name}: the head differs"
    old_cases = {case["id"]: case for case in old["cases"]}
    new_cases = {case["id"]: case for case in new["cases"]}
    for case_id in old_cases.keys() - new_cases.keys():
        yield f"{name}: {case_id}: no longer made"
    for case_id, case in new_cases.items():
        if case_id not in old_cases:
            yield f"{name}: {case_id}: missing from the file"
            continue
        for field in case.keys() | old_cases[case_id].keys():
            before, after = old_cases[case_id].get(field), case.get(field)
            if before != after:
                yield f"{name}: {case_id}: {field}: {before!r} in the file, {after!r} now"


def check(texts):
    """Whether the committed files are what would be written; prints what is not."""
    found = []
    for name, text in texts.items():
        path = VECTORS / name
        committed = path.read_text() if path.exists() else '{"format": 0, "source": "", "cases": []}'
        if committed != text:
            found += sorted(differences(name, committed, text)) or [f"{name}: the layout differs"]
    found += [f"{path.name}: made by nothing here" for path in VECTORS.glob("*.json") if path.name not in texts.keys() | BY_OTHERS]
    for line in found:
        print(line)
    return not found


def main():
    parser = argparse.ArgumentParser(description="Writes or checks the vectors in tests/vectors.")
    parser.add_argument("--check", action="store_true", help="compare with the committed files and write nothing")
    arguments = parser.parse_args()
    if Path(sys.prefix) != VENV_PYTHON.parent.parent:
        if not VENV_PYTHON.exists():
            sys.exit("generate.py: run tests/peers/setup.sh first")
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])

    texts, count = render()
    if arguments.check:
        if not check(texts):
            sys.exit("tests/vectors differs from what the packages sign; run tests/peers/generate.py")
        print(f"{count} vectors in {len(texts)} files are current")
        return
    VECTORS.mkdir(exist_ok=True)
    for name, text in texts.items():
        (VECTORS / name).write_text(text)
    print(f"{count} vectors in {len(texts)} files written")


if __name__ == "__main__":
    main()
