"""What the Python packages are asked to sign."""

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
    ORIGIN,
    PLAIN_URLS,
    RAW_POLICIES,
    RESOURCES,
    STARTS,
    STRANGE_IP_ADDRESSES,
    STRANGE_RAW_POLICIES,
    STRANGE_RESOURCES,
    STRANGE_URLS,
)

URL = f"{ORIGIN}/image.jpg?size=large"
VIDEO = f"{ORIGIN}/videos/1.m3u8"
EVERY_CONDITION = {"date_less_than": EXPIRES, "date_greater_than": STARTS, "ip_address": "192.0.2.0/24"}


def custom(peer, **fields):
    """Custom policies: start dates, addresses, and resources other than the URL."""
    few_sources = {name: IP_ADDRESSES[name] for name in ("address", "range-24", "range-0")}
    cases = [
        case(peer, "custom/start", url=URL, date_less_than=EXPIRES, date_greater_than=STARTS, **fields),
        case(peer, "custom/all-conditions", url=URL, **EVERY_CONDITION, **fields),
    ]
    for name, address in few_sources.items():
        cases.append(case(peer, f"custom/ip-{name}", url=URL, date_less_than=EXPIRES, ip_address=address, **fields))
    for name in ("directory", "everything"):
        url, resource = RESOURCES[name]
        cases.append(
            case(
                peer,
                f"custom/resource-{name}",
                url=url,
                policy_resource=resource,
                date_less_than=EXPIRES,
                **fields,
            )
        )
    return cases


def resources(peer):
    """Every resource, alone and with all conditions, and the strange ones."""
    cases = []
    for name, (url, resource) in RESOURCES.items():
        fields = {"url": url, "policy_resource": resource}
        cases.append(case(peer, f"resource/{name}", date_less_than=EXPIRES, **fields))
        cases.append(case(peer, f"resource-all-conditions/{name}", **fields, **EVERY_CONDITION))
    for name, (url, resource) in STRANGE_RESOURCES.items():
        fields = {"url": url, "policy_resource": resource, "date_less_than": EXPIRES}
        cases += strange([case(peer, f"strange-resource/{name}", **fields)])
    return cases


