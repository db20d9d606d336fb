"""Requests and what an edge must say to each: the shared truth about verifying.

The requests are signed here by the cryptography package, deterministically, from policies written out
by hand: nothing of this project takes part. Every case names the rule it tests.
"""

import base64
import functools
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from checks import cloudfront_encode
from peers_python import load_private_key

HOST = "d111111abcdef8.cloudfront.net"
BASE = f"https://{HOST}"
END = 1767290400
NOW = END - 3600
RSA, ECDSA = "rsa-2048.pkcs8.pem", "p256.pkcs8.pem"
KEY_IDS = {RSA: "K2JCJMDEHXQW5F", ECDSA: "K1UA3WV15I7JSD"}
GROUP = {"K2JCJMDEHXQW5F": "rsa-2048.public.pem", "K1UA3WV15I7JSD": "p256.public.pem"}
HASHES = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256}

GUIDE_CANNED = "developer guide, creating a signed URL using a canned policy"
GUIDE_CUSTOM = "developer guide, creating a signed URL using a custom policy"
GUIDE_COOKIES = "developer guide, setting signed cookies using a custom policy"
GUIDE_QUERY = "developer guide, caching content based on query string parameters"
ARTICLE = "AWS knowledge center, troubleshooting signed URLs and cookies"
STRICT = "this project: strict where nothing is documented"


@functools.cache
def signature(text, key, algorithm):
    private = load_private_key(key)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        made = private.sign(text, ec.ECDSA(HASHES[algorithm](), deterministic_signing=True))
    else:
        made = private.sign(text, padding.PKCS1v15(), HASHES[algorithm]())
    return cloudfront_encode(made)


def canned_policy(resource, end=END):
    return f'{{"Statement":[{{"Resource":"{resource}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{end}}}}}}}]}}'


def custom_policy(resource=f"{BASE}/videos/*", end=END, start=None, ip=None):
    conditions = [f'"DateLessThan":{{"AWS:EpochTime":{end}}}']
    if start is not None:
        conditions.append(f'"DateGreaterThan":{{"AWS:EpochTime":{start}}}')
    if ip is not None:
        conditions.append(f'"IpAddress":{{"AWS:SourceIp":"{ip}"}}')
    named = f'"Resource":"{resource}",' if resource is not None else ""
    return f'{{"Statement":[{{{named}"Condition":{{{",".join(conditions)}}}}}]}}'


def fields(policy=None, expires=None, text=None, key=RSA, algorithm="SHA1"):
    """The signing parameters by name, in the guide's order."""
    text = text if text is not None else policy
    terms = {"Policy": cloudfront_encode(policy.encode())} if policy is not None else {"Expires": str(expires)}
    named = terms | {"Signature": signature(text.encode(), key, algorithm), "Key-Pair-Id": KEY_IDS[key]}
    return named | ({"Hash-Algorithm": algorithm} if algorithm != "SHA1" else {})


def url_with(url, parameters):
    pairs = "&".join(f"{name}={value}" for name, value in parameters.items())
    return url + ("&" if "?" in url else "?") + pairs


def cookies_of(parameters):
    return "; ".join(f"CloudFront-{name}={value}" for name, value in parameters.items())


def canned(url, key=RSA, algorithm="SHA1", end=END):
    return fields(expires=end, text=canned_policy(url, end), key=key, algorithm=algorithm)


class Cases:
    """Collects cases; each call adds one."""

    def __init__(self):
        self.cases = []

    def add(self, case_id, rule, url, reason=None, now=NOW, origin_url=None, **more):
        case = {"id": f"verify/{case_id}", "rule": rule, "url": url, "now": now, "keys": GROUP} | more
        case |= {"verdict": "denied" if reason else "allowed"}
        case |= {"reason": reason} if reason else {}
        if origin_url is not None and reason is None:
            case["origin_url"] = origin_url
        self.cases.append(case)


def verify_cases():
    cases = Cases()
    for make in (good, times, addresses, resources, keys_and_hashes, signatures, policies, parameters, cookies, options):
        make(cases)
    return cases.cases


