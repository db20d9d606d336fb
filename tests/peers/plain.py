"""Which cases a careful API takes as they are, and signs just as the peer did.

A plain case holds a URL that clients send unchanged and CloudFront can match; the rest are kept for
those who stand in for the peer and have to repeat what it does with anything.
"""

import ipaddress
import json
import re

RESERVED = {"Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"}

URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(?P<port>[1-9][0-9]*))?"
    r"(?P<path>/[^?#]*)(?:\?(?P<query>[^#]+))?"
)
# Every client sends these as they are, in the path and in the query: an escape has to be in capitals,
# and of a character that needs one.
UNRESERVED = "|".join(f"{byte:02X}" for byte in range(128) if re.match(r"[A-Za-z0-9\-._~]", chr(byte)))
SENT_AS_IS = re.compile(rf"(?:[A-Za-z0-9\-._~!$&()*+,;=:@/?']|%(?!{UNRESERVED})[0-9A-F]{{2}})*")
DOT_SEGMENT = re.compile(r"/(?:\.|%2[eE]){1,2}(?:/|$)")


def is_good_url(url):
    """Whether clients send `url` byte for byte and nothing in it is CloudFront's own."""
    match = URL.fullmatch(url)
    if not match or not SENT_AS_IS.fullmatch(match["path"]) or DOT_SEGMENT.search(match["path"]):
        return False
    if match["port"] == {"http": "80", "https": "443"}[match["scheme"]]:
        return False
    query = match["query"] or ""
    names = {pair.split("=")[0] for pair in query.split("&")}
    from_s3 = any(name.startswith("X-Amz-") for name in names)
    return bool(SENT_AS_IS.fullmatch(query)) and "'" not in query and not names & RESERVED and not from_s3


def is_good_pattern(resource):
    """Whether `resource` is a good URL but for wildcards, or the one wildcard for everything."""
    if resource == "*":
        return True
    prefix = re.match(r"(https?|http\*|\*)://", resource)
    if not prefix:
        return False
    host, slash, rest = resource[prefix.end() :].partition("/")
    return is_good_url("https://" + host.replace("*", "any").replace("?", "x") + slash + rest)


def is_good_address(text):
    try:
        ipaddress.IPv4Network(text)
    except ValueError:
        return False
    return True


def is_usual_policy(text):
    """Whether `text` is one statement of the documented form, without spaces."""
    if re.search(r"\s", text):
        return False
    match json.loads(text):
        case {
            "Statement": [{"Resource": str(resource), "Condition": {"DateLessThan": {"AWS:EpochTime": int()}}}]
        } as read:
            statement = read["Statement"][0]
            usual = len(read) == 1 and len(statement) == 2
            usual &= statement["Condition"].keys() <= {"DateLessThan", "DateGreaterThan", "IpAddress"}
            return (
                usual
                and json.dumps(read, separators=(",", ":"), ensure_ascii=False) == text
                and is_good_pattern(resource)
            )
    return False


def is_plain(case):
    """Whether finished `case` is a plain one."""
    if not re.fullmatch(r"[A-Za-z0-9]+", case["key_pair_id"]):
        return False
    try:
        return has_good_input(case) and signed_as_given(case)
    except json.JSONDecodeError:
        return False


def has_good_input(case):
    if case["operation"] == "url" and not is_good_url(case.get("url", "")):
        return False
    if not case["custom"]:
        return "*" not in case["url"] and is_good_url(case["url"])
    if "ip_address" in case and not is_good_address(case["ip_address"]):
        return False
    if case.get("date_greater_than", 0) >= case.get("date_less_than", 2**63):
        return False
    if "raw_policy" in case:
        return is_usual_policy(case["raw_policy"])
    resource = case.get("policy_resource", case["url"])
    if case["operation"] == "url" and "policy_resource" not in case:
        # It stands for itself, so nothing in it may be read as a wildcard.
        return "*" not in resource and resource.count("?") < 2
    return is_good_pattern(resource)


def signed_as_given(case):
    """Whether the peer put into the policy and the URL what it was given."""
    if "signed_url" in case:
        separator = "&" if "?" in case["url"] else "?"
        if not case["signed_url"].startswith(case["url"] + separator):
            return False
    if "raw_policy" in case:
        return case["policy"] == case["raw_policy"]
    statement = json.loads(case["policy"])["Statement"][0]
    condition = statement["Condition"]
    address = condition.get("IpAddress", {}).get("AWS:SourceIp")
    given = case.get("ip_address")
    return (
        statement["Resource"] == case.get("policy_resource", case["url"])
        and condition["DateLessThan"]["AWS:EpochTime"] == case["date_less_than"]
        and condition.get("DateGreaterThan", {}).get("AWS:EpochTime") == case.get("date_greater_than")
        and address == (given if given is None or "/" in given else f"{given}/32")
    )
