"""What the Node packages are asked to sign."""

from cases import (
    ENCRYPTED,
    KEY_PAIR_IDS,
    PASSPHRASE,
    RSA_PKCS1,
    RSA_PKCS8,
    STRANGE_KEY_PAIR_IDS,
    canned,
    case,
    stem,
    strange,
    with_policy_texts,
)
from inputs import (
    DATES,
    EXPIRES,
    FEW_PLAIN_URLS,
    IP_ADDRESSES,
    LATER_EXPIRES,
    ORIGIN,
    PLAIN_URLS,
    RAW_POLICIES,
    RESOURCES,
    STARTS,
    STRANGE_IP_ADDRESSES,
    STRANGE_RAW_POLICIES,
    STRANGE_RESOURCES,
    STRANGE_URLS,
    policy_text,
)

URL = f"{ORIGIN}/image.jpg?size=large"
VIDEO = f"{ORIGIN}/videos/1.m3u8"
DIRECTORY = f"{ORIGIN}/videos/*"
AT = {"url": URL, "date_less_than": EXPIRES}
EVERY_CONDITION = {"date_less_than": EXPIRES, "date_greater_than": STARTS, "ip_address": "192.0.2.0/24"}


def with_policies(peer, group, operation, urls):
    """Policies given as text for each resource, with one condition and with all."""
    cases = []
    for name, (url, resource) in urls.items():
        fields = {"operation": operation, "url": url}
        every = policy_text(resource, EXPIRES, STARTS, "192.0.2.0/24")
        cases.append(case(peer, f"{group}/{name}", raw_policy=policy_text(resource), **fields))
        cases.append(case(peer, f"{group}-all-conditions/{name}", raw_policy=every, **fields))
    return cases


def key_pair_ids(peer, **fields):
    """Key pair IDs of other shapes."""
    return [
        case(peer, f"key-pair-id/{name}", key_pair_id=value, **(AT | fields)) for name, value in KEY_PAIR_IDS.items()
    ] + strange([
        case(peer, f"strange-key-pair-id/{name}", key_pair_id=value, **(AT | fields))
        for name, value in STRANGE_KEY_PAIR_IDS.items()
    ])  # fmt: skip


def aws_sdk_js_v3():
    peer = "aws_sdk_js_v3"
    cookies = {"operation": "cookies"}
    cases = canned(peer, "canned", PLAIN_URLS)
    cases += strange(canned(peer, "strange", STRANGE_URLS))
    cases += canned(peer, "sha256/canned", FEW_PLAIN_URLS, hash_algorithm="SHA256")
    for key in RSA_PKCS1[:1] + RSA_PKCS1[2:] + RSA_PKCS8:
        cases.append(case(peer, f"key/{stem(key)}/canned", key=key, **AT))
        cases.append(
            case(peer, f"key/{stem(key)}/sha256", key=key, hash_algorithm="SHA256", url=URL, **EVERY_CONDITION)
        )
    for key in ENCRYPTED:
        cases.append(case(peer, f"key/{stem(key)}", key=key, peer_arguments={"passphrase": PASSPHRASE}, **AT))
    for hash_algorithm in ("SHA1", "SHA256"):
        group, fields = f"{hash_algorithm.lower()}/custom", {"url": URL, "hash_algorithm": hash_algorithm}
        cases.append(case(peer, f"{group}/start", date_less_than=EXPIRES, date_greater_than=STARTS, **fields))
        cases.append(case(peer, f"{group}/all-conditions", **EVERY_CONDITION, **fields))
    cases += with_policies(peer, "resource", "url", RESOURCES)
    cases += strange(with_policies(peer, "strange-resource", "url", STRANGE_RESOURCES))
    cases += with_policy_texts(peer, "policy", RAW_POLICIES, url=VIDEO)
    cases += strange(
        with_policy_texts(peer, "strange-policy", STRANGE_RAW_POLICIES, url=VIDEO)
        + with_policy_texts(peer, "policy-without-url", RAW_POLICIES)
        + [
            case(peer, f"policy-without-url/{name}", raw_policy=policy_text(RESOURCES[name][1]))
            for name in ("same-as-url-query", "any-scheme", "http-or-https")
        ]
        + [case(peer, f"policy-without-url/{name}", raw_policy=STRANGE_RAW_POLICIES[name])
           for name in ("no-resource", "resource-list", "not-json")]
    )  # fmt: skip
    cases += dates(peer) + addresses(peer) + key_pair_ids(peer)
    cases += canned(peer, "cookies/canned", FEW_PLAIN_URLS, **cookies)
    cases += canned(peer, "cookies/sha256", dict(list(FEW_PLAIN_URLS.items())[:4]), hash_algorithm="SHA256", **cookies)
    for name in ("directory", "extension", "whole-distribution", "same-as-url-query"):
        resource = RESOURCES[name][1]
        cases.append(case(peer, f"cookies/custom/{name}", url=resource, **EVERY_CONDITION, **cookies))
        cases += strange(
            [case(peer, f"cookies/strange-canned/{name}", url=resource, date_less_than=EXPIRES, **cookies)]
        )
    cases.append(
        case(
            peer,
            "cookies/custom/sha256",
            url=DIRECTORY,
            hash_algorithm="SHA256",
            **EVERY_CONDITION,
            **cookies,
        )
    )
    cases += with_policies(peer, "cookies/policy", "cookies", {k: (None, r) for k, (_, r) in RESOURCES.items()})
    few = (
        "path-space",
        "path-unicode-raw",
        "query-quote",
        "scheme-any",
        "scheme-wildcard",
        "scheme-rtmp",
        "fragment",
    )
    cases += strange(canned(peer, "cookies/strange", {name: STRANGE_URLS[name] for name in few}, **cookies))
    return cases + strange(aws_sdk_js_v3_errors(peer))