PATHS = {
    "plain": "/image.jpg",
    "root": "/",
    "query": "/image.jpg?size=large",
    "query-many": "/image.jpg?size=large&license=yes&x=1",
    "query-empty-value": "/image.jpg?x=",
    "query-no-value": "/image.jpg?x",
    "query-repeated": "/image.jpg?x=1&x=2",
    "query-empty-component": "/image.jpg?a=b&&c=d",
    "query-leading-ampersand": "/image.jpg?&color=blue",
    "query-trailing-ampersands": "/image.jpg?color=blue&&",
    "query-escaped": "/image.jpg?name=a%20b%2Bc",
    "query-plus": "/search?q=a+b",
    "query-question-mark": "/image.jpg?x=a?b",
    "query-equals": "/image.jpg?x=a=b",
    "path-escaped": "/a%20b/na%C3%AFve.pdf",
    "path-lower-case-escape": "/caf%c3%a9",
    "path-escaped-slash": "/a%2Fb",
    "path-double-slash": "/a//b",
    "path-sub-delimiters": "/a!$&'()+,;=:@b",
    "path-star": "/a*b.jpg",
    "path-brackets": "/a[1].jpg",
    "path-tilde": "/~user/a",
    "path-dots-in-name": "/a..b/.well-known/x",
    "parameter-like-reserved": "/a?expires=1&policy=2&signature=3&key-pair-id=4",
    "parameter-longer-than-reserved": "/a?Expires2=1&XPolicy=2",
}


def good(cases):
    """Canned policies over every kind of URL, and custom ones over the same."""
    for name, path in PATHS.items():
        url = BASE + path
        for key in (RSA, ECDSA):
            for algorithm in ("SHA1", "SHA256"):
                kind = f"{'rsa' if key == RSA else 'ecdsa'}-{algorithm.lower()}"
                if kind not in ("rsa-sha1", "ecdsa-sha256") and name not in ("plain", "query"):
                    continue
                signed = url_with(url, canned(url, key, algorithm))
                cases.add(f"canned/{kind}/{name}", GUIDE_CANNED, signed, origin_url=url)
        everything = fields(policy=custom_policy(f"{BASE}/*"), key=ECDSA)
        cases.add(f"custom/everything/{name}", GUIDE_CUSTOM, url_with(url, everything), origin_url=url)
    cases.add("canned/http", GUIDE_CANNED, url_with(f"http://{HOST}/a", canned(f"http://{HOST}/a")))
    cases.add("canned/port", STRICT, url_with("http://127.0.0.1:8403/a", canned("http://127.0.0.1:8403/a")))
    cases.add("not-signed", ARTICLE, f"{BASE}/image.jpg", "not-signed")
    cases.add("not-signed/query", ARTICLE, f"{BASE}/image.jpg?x=1", "not-signed")


def times(cases):
    url = f"{BASE}/image.jpg"
    signed = url_with(url, canned(url))
    for name, now, reason in (
        ("an-hour-before", END - 3600, None), ("a-second-before", END - 1, None), ("at", END, "expired"),
        ("a-second-after", END + 1, "expired"), ("a-year-after", END + 31536000, "expired"),
    ):  # fmt: skip
        cases.add(f"end/canned/{name}", GUIDE_CANNED, signed, reason, now)
        custom = url_with(f"{BASE}/videos/1.ts", fields(policy=custom_policy()))
        cases.add(f"end/custom/{name}", GUIDE_CUSTOM, custom, reason, now)
    started = url_with(f"{BASE}/videos/1.ts", fields(policy=custom_policy(start=NOW)))
    for name, now, reason in (
        ("a-day-before", NOW - 86400, "not-yet-valid"), ("a-second-before", NOW - 1, "not-yet-valid"),
        ("at", NOW, "not-yet-valid"), ("a-second-after", NOW + 1, None), ("at-the-end", END, "expired"),
    ):  # fmt: skip
        cases.add(f"start/{name}", GUIDE_CUSTOM, started, reason, now)
    for name, end in (("2037", 2145916800), ("2100", 4102444800), ("9999", 253402300799)):
        cases.add(f"end/far/{name}", GUIDE_CANNED, url_with(url, canned(url, end=end)))


