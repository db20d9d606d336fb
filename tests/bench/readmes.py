"""The figures in the READMEs: tables between markers, from the same JSON as the document, and sentences that it bears out.

<!-- bench: NAME -->   what stands here is written by document.py
<!-- /bench -->
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from goals import Goal, goals
from results import Results, digits, size, table, time

ROOT = Path(__file__).resolve().parents[2]
READMES = {
    "project": "README.md",
    "python": "python/README.md",
    "node": "node/README.md",
    "c": "bindings/c/README.md",
    "php": "bindings/php/README.md",
}
MARKED = re.compile(r"(<!-- bench: (\w+) -->\n).*?(<!-- /bench -->)", re.DOTALL)

# The goals that each README shows, by their keys.
SHOWN = {
    "project": (
        "one-rust", "batch-1024", "threads-rust", "batch-python", "batch-node", "p256", "load", "around-rust", "around-rust-custom",
        "grant", "verify", "verify-cached",
    ),
    "python": (
        "one-python", "around-python", "around-python-datetime", "boto2", "botocore-documented", "botocore-kept",
        "batch-python", "threads-python", "first-python", "import-python", "wheel",
    ),
    "node": (
        "aws-sdk", "aws-sdk-p256", "node-drop-in", "node-crypto", "one-node", "around-node", "around-node-date",
        "around-drop-in", "batch-node", "threads-node", "first-node", "first-drop-in", "import-node", "import-drop-in", "npm",
    ),
    "c": ("one-c", "around-c", "length-c", "first-c", "library"),
    "php": ("php-pem", "php-kept", "around-php", "first-php", "first-load-php"),
}  # fmt: skip


def times(results: Results, slow: str, fast: str) -> str:
    return f"{digits(results.ratio(slow, fast).median)} ×"


def more(results: Results, name: str) -> list[list[str]]:
    """What is no goal."""
    documented = "python/botocore-documented"
    return {
        "project": [
            ["a list of 1,000, each URL, on one core", time(results.median("rust/batch-1000")), ""],
        ],
        "python": [
            [
                "botocore as documented, to `compat.botocore` with a `libcfsign.Signer` in place of the callback",
                times(results, documented, "python/compat-botocore"),
                "",
            ],
            [
                "the same, to `compat.botocore` with the documented callback as it was",
                times(results, documented, "python/compat-botocore-documented"),
                "",
            ],
            [
                "`import` of botocore's signers and cryptography",
                time(results.first("python/botocore", "import")),
                "",
            ],
        ],
        "node": [
            ["`aws-sdk` 2 to its drop-in, RSA 2048", times(results, "node/aws-sdk-v2", "node/compat-aws-sdk-v2"), ""],
            [
                "`aws-cloudfront-sign` to its drop-in, RSA 2048",
                times(results, "node/aws-cloudfront-sign", "node/compat-aws-cloudfront-sign"),
                "",
            ],
            [
                "the SDK one by one, to `signUrls` of 1,000 URLs on one thread",
                times(results, "node/aws-sdk", "node/batch-1000"),
                "",
            ],
            ["`require('@aws-sdk/cloudfront-signer')`", time(results.first("node/aws-sdk", "import")), ""],
        ],
        "c": [
            ["OpenSSL's `RSA_sign` alone, to one signed URL", times(results, "openssl/sign", "c/sign-canned"), ""],
            [
                "OpenSSL's `RSA_sign` one by one, to a list of 1,000 on one thread",
                times(results, "openssl/sign", "c/batch-1000"),
                "",
            ],
            ["`cfsign_grant_sign_url`", time(results.median("c/grant")), ""],
            [
                "memory of a process that signed one URL; with OpenSSL",
                f"{size(results.first('c/cfsign', 'memory'))}; {size(results.first('c/openssl', 'memory'))}",
                "",
            ],
        ],
        "php": [
            [
                "`openssl_sign` with the PEM, to a signer made for one URL",
                times(results, "php/openssl_sign-pem", "php/load-and-sign"),
                "",
            ],
            [
                "`openssl_sign` with the PEM one by one, to `signUrls` of 1,000 on one thread",
                times(results, "php/openssl_sign-pem", "php/batch-1000"),
                "",
            ],
            ["a URL under a grant", time(results.median("php/grant")), ""],
        ],
    }[name]


def goal_cell(goal: Goal) -> str:
    return goal.goal if not goal.goal or goal.verdict == "reached" else f"{goal.goal}, {goal.verdict}"


def shown(results: Results, name: str) -> str:
    every = {goal.key: goal for goal in goals(results)}
    rows = [[goal.what, goal.measured, goal_cell(goal)] for goal in (every[key] for key in SHOWN[name])]
    data, machine = results.data, results.data["machine"]
    where = f"{machine['processor']}, {'virtual machine, ' if machine['virtual'] else ''}{machine['cores']} cores"
    where += "; lists in lanes of AVX-512 IFMA" if results.in_lanes else "; lists one by one, without AVX-512 IFMA"
    head = ["", f"`{data['command']}` on {data['when']}, {where}:", "", *results.disturbed]
    return "\n".join([*head, *table(["what", "measured", "goal"], rows + more(results, name)), ""])


def made(results: Results) -> dict[Path, str]:
    """Each README with the figures of these results."""
    found = {}
    for path in READMES.values():
        text = (ROOT / path).read_text()
        found[ROOT / path] = MARKED.sub(lambda mark: mark[1] + shown(results, mark[2]) + mark[3], text)
    return found


# Sentences at the top of the READMEs and in the guides, which have no figures of a run: what has to hold for each.
CLAIMS: dict[tuple[str, str], Callable[[Results], bool]] = {
    ("README.md", "takes hardly longer than the private-key operation alone"): lambda results: (
        results.ratio("rust/sign-canned", "rust/aws-lc-sign").median < 1.1
    ),
    ("README.md", "less than a third of that in a list"): lambda results: (
        results.ratio("rust/aws-lc-sign", "rust/batch-1000").median > 3
    ),
    ("python/README.md", "less than a hundredth of the time of the botocore sample"): lambda results: (
        results.ratio("python/botocore-documented", "python/sign-canned").median > 100
    ),
    ("python/README.md", "less than a fiftieth of boto 2 with python-rsa"): lambda results: (
        results.ratio("python/boto2", "python/compat-boto2").median > 50
    ),
    ("python/docs/moving.md", "Signing takes less than a fiftieth of the time."): lambda results: (
        results.ratio("python/boto2", "python/compat-boto2").median > 50
    ),
    (
        "python/docs/django.md",
        "in a third of the time of one by one where the processor has AVX-512 IFMA",
    ): lambda results: results.ratio("python/sign-canned", "python/batch-64").median > 3,
    ("node/README.md", "about a third of the time of `@aws-sdk/cloudfront-signer`"): lambda results: (
        results.ratio("node/aws-sdk", "node/compat-aws-sdk").median > 2.5
    ),
    ("node/README.md", "less than a tenth with P-256"): lambda results: (
        results.ratio("node/aws-sdk-p256", "node/compat-aws-sdk-p256").median > 10
    ),
    ("node/README.md", "less than a tenth with `signUrls`"): lambda results: (
        results.ratio("node/aws-sdk", "node/batch-1000").median > 10
    ),
}