def dates(peer):
    cases = [case(peer, f"date/{name}", url=URL, date_less_than=date) for name, date in DATES.items()]
    for name, date in DATES.items():
        start = {"date_greater_than": STARTS // 2}
        cases.append(case(peer, f"date-custom/{name}", url=URL, date_less_than=date, **start))
    forms = {
        "text-date": "2026-01-01T18:00:00Z",
        "text-offset": "2026-01-01T19:30:00+01:30",
        "number": 1767290400000,
        "number-rounded-down": 1767290400499,
        "number-rounded-up": 1767290399500,
        "date-fraction": {"date": "2026-01-01T17:59:59.999Z"},
    }
    for name, value in forms.items():
        cases.append(case(peer, f"date-form/{name}", peer_arguments={"dateLessThan": value}, **AT))
    ignored = {"peer_arguments": {"dateGreaterThan": "not a date"}}
    return cases + strange([
        case(peer, "strange-date/start-after-end", url=URL, date_less_than=STARTS, date_greater_than=EXPIRES),
        case(peer, "strange-date/start-unreadable", **AT, **ignored),
        case(peer, "strange-date/seconds-for-milliseconds", url=URL, date_less_than=EXPIRES // 1000 + 1,
             peer_arguments={"dateLessThan": EXPIRES}),
    ])  # fmt: skip


def addresses(peer):
    cases = [case(peer, f"ip/{name}", ip_address=address, **AT) for name, address in IP_ADDRESSES.items()]
    return cases + strange(
        [case(peer, f"strange-ip/{name}", ip_address=address, **AT) for name, address in STRANGE_IP_ADDRESSES.items()]
    )


def aws_sdk_js_v3_errors(peer):
    cases = [
        case(peer, "error/no-url-no-policy", date_less_than=EXPIRES),
        case(peer, "error/no-date", url=URL),
        case(peer, "error/date-zero", url=URL, peer_arguments={"dateLessThan": 0}),
        case(peer, "error/date-empty", url=URL, peer_arguments={"dateLessThan": ""}),
        case(peer, "error/date-unreadable", url=URL, peer_arguments={"dateLessThan": "tomorrow"}),
        case(peer, "error/date-too-far", url=URL, peer_arguments={"dateLessThan": 8640000000000001}),
        case(peer, "error/key-text", peer_arguments={"privateKey": "not a key"}, **AT),
        case(peer, "error/key-missing", peer_arguments={"privateKey": {"undefined": True}}, **AT),
        case(peer, "error/encrypted-without-passphrase", key="rsa-2048.pkcs8-aes256.pem", **AT),
        case(peer, "error/cookies-no-date", operation="cookies", url=URL),
    ]
    for key in ("rsa-2048.public.pem", "rsa-2048.certificate.pem", "x25519.pkcs8.pem"):
        cases.append(case(peer, f"error/key-{stem(key)}", key=key, **AT))
    return cases


def aws_sdk_js_v2():
    peer = "aws_sdk_js_v2"
    cookies = {"operation": "cookies"}
    cases = canned(peer, "canned", PLAIN_URLS)
    cases += strange(canned(peer, "strange", STRANGE_URLS))
    for key in RSA_PKCS1[:1] + RSA_PKCS1[2:] + RSA_PKCS8:
        cases.append(case(peer, f"key/{stem(key)}/canned", key=key, **AT))
        cases.append(
            case(
                peer,
                f"key/{stem(key)}/cookies",
                key=key,
                operation="cookies",
                raw_policy=policy_text(DIRECTORY),
            )
        )
    cases += with_policies(peer, "resource", "url", RESOURCES)
    cases += strange(with_policies(peer, "strange-resource", "url", STRANGE_RESOURCES))
    cases += [case(peer, f"date/{name}", url=URL, date_less_than=date) for name, date in DATES.items()]
    cases += with_policy_texts(peer, "policy", RAW_POLICIES, url=VIDEO)
    cases += strange(with_policy_texts(peer, "strange-policy", STRANGE_RAW_POLICIES, url=VIDEO))
    cases += key_pair_ids(peer)
    cases += canned(peer, "cookies/canned", FEW_PLAIN_URLS, **cookies)
    cases += with_policies(peer, "cookies/policy", "cookies", {k: (None, r) for k, (_, r) in RESOURCES.items()})
    cases += strange(with_policy_texts(peer, "cookies/strange-policy", STRANGE_RAW_POLICIES, **cookies))
    callback = {"peer_arguments": {"callback": True}}
    cases += [
        case(peer, "callback/url", **AT, **callback),
        case(peer, "callback/policy", url=VIDEO, raw_policy=RAW_POLICIES["directory"], **callback),
        case(peer, "callback/cookies", raw_policy=RAW_POLICIES["directory"], **cookies, **callback),
    ]
    return cases + strange([
        case(peer, "strange-date/missing", url=URL),
        case(peer, "strange-date/text", peer_arguments={"expires": str(EXPIRES)}, **AT),
        case(peer, "strange-date/fraction", peer_arguments={"expires": EXPIRES + 0.5}, **AT),
        case(peer, "error/callback-scheme", url="ftp://example.com/a", date_less_than=EXPIRES, **callback),
        case(peer, "error/no-key-pair-id", peer_arguments={"keyPairId": {"undefined": True}}, **AT),
        case(peer, "error/no-key", peer_arguments={"privateKey": {"undefined": True}}, **AT),
        case(peer, "error/key-text", peer_arguments={"privateKey": "not a key"}, **AT),
        case(peer, "error/encrypted-key", key="rsa-2048.pkcs8-aes256.pem", **AT),
    ])  # fmt: skip


def aws_cloudfront_sign():
    peer = "aws_cloudfront_sign"
    at = {"url": URL, "date_less_than": LATER_EXPIRES}
    cookies = {"operation": "cookies"}
    cases = canned(peer, "url", PLAIN_URLS, date_less_than=LATER_EXPIRES)
    cases += strange(canned(peer, "strange", STRANGE_URLS, date_less_than=LATER_EXPIRES))
    for key in RSA_PKCS1[:1] + RSA_PKCS1[2:] + RSA_PKCS8:
        cases.append(case(peer, f"key/{stem(key)}", key=key, **at))
    for name, address in IP_ADDRESSES.items():
        # The package writes the address as it is given, and CloudFront wants a range.
        made = [case(peer, f"ip/{name}", ip_address=address, **at)]
        cases += made if "/" in address else strange(made)
    cases += canned(peer, "cookies/url", FEW_PLAIN_URLS, date_less_than=LATER_EXPIRES, **cookies)
    for name in ("directory", "extension", "whole-distribution", "http-or-https", "any-scheme", "everything"):
        resource = RESOURCES[name][1]
        cases.append(case(peer, f"cookies/pattern/{name}", url=resource, date_less_than=LATER_EXPIRES, **cookies))
        fields = {"url": resource, "date_less_than": LATER_EXPIRES, "ip_address": "192.0.2.0/24"}
        cases.append(case(peer, f"cookies/pattern-ip/{name}", **fields, **cookies))
    forms = {
        "text": str(LATER_EXPIRES * 1000),
        "date": {"date": "2035-01-01T00:00:00Z"},
        "rounded": LATER_EXPIRES * 1000 + 499,
    }
    for name, value in forms.items():
        cases.append(case(peer, f"date-form/{name}", peer_arguments={"expireTime": value}, **at))
    latest = {"url": URL, "date_less_than": 2147483646}
    no_string = {"privateKeyString": {"undefined": True}}
    cases += [
        case(peer, "date/latest", **latest),
        case(
            peer,
            "key-path",
            peer_arguments=no_string | {"privateKeyPath": {"key_path": "rsa-2048.pkcs1.pem"}},
            **at,
        ),
    ]
    return cases + key_pair_ids(peer, **at) + strange([
        case(peer, "strange-ip/ipv6", ip_address="2001:db8::/32", **at),
        case(peer, "error/date-2038", url=URL, date_less_than=2147483647),
        case(peer, "error/date-passed", url=URL, date_less_than=1000000000),
        case(peer, "error/seconds-for-milliseconds", peer_arguments={"expireTime": LATER_EXPIRES}, **at),
        case(peer, "error/key-on-one-line", peer_arguments={"privateKeyString": "-----BEGIN"}, **at),
        case(peer, "error/key-text", peer_arguments={"privateKeyString": "not\na key"}, **at),
        case(peer, "error/rtmp", peer_arguments={"function": "getSignedRTMPUrl"}, **at),
    ])  # fmt: skip