def addresses(cases):
    url = f"{BASE}/videos/1.ts"
    for name, policy_ip, viewer, reason in (
        ("single", "192.0.2.7/32", "192.0.2.7", None),
        ("single-without-prefix", "192.0.2.7", "192.0.2.7", None),
        ("single-other", "192.0.2.7/32", "192.0.2.8", "ip-not-allowed"),
        ("range-first", "192.0.2.0/24", "192.0.2.0", None),
        ("range-last", "192.0.2.0/24", "192.0.2.255", None),
        ("range-before", "192.0.2.0/24", "192.0.1.255", "ip-not-allowed"),
        ("range-after", "192.0.2.0/24", "192.0.3.0", "ip-not-allowed"),
        ("range-25", "192.0.2.128/25", "192.0.2.127", "ip-not-allowed"),
        ("range-host-bits", "192.0.2.7/24", "192.0.2.99", None),
        ("everyone", "0.0.0.0/0", "203.0.113.9", None),
        ("everyone-by-ipv6", "0.0.0.0/0", "2001:db8::1", "ip-not-allowed"),
        ("mapped", "192.0.2.0/24", "::ffff:192.0.2.9", None),
        ("mapped-outside", "192.0.2.0/24", "::ffff:192.0.3.9", "ip-not-allowed"),
        ("ipv6-viewer", "192.0.2.0/24", "2001:db8::1", "ip-not-allowed"),
        ("unknown-viewer", "192.0.2.0/24", None, "ip-not-allowed"),
        ("ipv6-policy", "2001:db8::/32", "2001:db8::1", "malformed-policy"),
        ("prefix-33", "192.0.2.0/33", "192.0.2.0", "malformed-policy"),
        ("prefix-leading-zero", "192.0.2.0/024", "192.0.2.0", "malformed-policy"),
        ("prefix-empty", "192.0.2.0/", "192.0.2.0", "malformed-policy"),
        ("two-slashes", "192.0.2.0/24/5", "192.0.2.0", "malformed-policy"),
        ("three-octets", "192.0.2/24", "192.0.2.0", "malformed-policy"),
        ("empty", "", "192.0.2.0", "malformed-policy"),
        ("name", "localhost", "127.0.0.1", "malformed-policy"),
    ):
        more = {"viewer_ip": viewer} if viewer else {}
        cases.add(f"ip/{name}", GUIDE_CUSTOM, url_with(url, fields(policy=custom_policy(ip=policy_ip))), reason, **more)
    cases.add("ip/no-condition-no-viewer", GUIDE_CUSTOM, url_with(url, fields(policy=custom_policy())))