def dates_and_addresses(peer):
    """Far dates in canned and custom policies, and every IP range."""
    cases = []
    for name, date in DATES.items():
        cases.append(case(peer, f"date/{name}", url=URL, date_less_than=date))
        cases.append(case(peer, f"date-custom/{name}", url=URL, date_less_than=date, date_greater_than=STARTS // 2))
    cases += strange(
        [
            case(
                peer,
                "strange-date/start-after-end",
                url=URL,
                date_less_than=STARTS,
                date_greater_than=EXPIRES,
            ),
            case(peer, "strange-date/start-is-end", url=URL, date_less_than=EXPIRES, date_greater_than=EXPIRES),
            case(peer, "strange-date/one", url=URL, date_less_than=1),
        ]
    )
    for name, address in IP_ADDRESSES.items():
        cases.append(case(peer, f"ip/{name}", url=URL, date_less_than=EXPIRES, ip_address=address))
    for name, address in STRANGE_IP_ADDRESSES.items():
        cases += strange([case(peer, f"strange-ip/{name}", url=URL, date_less_than=EXPIRES, ip_address=address)])
    return cases


def key_pair_ids(peer):
    """Key pair IDs of other shapes."""
    cases = [
        case(peer, f"key-pair-id/{name}", url=URL, date_less_than=EXPIRES, key_pair_id=value)
        for name, value in KEY_PAIR_IDS.items()
    ]
    return cases + strange(
        [
            case(peer, f"strange-key-pair-id/{name}", url=URL, date_less_than=EXPIRES, key_pair_id=value)
            for name, value in STRANGE_KEY_PAIR_IDS.items()
        ]
    )


def keys(peer, files, **fields):
    """Each key with a canned and a custom policy."""
    cases = []
    for key in files:
        cases.append(case(peer, f"key/{stem(key)}/canned", key=key, url=URL, date_less_than=EXPIRES, **fields))
        cases.append(case(peer, f"key/{stem(key)}/custom", key=key, url=URL, **EVERY_CONDITION, **fields))
    return cases


def botocore():
    peer = "botocore"
    at = {"url": URL, "date_less_than": EXPIRES}
    cases = canned(peer, "canned", PLAIN_URLS)
    cases += strange(canned(peer, "strange", STRANGE_URLS))
    cases += keys(peer, RSA_PKCS1[:1] + RSA_PKCS1[2:] + RSA_PKCS8)
    cases += canned(peer, "sha256/canned", FEW_PLAIN_URLS, hash_algorithm="SHA256")
    cases += [
        entry | {"id": entry["id"].replace("/custom/", "/sha256/custom/")}
        for entry in custom(peer, hash_algorithm="SHA256")
    ]
    cases += custom(peer) + resources(peer) + dates_and_addresses(peer) + key_pair_ids(peer)
    cases += [
        case(peer, f"datetime/{name}", peer_arguments={"date_less_than": {"datetime": text}}, **at)
        for name, text in {
            "naive": "2026-01-01T18:00:00",
            "offset": "2026-01-01T19:30:00+01:30",
            "fraction": "2026-01-01T18:00:00.999999+00:00",
        }.items()
    ]
    cases += with_policy_texts(peer, "policy", RAW_POLICIES, url=VIDEO)
    cases += [
        case(
            peer,
            f"policy-bytes/{name}",
            url=VIDEO,
            raw_policy=text,
            peer_arguments={"policy": {"utf8": text}},
        )
        for name, text in list(RAW_POLICIES.items())[:2]
    ]
    cases += strange(with_policy_texts(peer, "strange-policy", STRANGE_RAW_POLICIES, url=VIDEO))
    cases += strange([
        case(peer, "strange-policy/empty", url=VIDEO, raw_policy=""),
        case(peer, "error/date-and-policy", raw_policy=RAW_POLICIES["directory"], peer_arguments={
            "date_less_than": {"datetime": "2026-01-01T18:00:00"}}, url=VIDEO),
        case(peer, "error/neither-date-nor-policy", url=VIDEO),
        case(peer, "error/date-is-number", peer_arguments={"date_less_than": EXPIRES}, **at),
        case(peer, "error/date-is-text", peer_arguments={"date_less_than": "2026-01-01T18:00:00Z"}, **at),
        case(peer, "error/date-is-date", peer_arguments={"date_less_than": {"datetime_date": "2026-01-01"}}, **at),
        case(peer, "error/policy-is-object", url=VIDEO, peer_arguments={"policy": {"object": {"Statement": []}}}),
        case(peer, "error/url-is-none", peer_arguments={"url": None}, **at),
        case(peer, "error/url-is-bytes", peer_arguments={"url": {"utf8": URL}}, **at),
    ])  # fmt: skip
    return cases


def botocore_ecdsa():
    peer = "botocore_ecdsa"
    usual = {"key": "p256.pkcs8.pem"}
    cases = []
    for hash_algorithm in ("SHA1", "SHA256"):
        fields = usual | {"hash_algorithm": hash_algorithm}
        group = hash_algorithm.lower()
        cases += canned(peer, f"{group}/canned", FEW_PLAIN_URLS, **fields)
        cases += [
            entry | {"id": entry["id"].replace(f"{peer}/", f"{peer}/{group}/")}
            for entry in custom(peer, **fields)
            + keys(peer, (
                "p256.sec1.pem", "p256.sec1-with-parameters.pem", "p256-b.sec1.pem", "p256-b.pkcs8.pem",
            ), hash_algorithm=hash_algorithm)
            + with_policy_texts(peer, "policy", RAW_POLICIES, url=VIDEO, **fields)
        ]  # fmt: skip
    return cases


def boto2():
    peer = "boto2"
    at = {"url": URL, "date_less_than": EXPIRES}
    usual_key = "rsa-2048.pkcs1.pem"
    no_string = {"private_key_string": None}
    cases = canned(peer, "canned", PLAIN_URLS)
    cases += strange(canned(peer, "strange", STRANGE_URLS))
    cases += keys(peer, RSA_PKCS1)
    cases += custom(peer) + resources(peer) + dates_and_addresses(peer) + key_pair_ids(peer)
    cases += [
        case(peer, "text-epoch/canned", peer_arguments={"expire_time": str(EXPIRES)}, **at),
        case(peer, "key-file/name", peer_arguments=no_string | {"private_key_file": {"key_path": usual_key}}, **at),
        case(peer, "key-file/object", peer_arguments=no_string | {"private_key_file": {"key_file": usual_key}}, **at),
        case(peer, "key-file/leading-blank-line", peer_arguments={
            "private_key_string": {"prefix": "\n", "key_text": usual_key}}, **at),
    ]  # fmt: skip
    cases += strange([
        case(peer, "text-epoch/custom", peer_arguments={"expire_time": str(EXPIRES)}, ip_address="192.0.2.7", **at),
        case(peer, "float-epoch/canned", peer_arguments={"expire_time": EXPIRES + 0.5}, **at),
        case(peer, "error/no-key", key=None, peer_arguments=no_string, **at),
        case(peer, "error/two-keys", peer_arguments={"private_key_file": {"key_path": usual_key}}, **at),
        case(peer, "error/pkcs8-key", key="rsa-2048.pkcs8.pem", **at),
        case(peer, "error/ecdsa-key", key="p256.sec1.pem", **at),
        case(peer, "error/public-key", key="rsa-2048.public.pem", **at),
        case(peer, "error/encrypted-key", key="rsa-2048.pkcs8-aes256.pem", **at),
        case(peer, "error/key-text-empty-block", key=None, peer_arguments={
            "private_key_string": "-----BEGIN RSA PRIVATE KEY-----\n"}, **at),
    ])  # fmt: skip
    return cases


def m2crypto():
    peer = "m2crypto"
    secret = {"peer_arguments": {"passphrase": PASSPHRASE}}
    cases = canned(peer, "canned", FEW_PLAIN_URLS)
    cases += custom(peer) + keys(peer, RSA_PKCS1 + RSA_PKCS8)
    cases += canned(peer, "sha256/canned", dict(list(FEW_PLAIN_URLS.items())[:6]), hash_algorithm="SHA256")
    cases += keys(peer, ENCRYPTED, **secret)
    at = {"url": URL, "date_less_than": EXPIRES}
    cases += strange([
        case(peer, "error/public-key", key="rsa-2048.public.pem", **at),
        case(peer, "error/no-key", peer_arguments={"private_key_string": "not a key"}, **at),
        case(peer, "error/wrong-passphrase", key="rsa-2048.legacy-aes128.pem", peer_arguments={
            "passphrase": "wrong"}, **at),
        case(peer, "error/text-message", peer_arguments={"message_as_text": True}, **at),
    ])  # fmt: skip
    return cases
