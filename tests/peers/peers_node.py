"""Runs the Node packages through peers.mjs, and finds out what they signed.

They return the URL or the cookies alone. The signed text is read back from the policy they carry,
or, for a canned policy, built anew from the resource; either is proved by verifying the signature.
"""

import json
import re
import subprocess
from pathlib import Path

from checks import canned_policy, cloudfront_decode, signing_parameters, verifies
from peers_python import KEYS

HERE = Path(__file__).resolve().parent
NODE = HERE.parent.parent / "target" / "peers" / "node"

# 2026-01-01 00:00 UTC, in milliseconds.
NOW = 1767225600000


def run_cases(cases):
    """The outcomes of `cases`, in their order."""
    request = json.dumps({"now": NOW, "keys": str(KEYS), "cases": cases})
    command = ["node", str(HERE / "peers.mjs")]
    done = subprocess.run(command, cwd=NODE, input=request, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"peers.mjs failed:\n{done.stderr}")
    results = json.loads(done.stdout)
    return [
        result if "error" in result else complete(case, result) for case, result in zip(cases, results, strict=True)
    ]


def complete(case, result):
    """Adds the signed text and the signature to what a package returned."""
    values = signing_parameters(result)
    signature = cloudfront_decode(values["Signature"])
    for text in candidates(case, result, values):
        if verifies(case, text, signature):
            return result | {"policy": text, "signature": signature}
    raise SystemExit(f"{case['id']}: the signature fits no policy that the package may have signed")


def candidates(case, result, values):
    """The texts that may have been signed."""
    if "Policy" in values:
        yield cloudfront_decode(values["Policy"]).decode()
    if "Expires" in values and "url" in case:
        yield from canned_candidates(case, result, values["Expires"])


def canned_candidates(case, result, expires):
    resources = [case["url"]]
    if case["url"].startswith("rtmp://"):
        resources.append(case["url"].split("/", 3)[3])
    if "signed_url" in result:
        # aws-sdk v3 signs the URL as it re-encoded it, which is what precedes its first parameter.
        resources.append(re.split(r"[?&]Expires=[^&]*&Key-Pair-Id=", result["signed_url"])[0])
    # aws-sdk v2 writes whatever it was given as the time, and leaves the field out if it was nothing.
    for resource in resources:
        for time in (expires, json.dumps(expires)):
            yield canned_policy(resource, time)
        yield canned_policy(resource, "").replace('{"AWS:EpochTime":}', "{}")