def resources(cases):
    for name, resource, url, reason in (
        ("exact", f"{BASE}/a.jpg", f"{BASE}/a.jpg", None),
        ("exact-other", f"{BASE}/a.jpg", f"{BASE}/b.jpg", "resource-mismatch"),
        ("exact-query", f"{BASE}/a.jpg?x=1", f"{BASE}/a.jpg?x=1", None),
        ("exact-query-other", f"{BASE}/a.jpg?x=1", f"{BASE}/a.jpg?x=2", "resource-mismatch"),
        ("exact-query-missing", f"{BASE}/a.jpg?x=1", f"{BASE}/a.jpg", "resource-mismatch"),
        ("exact-query-added", f"{BASE}/a.jpg", f"{BASE}/a.jpg?x=1", "resource-mismatch"),
        ("directory", f"{BASE}/videos/*", f"{BASE}/videos/a/b.ts", None),
        ("directory-query", f"{BASE}/videos/*", f"{BASE}/videos/a.ts?x=1", None),
        ("directory-itself", f"{BASE}/videos/*", f"{BASE}/videos/", None),
        ("directory-parent", f"{BASE}/videos/*", f"{BASE}/videos", "resource-mismatch"),
        ("directory-sibling", f"{BASE}/videos/*", f"{BASE}/videos2/a", "resource-mismatch"),
        ("directory-case", f"{BASE}/videos/*", f"{BASE}/Videos/a", "resource-mismatch"),
        ("other-scheme", f"{BASE}/*", f"http://{HOST}/a", "resource-mismatch"),
        ("other-host", f"{BASE}/*", "https://cdn.example.com/a", "resource-mismatch"),
        ("any-scheme", f"*://{HOST}/*", f"http://{HOST}/a", None),
        ("http-star", f"http*://{HOST}/*", f"{BASE}/a", None),
        ("everything", "*", f"{BASE}/a?b", None),
        ("none", None, f"{BASE}/a?b", None),
        ("star-inside", f"{BASE}/hello*world", f"{BASE}/hello-world", None),
        ("star-not-into-query", f"{BASE}/hello*world", f"{BASE}/hello?world", "resource-mismatch"),
        ("star-at-end-covers-query", f"{BASE}/hello*", f"{BASE}/hello?a=b", None),
        ("star-in-host-not-into-path", "https://*.example.com/a", "https://evil.org/x.example.com/a", "resource-mismatch"),
        ("star-in-host", "https://*.example.com/*", "https://cdn.example.com/a", None),
        ("star-in-host-not-parent", "https://*.example.com/*", "https://example.com/a", "resource-mismatch"),
        ("question-mark-one", f"{BASE}/a?.jpg", f"{BASE}/a1.jpg", None),
        ("question-mark-none", f"{BASE}/a?.jpg", f"{BASE}/a.jpg", "resource-mismatch"),
        ("question-mark-two", f"{BASE}/a?.jpg", f"{BASE}/a12.jpg", "resource-mismatch"),
        ("escaped-question-mark", f"{BASE}/horizon.jpg\\\\?size=large&license=yes", f"{BASE}/horizon.jpg?size=large&license=yes", None),
        ("escaped-question-mark-other", f"{BASE}/horizon.jpg\\\\?size=large", f"{BASE}/horizon.jpgXsize=large", "resource-mismatch"),
        ("extension", f"{BASE}/*.jpg", f"{BASE}/a/b.jpg", None),
        ("extension-other", f"{BASE}/*.jpg", f"{BASE}/a/b.png", "resource-mismatch"),
        ("two-stars", f"{BASE}/*/thumbs/*.png", f"{BASE}/a/b/thumbs/c.png", None),
        ("no-scheme", f"*{HOST}", f"{BASE}/", None),
        ("no-scheme-no-star", HOST, f"{BASE}/", "resource-mismatch"),
        ("s3-arn", "arn:aws:s3:::bucket/*", f"{BASE}/a", "resource-mismatch"),
        ("path-only", "/videos/*", f"{BASE}/videos/a", "resource-mismatch"),
        ("empty", "", f"{BASE}/a", "resource-mismatch"),
        ("dot-dot-under-wildcard", f"{BASE}/videos/*", f"{BASE}/videos/../secret", "unsafe-path"),
        ("escaped-dot-dot-under-wildcard", f"{BASE}/videos/*", f"{BASE}/videos/%2e%2E/secret", "unsafe-path"),
        ("dot-under-wildcard", f"{BASE}/videos/*", f"{BASE}/videos/./a", "unsafe-path"),
        ("dot-dot-encoded-slash-under-wildcard", f"{BASE}/videos/*", f"{BASE}/videos/..%2Fsecret", "unsafe-path"),
        ("dot-dot-backslash-under-wildcard", f"{BASE}/videos/*", f"{BASE}/videos/..%5csecret", "unsafe-path"),
        ("dots-in-a-name-under-wildcard", f"{BASE}/videos/*", f"{BASE}/videos/a..b/...%20/.c", None),
        ("dots-in-query", f"{BASE}/videos/*", f"{BASE}/videos/a?x=../..", None),
        ("hostile", f"{BASE}/" + "*a" * 40, f"{BASE}/" + "a" * 39 + "b", "resource-mismatch"),
    ):
        rule = STRICT if "dot" in name or name in ("hostile", "empty", "path-only", "s3-arn") else GUIDE_CUSTOM
        cases.add(f"resource/{name}", rule, url_with(url, fields(policy=custom_policy(resource))), reason)
    url = f"{BASE}/image.jpg"
    signed = canned(url)
    for name, asked in (
        ("other-file", f"{BASE}/image.png"), ("added-query", f"{url}?x=1"), ("other-host", "https://cdn.example.com/image.jpg"),
        ("http-for-https", f"http://{HOST}/image.jpg"), ("trailing-slash", f"{url}/"), ("double-slash", f"{BASE}//image.jpg"),
        ("case-of-host", f"https://{HOST.upper()}/image.jpg"), ("case-of-path", f"{BASE}/Image.jpg"),
        ("escaped-letter", f"{BASE}/im%61ge.jpg"), ("port", f"https://{HOST}:443/image.jpg"),
    ):  # fmt: skip
        cases.add(f"canned-for-another/{name}", GUIDE_CANNED, url_with(asked, signed), "signature-mismatch")
    query = f"{BASE}/image.jpg?a=1&b=2"
    for name, asked in (("moved", f"{url}?b=2&a=1"), ("dropped", f"{url}?a=1"), ("changed", f"{url}?a=1&b=3"), ("encoded", f"{url}?a=%31&b=2")):
        cases.add(f"canned-for-another/query-{name}", GUIDE_CANNED, url_with(asked, canned(query)), "signature-mismatch")
    wildcard = canned(f"{BASE}/videos/*")
    cases.add("canned-with-wildcard", GUIDE_CANNED, url_with(f"{BASE}/videos/1.ts", wildcard), "signature-mismatch")


def keys_and_hashes(cases):
    url = f"{BASE}/image.jpg"
    signed = canned(url)
    changed = lambda **new: url_with(url, signed | {name.replace("_", "-"): value for name, value in new.items()})
    cases.add("key/unknown", ARTICLE, changed(Key_Pair_Id="KOTHER"), "unknown-key-pair-id")
    cases.add("key/case", ARTICLE, changed(Key_Pair_Id="k2jcjmdehxqw5f"), "unknown-key-pair-id")
    cases.add("key/empty", ARTICLE, changed(Key_Pair_Id=""), "missing-key-pair-id")
    without = {name: value for name, value in signed.items() if name != "Key-Pair-Id"}
    cases.add("key/missing", ARTICLE, url_with(url, without), "missing-key-pair-id")
    cases.add("key/of-the-other", GUIDE_CANNED, changed(Key_Pair_Id=KEY_IDS[ECDSA]), "signature-mismatch")
    cases.add("key/encoded", STRICT, changed(Key_Pair_Id="%4B2JCJMDEHXQW5F"))
    cases.add("hash/explicit-sha1", "CloudFront announcement of SHA-256, April 2026", changed(Hash_Algorithm="SHA1"))
    for name, value in (("lower-case", "sha1"), ("empty", ""), ("hyphen", "SHA-256"), ("sha512", "SHA512"), ("md5", "MD5")):
        cases.add(f"hash/{name}", STRICT, changed(Hash_Algorithm=value), "unknown-hash-algorithm")
    cases.add("hash/sha256-for-sha1", GUIDE_CANNED, changed(Hash_Algorithm="SHA256"), "signature-mismatch")
    sha256 = canned(url, algorithm="SHA256")
    unsaid = {name: value for name, value in sha256.items() if name != "Hash-Algorithm"}
    cases.add("hash/sha256-unsaid", GUIDE_CANNED, url_with(url, unsaid), "signature-mismatch")


def signatures(cases):
    url = f"{BASE}/image.jpg"
    for key in (RSA, ECDSA):
        kind = "rsa" if key == RSA else "ecdsa"
        signed = canned(url, key)
        value = signed["Signature"]
        standard = value.translate(str.maketrans("-_~", "+=/"))
        raw = base64.b64decode(standard)
        changes = {
            "empty": ("", "missing-signature"),
            "not-base64": ("!!!!", "malformed-signature"),
            "one-character": ("A", "malformed-signature"),
            "blank-inside": (value[:8] + "%20" + value[8:], "malformed-signature"),
            "standard-base64": (standard.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"), "malformed-signature"),
            "without-padding": (value.rstrip("_"), "malformed-signature" if value.endswith("_") else "signature-mismatch"),
            "cut-in-half": (value[: len(value) // 8 * 4], "signature-mismatch"),
            "doubled": (value.rstrip("_")[: len(value) // 4 * 4 - 4] * 2, "signature-mismatch"),
            "zeros": (cloudfront_encode(bytes(len(raw))), "signature-mismatch"),
            "first-bit": (cloudfront_encode(bytes([raw[0] ^ 1]) + raw[1:]), "signature-mismatch"),
            "last-bit": (cloudfront_encode(raw[:-1] + bytes([raw[-1] ^ 1])), "signature-mismatch"),
            "byte-added": (cloudfront_encode(raw + b"\0"), "signature-mismatch"),
            "of-another-url": (canned(f"{BASE}/other.jpg", key)["Signature"], "signature-mismatch"),
        }
        if "~" in value or "-" in value:
            escaped = value.replace("~", "%7E").replace("-", "%2D").replace("_", "%5F")
            cases.add(f"signature/{kind}/percent-encoded", "real public URLs with %7E in them", url_with(url, signed | {"Signature": escaped}))
        for name, (new, reason) in changes.items():
            if new != value:
                cases.add(f"signature/{kind}/{name}", ARTICLE, url_with(url, signed | {"Signature": new}), reason)
        missing = {name: value for name, value in signed.items() if name != "Signature"}
        cases.add(f"signature/{kind}/missing", STRICT, url_with(url, missing), "missing-signature")


def policies(cases):
    """Policies that are signed rightly and are no policies, or that are written in another way."""
    url = f"{BASE}/videos/1.ts"
    good_policy = custom_policy()
    resource, less = f'"Resource":"{BASE}/videos/*"', f'"DateLessThan":{{"AWS:EpochTime":{END}}}'
    malformed = {
        "empty": "", "blank": " ", "not-json": "hello", "cut": good_policy[:-1], "list": "[]", "text": '"x"', "number": "7",
        "null": "null", "no-statement": "{}", "statement-empty": '{"Statement":[]}',
        "statement-object": f'{{"Statement":{{{resource},"Condition":{{{less}}}}}}}',
        "two-statements": f'{{"Statement":[{{{resource},"Condition":{{{less}}}}},{{{resource},"Condition":{{{less}}}}}]}}',
        "statement-twice": good_policy[:-1] + "," + good_policy[1:],
        "resource-twice": f'{{"Statement":[{{{resource},{resource},"Condition":{{{less}}}}}]}}',
        "resource-list": f'{{"Statement":[{{"Resource":["{BASE}/*"],"Condition":{{{less}}}}}]}}',
        "resource-number": f'{{"Statement":[{{"Resource":7,"Condition":{{{less}}}}}]}}',
        "resource-null": f'{{"Statement":[{{"Resource":null,"Condition":{{{less}}}}}]}}',
        "no-condition": f'{{"Statement":[{{{resource}}}]}}',
        "condition-empty": f'{{"Statement":[{{{resource},"Condition":{{}}}}]}}',
        "condition-twice": f'{{"Statement":[{{{resource},"Condition":{{{less}}},"Condition":{{{less}}}}}]}}',
        "no-end": f'{{"Statement":[{{{resource},"Condition":{{"IpAddress":{{"AWS:SourceIp":"0.0.0.0/0"}}}}}}]}}',
        "end-twice": f'{{"Statement":[{{{resource},"Condition":{{{less},{less}}}}}]}}',
        "end-text": good_policy.replace(str(END), f'"{END}"'),
        "end-fraction": good_policy.replace(str(END), f"{END}.5"),
        "end-exponent": good_policy.replace(str(END), "1.7e9"),
        "end-negative": good_policy.replace(str(END), "-1"),
        "end-beyond-64-bits": good_policy.replace(str(END), "9223372036854775808"),
        "end-null": good_policy.replace(str(END), "null"),
        "end-list": good_policy.replace(str(END), f"[{END}]"),
        "end-leading-zero": good_policy.replace(str(END), f"0{END}"),
        "end-without-object": good_policy.replace(f'{{"AWS:EpochTime":{END}}}', str(END)),
        "epoch-time-without-prefix": good_policy.replace("AWS:EpochTime", "EpochTime"),
        "epoch-time-case": good_policy.replace("AWS:EpochTime", "aws:EpochTime"),
        "statement-case": good_policy.replace("Statement", "statement"),
        "abbreviated": good_policy.replace("DateLessThan", "Date"),
        "unknown-condition": good_policy.replace(less, f'{less},"StringLike":{{"x":"y"}}'),
        "unknown-member": good_policy.replace('{"Statement"', '{"Version":"2012-10-17","Statement"'),
        "unknown-member-of-statement": good_policy.replace(resource, f'"Effect":"Allow",{resource}'),
        "two-addresses": good_policy.replace(less, f'{less},"IpAddress":{{"AWS:SourceIp":["192.0.2.1/32","192.0.2.2/32"]}}'),
        "trailing-comma": good_policy.replace("}]}", "},]}"),
        "comment": good_policy + "// x",
        "byte-order-mark": "\ufeff" + good_policy,
        "single-quotes": good_policy.replace('"', "'"),
        "deep": '{"Statement":' + "[" * 200 + "]" * 200 + "}",
    }  # fmt: skip
    for name, text in malformed.items():
        rule = GUIDE_CUSTOM if "twice" not in name and name not in ("deep", "byte-order-mark") else STRICT
        reason = "missing-policy-text" if name == "never" else "malformed-policy"
        cases.add(f"policy/{name}", rule, url_with(url, fields(policy=text)), reason)
    allowed = {
        "spaces": json.dumps(json.loads(good_policy)),
        "newline-at-end": good_policy + "\n",
        "indented": '{\n  "Statement": [{\n    ' + resource + ',\n    "Condition": {' + less + "}\n  }]\n}\n",
        "other-order": f'{{"Statement":[{{"Condition":{{{less}}},{resource}}}]}}',
        "escaped-slashes": good_policy.replace("/", "\\/"),
        "escaped-letters": good_policy.replace("videos", "\\u0076ideos"),
        "java-blank": good_policy.replace('"Statement":', '"Statement": '),
    }
    for name, text in allowed.items():
        cases.add(f"policy/{name}", GUIDE_CUSTOM, url_with(url, fields(policy=text)))
    signed = fields(policy=good_policy)
    for name, value, reason in (
        ("changed", cloudfront_encode(custom_policy(f"{BASE}/*").encode()), "signature-mismatch"),
        ("longer-life", cloudfront_encode(custom_policy(end=END + 1).encode()), "signature-mismatch"),
        ("blank-added", cloudfront_encode((good_policy + " ").encode()), "signature-mismatch"),
        ("not-base64", "!!!!", "malformed-policy"),
        ("standard-base64", base64.b64encode(good_policy.encode()).decode().replace("=", "%3D") + "%2B", "malformed-policy"),
        ("empty-value", "", "signature-mismatch"),
    ):
        cases.add(f"policy-replaced/{name}", GUIDE_CUSTOM, url_with(url, signed | {"Policy": value}), reason)


def parameters(cases):
    url = f"{BASE}/image.jpg"
    signed = canned(url)
    names = list(signed)
    for name, order in (("reversed", names[::-1]), ("key-first", names[2:] + names[:2]), ("signature-first", [names[1], names[0], names[2]])):
        ordered = {field: signed[field] for field in order}
        cases.add(f"parameters/order-{name}", GUIDE_CUSTOM, url_with(url, ordered), origin_url=url)
    with_query = f"{url}?size=large&x=1"
    mixed = canned(with_query)
    between = f"{url}?Expires={mixed['Expires']}&size=large&Signature={mixed['Signature']}&x=1&Key-Pair-Id={mixed['Key-Pair-Id']}"
    cases.add("parameters/between-others", GUIDE_CUSTOM, between, origin_url=with_query)
    before = f"{url}?" + "&".join(f"{k}={v}" for k, v in mixed.items()) + "&size=large&x=1"
    cases.add("parameters/before-others", GUIDE_CUSTOM, before, origin_url=with_query)
    for name in names:
        cases.add(f"parameters/twice-{name.lower()}", STRICT, url_with(url, signed) + f"&{name}={signed[name]}", "duplicate-parameter")
        cases.add(f"parameters/twice-empty-{name.lower()}", STRICT, url_with(url, signed) + f"&{name}=", "duplicate-parameter")
        lower = {(field.lower() if field == name else field): value for field, value in signed.items()}
        reason = {"Expires": "missing-policy", "Signature": "missing-signature", "Key-Pair-Id": "missing-key-pair-id"}[name]
        cases.add(f"parameters/lower-case-{name.lower()}", GUIDE_CUSTOM, url_with(url, lower), reason)
    for name, value in (
        ("empty", ""), ("text", "tomorrow"), ("fraction", f"{END}.0"), ("negative", f"-{END}"), ("plus", f"%2B{END}"),
        ("leading-zero", f"0{END}"), ("blank", f"{END}%20"), ("hexadecimal", "0x69567a20"), ("beyond-64-bits", "9223372036854775808"),
    ):  # fmt: skip
        cases.add(f"expires/{name}", "aws-sdk-js issue 2236 and captures", url_with(url, signed | {"Expires": value}), "malformed-expires")
    cases.add("expires/later", GUIDE_CANNED, url_with(url, signed | {"Expires": str(END + 1)}), "signature-mismatch")
    cases.add("expires/milliseconds", "aws-sdk-js issue 3407", url_with(url, signed | {"Expires": f"{END}000"}), "signature-mismatch")
    missing = {name: value for name, value in signed.items() if name != "Expires"}
    cases.add("expires/missing", "aws-sdk-js-v3 issue 4516", url_with(url, missing), "missing-policy")
    both = {"Expires": str(END)} | fields(policy=custom_policy())
    cases.add("parameters/expires-beside-policy", "aws-cloudfront-sign has made such URLs for years", url_with(f"{BASE}/videos/1.ts", both))
    html = url_with(url, signed).replace("&", "&amp;")
    cases.add("parameters/html-escaped", ARTICLE, html, "missing-key-pair-id")
    cases.add("parameters/cut-at-ampersand", ARTICLE, url_with(url, {"Expires": str(END)}), "missing-key-pair-id")


def cookies(cases):
    url = f"{BASE}/videos/1.ts"
    custom, exact = fields(policy=custom_policy()), canned(url)
    header = cookies_of(custom)
    cases.add("cookies/custom", GUIDE_COOKIES, url, cookies=[header], origin_url=url)
    cases.add("cookies/canned", GUIDE_COOKIES, url, cookies=[cookies_of(exact)], origin_url=url)
    cases.add("cookies/query", GUIDE_COOKIES, f"{url}?x=1", cookies=[header], origin_url=f"{url}?x=1")
    for key in (RSA, ECDSA):
        for algorithm in ("SHA1", "SHA256"):
            made = cookies_of(fields(policy=custom_policy(), key=key, algorithm=algorithm))
            cases.add(f"cookies/{key.split('.')[0]}-{algorithm.lower()}", GUIDE_COOKIES, url, cookies=[made])
    cases.add("cookies/several-headers", "RFC 9113: cookies may be split", url, cookies=[f"CloudFront-{k}={v}" for k, v in custom.items()])
    cases.add("cookies/among-others", GUIDE_COOKIES, url, cookies=[f"a=b; {header}; sessionid=x"])
    cases.add("cookies/without-blanks", GUIDE_COOKIES, url, cookies=[header.replace("; ", ";")])
    cases.add("cookies/other-order", GUIDE_COOKIES, url, cookies=["; ".join(reversed(header.split("; ")))])
    cases.add("cookies/canned-other-file", GUIDE_COOKIES, f"{BASE}/videos/2.ts", "signature-mismatch", cookies=[cookies_of(exact)])
    cases.add("cookies/canned-added-query", GUIDE_COOKIES, f"{url}?x=1", "signature-mismatch", cookies=[cookies_of(exact)])
    cases.add("cookies/other-directory", GUIDE_COOKIES, f"{BASE}/images/1.png", "resource-mismatch", cookies=[header])
    cases.add("cookies/expired", GUIDE_COOKIES, url, "expired", now=END, cookies=[header])
    cases.add("cookies/lower-case", GUIDE_COOKIES, url, "not-signed", cookies=[header.replace("CloudFront-", "cloudfront-")])
    cases.add("cookies/without-prefix", GUIDE_COOKIES, url, "not-signed", cookies=[header.replace("CloudFront-", "")])
    cases.add("cookies/prefix-twice", STRICT, url, "not-signed", cookies=[header.replace("CloudFront-", "CloudFront-CloudFront-")])
    cases.add("cookies/unrelated", GUIDE_COOKIES, url, "not-signed", cookies=["sessionid=x"])
    encoded = header.replace("~", "%7E").replace("_", "%5F")
    reason = "malformed-policy" if "%" in cookies_of({"Policy": encoded.split("Policy=")[1].split(";")[0]}) else "malformed-signature"
    cases.add("cookies/percent-encoded", "PHP's setcookie", url, reason, cookies=[encoded])
    quoted = "; ".join(f'CloudFront-{name}="{value}"' for name, value in custom.items())
    cases.add("cookies/quoted", STRICT, url, "unknown-key-pair-id", cookies=[quoted])
    for name in custom:
        rest = {field: value for field, value in custom.items() if field != name}
        reason = {"Policy": "missing-policy", "Signature": "missing-signature", "Key-Pair-Id": "missing-key-pair-id"}[name]
        cases.add(f"cookies/without-{name.lower()}", ARTICLE, url, reason, cookies=[cookies_of(rest)])
        cases.add(f"cookies/twice-{name.lower()}", STRICT, url, "duplicate-parameter", cookies=[f"{header}; CloudFront-{name}={custom[name]}"])
    guide = "developer guide, deciding between signed URLs and signed cookies"
    cases.add("cookies/url-comes-first", guide, url_with(url, custom), cookies=["CloudFront-Key-Pair-Id=KOTHER"], origin_url=url)
    cases.add("cookies/bad-url-good-cookies", guide, f"{url}?Signature=x", "missing-key-pair-id", cookies=[header])
    cases.add("cookies/good-cookies-and-hash-parameter", guide, f"{url}?Hash-Algorithm=SHA1", "missing-key-pair-id", cookies=[header])
    cases.add("cookies/ip", GUIDE_COOKIES, url, cookies=[cookies_of(fields(policy=custom_policy(ip="192.0.2.0/24")))], viewer_ip="192.0.2.1")


def options(cases):
    url, other = f"{BASE}/videos/1.ts", f"https://{HOST.upper()}/videos/1.ts"
    custom = fields(policy=custom_policy(start=NOW))
    cases.add("options/valid-at-its-end", GUIDE_CUSTOM, url_with(url, custom), now=END, options=["valid-at-its-end"])
    cases.add("options/valid-at-its-end/after", GUIDE_CUSTOM, url_with(url, custom), "expired", END + 1, options=["valid-at-its-end"])
    cases.add("options/valid-at-its-start", GUIDE_CUSTOM, url_with(url, custom), now=NOW, options=["valid-at-its-start"])
    cases.add("options/valid-at-its-start/before", GUIDE_CUSTOM, url_with(url, custom), "not-yet-valid", NOW - 1, options=["valid-at-its-start"])
    both = {"Expires": str(END)} | fields(policy=custom_policy())
    cases.add("options/refuse-expires-beside-policy", STRICT, url_with(url, both), "expires-beside-policy", options=["refuse-expires-beside-policy"])
    short = custom_policy().replace("AWS:EpochTime", "EpochTime")
    without = ["epoch-time-without-prefix"]
    cases.add("options/epoch-time-without-prefix", "public URLs of Hugging Face", url_with(url, fields(policy=short)), options=without)
    cases.add("options/epoch-time-with-prefix", GUIDE_CUSTOM, url_with(url, fields(policy=custom_policy())), options=without)
    two = custom_policy().replace('"AWS:EpochTime"', f'"EpochTime":{END},"AWS:EpochTime"')
    cases.add("options/epoch-time-twice", STRICT, url_with(url, fields(policy=two)), "malformed-policy", options=without)
    cases.add("options/ignore-host-case", STRICT, url_with(other, canned(url)), options=["ignore-host-case"])
    cases.add("options/ignore-host-case/wildcard", STRICT, url_with(other, fields(policy=custom_policy())), options=["ignore-host-case"])
    cases.add("options/ignore-host-case/path", STRICT, url_with(f"{BASE}/Videos/1.ts", canned(url)), "signature-mismatch", options=["ignore-host-case"])
