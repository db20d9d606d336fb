"""What is signed: the URLs, times, address ranges and policy resources that all peers are given."""

import json

ORIGIN = "https://d111111abcdef8.cloudfront.net"

KEY_PAIR_ID = "K2JCJMDEHXQW5F"

# 2026-01-01 18:00 UTC, and a start some days before it.
EXPIRES = 1767290400
STARTS = 1766880000

# aws-cloudfront-sign refuses what has passed already and what comes after January 2038.
LATER_EXPIRES = 2051222400

# URLs that a client sends exactly as they stand here.
PLAIN_URLS = {
    "simple": f"{ORIGIN}/image.jpg",
    "root": f"{ORIGIN}/",
    "http": "http://d111111abcdef8.cloudfront.net/index.html",
    "alternate-domain": "https://cdn.example.com/videos/2026/launch.mp4",
    "punycode-host": "https://xn--bcher-kva.example/katalog.pdf",
    "port": "https://cdn.example.com:8443/a.mp4",
    "localhost": "http://localhost:4566/a.txt",
    "hls-segment": f"{ORIGIN}/videos/hls/1080p/segment00001.ts",
    "trailing-slash": f"{ORIGIN}/videos/",
    "double-slash": f"{ORIGIN}//videos//1.mp4",
    "dot-file": f"{ORIGIN}/.well-known/assetlinks.json",
    "path-tilde": f"{ORIGIN}/~user/file-name_1.0.tar.gz",
    "path-percent-20": f"{ORIGIN}/annual%20report%202026.pdf",
    "path-percent-25": f"{ORIGIN}/100%25.txt",
    "path-percent-2b": f"{ORIGIN}/c%2B%2B.pdf",
    "path-percent-2f": f"{ORIGIN}/folder%2Ffile.txt",
    "path-percent-2a": f"{ORIGIN}/%2A.txt",
    "path-percent-3f": f"{ORIGIN}/why%3F.txt",
    "path-percent-23": f"{ORIGIN}/c%23.pdf",
    "path-plus": f"{ORIGIN}/c++.pdf",
    "path-quote": f"{ORIGIN}/it's.mp4",
    "path-parentheses": f"{ORIGIN}/photo%20(1).jpg",
    "path-brackets": f"{ORIGIN}/a[1].jpg",
    "path-delimiters": f"{ORIGIN}/a;b=c,d@e:f$g!h&i.txt",
    "path-unicode": f"{ORIGIN}/%E3%83%95%E3%82%A1%E3%82%A4%E3%83%AB.txt",
    "path-lower-case-escapes": f"{ORIGIN}/na%c3%afve.pdf",
    "path-long": f"{ORIGIN}/{'long-name-' * 60}.bin",
    "query-one": f"{ORIGIN}/image.jpg?size=large",
    "query-many": f"{ORIGIN}/image.jpg?size=large&license=yes&color=blue",
    "query-empty-value": f"{ORIGIN}/image.jpg?download=",
    "query-no-equals": f"{ORIGIN}/image.jpg?download",
    "query-repeated-name": f"{ORIGIN}/image.jpg?tag=a&tag=b&tag=a",
    "query-empty-component": f"{ORIGIN}/image.jpg?a=b&&c",
    "query-leading-ampersand": f"{ORIGIN}/image.jpg?&color=blue",
    "query-trailing-ampersand": f"{ORIGIN}/image.jpg?color=blue&",
    "query-equals-in-value": f"{ORIGIN}/image.jpg?token=YWJj==",
    "query-plus": f"{ORIGIN}/search?q=a+b",
    "query-percent-20": f"{ORIGIN}/search?q=a%20b",
    "query-percent-2b": f"{ORIGIN}/search?q=a%2Bb",
    "query-percent-27": f"{ORIGIN}/search?q=it%27s",
    "query-unicode": f"{ORIGIN}/search?q=%C3%BCber%20%E6%97%A5%E6%9C%AC",
    "query-lower-case-escapes": f"{ORIGIN}/search?q=%c3%bcber",
    "query-disposition": (
        f"{ORIGIN}/f/8d1f?response-content-disposition=attachment%3B%20filename%2A%3DUTF-8%27%27na%C3%AFve.pdf"
    ),
    "query-disposition-quoted": (
        f"{ORIGIN}/f/8d1f?response-content-disposition=attachment%3B%20filename%3D%22a%20b.pdf%22"
        "&response-content-type=application%2Fpdf"
    ),
    "query-url-encoded": f"{ORIGIN}/go?next=https%3A%2F%2Fexample.com%2F%3Fa%3D1%26b%3D2",
    "query-url-bare": f"{ORIGIN}/go?next=https://example.com/path:1,2;3@4",
    "query-second-question-mark": f"{ORIGIN}/go?a=b?c",
    "query-version-id": f"{ORIGIN}/f.bin?versionId=3HL4kqtJlcpXroDTDmJ-rmSpXd3dIbrHY_MTRCxf3vjVBH40",
    "query-names-in-other-case": f"{ORIGIN}/f.bin?expires=1&policy=2&signature=3&key-pair-id=4",
    "query-long": f"{ORIGIN}/f.bin?data={'0123456789abcdef' * 60}",
}

# Enough of them where a peer treats all alike.
FEW_PLAIN_URLS = {
    name: PLAIN_URLS[name]
    for name in (
        "simple", "root", "http", "alternate-domain", "port", "path-percent-20", "path-plus",
        "path-unicode", "query-one", "query-many", "query-empty-value", "query-empty-component",
        "query-plus", "query-percent-2b", "query-disposition", "query-url-encoded",
    )
}  # fmt: skip

# What people pass all the same. No viewer sends these as they stand, or CloudFront denies them.
STRANGE_URLS = {
    "empty": "",
    "relative": "image.jpg",
    "no-scheme": "d111111abcdef8.cloudfront.net/image.jpg",
    "no-path": ORIGIN,
    "no-path-query": f"{ORIGIN}?size=large",
    "scheme-upper-case": "HTTPS://d111111abcdef8.cloudfront.net/image.jpg",
    "scheme-ftp": "ftp://d111111abcdef8.cloudfront.net/image.jpg",
    "scheme-ws": "wss://d111111abcdef8.cloudfront.net/socket",
    "scheme-rtmp": "rtmp://s5c39gqb8ow64r.cloudfront.net/videos/mp3_name.mp3?size=large",
    "scheme-wildcard": "http*://d111111abcdef8.cloudfront.net/image.jpg",
    "scheme-any": "*://d111111abcdef8.cloudfront.net/image.jpg",
    "host-upper-case": "https://D111111ABCDEF8.cloudfront.net/image.jpg",
    "host-unicode": "https://b\u00fccher.example/katalog.pdf",
    "host-user": "https://user:secret@d111111abcdef8.cloudfront.net/image.jpg",
    "host-default-port": "https://d111111abcdef8.cloudfront.net:443/image.jpg",
    "host-trailing-dot": "https://d111111abcdef8.cloudfront.net./image.jpg",
    "path-space": f"{ORIGIN}/annual report 2026.pdf",
    "path-double-quote": f'{ORIGIN}/say "hi".txt',
    "path-backslash": f"{ORIGIN}/folder\\file.txt",
    "path-angle-brackets": f"{ORIGIN}/a<b>.txt",
    "path-braces": f"{ORIGIN}/{{id}}/a|b^c`d.txt",
    "path-unicode-raw": f"{ORIGIN}/na\u00efve.pdf",
    "path-emoji-raw": f"{ORIGIN}/\U0001f4c4.pdf",
    "path-decomposed": f"{ORIGIN}/nai\u0308ve.pdf",
    "path-dot-segments": f"{ORIGIN}/videos/../image.jpg",
    "path-dot-segments-encoded": f"{ORIGIN}/videos/%2e%2E/image.jpg",
    "path-bad-escape": f"{ORIGIN}/100%zz.txt",
    "path-lone-percent": f"{ORIGIN}/100%",
    "path-bad-utf-8": f"{ORIGIN}/na%EFve.pdf",
    "path-tab": f"{ORIGIN}/a\tb.txt",
    "path-newline": f"{ORIGIN}/a\nb.txt",
    "path-control": f"{ORIGIN}/a\u0001b\u007fc.txt",
    "path-wildcard": f"{ORIGIN}/videos/*",
    "path-wildcard-middle": f"{ORIGIN}/videos/*.mp4?size=large",
    "leading-blank": f" {ORIGIN}/image.jpg",
    "trailing-blank": f"{ORIGIN}/image.jpg ",
    "trailing-newline": f"{ORIGIN}/image.jpg\n",
    "fragment": f"{ORIGIN}/page.html#part-2",
    "fragment-after-query": f"{ORIGIN}/page.html?size=large#part-2",
    "trailing-question-mark": f"{ORIGIN}/image.jpg?",
    "question-mark-ampersand": f"{ORIGIN}/image.jpg?&",
    "query-space": f"{ORIGIN}/search?q=a b",
    "query-quote": f"{ORIGIN}/search?q='a'",
    "query-double-quote": f'{ORIGIN}/search?q="a"',
    "query-backslash": f"{ORIGIN}/search?q=a\\b",
    "query-unicode-raw": f"{ORIGIN}/search?q=\u65e5\u672c",
    "query-disposition-star": f"{ORIGIN}/f?response-content-disposition=attachment%3B+filename*%3DUTF-8%27%27a.pdf",
    "query-bad-escape": f"{ORIGIN}/search?q=100%&r=%zz",
    "query-separators": f"{ORIGIN}/image.jpg?a=1\u2028b",
    "query-expires": f"{ORIGIN}/image.jpg?Expires=1",
    "query-signed-already": (
        f"{ORIGIN}/image.jpg?size=large&Expires=1767290400&Signature=AAAA__&Key-Pair-Id=K2JCJMDEHXQW5F"
    ),
    "query-policy": f"{ORIGIN}/image.jpg?Policy=e30_&Signature=AAAA__&Key-Pair-Id=K2JCJMDEHXQW5F",
    "query-hash-algorithm": f"{ORIGIN}/image.jpg?Hash-Algorithm=SHA256",
    "query-s3-presigned": f"{ORIGIN}/image.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00",
    "json-injection": f'{ORIGIN}/a","Condition":{{}}}},{{"Resource":"*',
}

DATES = {
    "2001": 1000000000,
    "2026": EXPIRES,
    "2037": 2145916799,
    "2038-last-32-bit-second": 2147483647,
    "2038-first-64-bit-second": 2147483648,
    "2040": 2208988800,
    "2100": 4102444800,
    "9999": 253402300799,
}

IP_ADDRESSES = {
    "address": "192.0.2.7",
    "address-zero": "0.0.0.0",
    "address-broadcast": "255.255.255.255",
    "range-32": "192.0.2.7/32",
    "range-31": "198.51.100.0/31",
    "range-25": "203.0.113.128/25",
    "range-24": "192.0.2.0/24",
    "range-23": "198.51.100.0/23",
    "range-16": "172.31.0.0/16",
    "range-12": "172.16.0.0/12",
    "range-8": "10.0.0.0/8",
    "range-1": "128.0.0.0/1",
    "range-0": "0.0.0.0/0",
}

STRANGE_IP_ADDRESSES = {
    "host-bits": "192.0.2.5/24",
    "mask-33": "192.0.2.0/33",
    "mask-empty": "192.0.2.0/",
    "mask-text": "192.0.2.0/255.255.255.0",
    "mask-twice": "192.0.2.0/24/5",
    "octet-300": "300.1.1.1",
    "octet-hex": "0x1.2.3.4",
    "octet-leading-zero": "01.2.3.4",
    "three-octets": "192.0.2",
    "trailing-blank": "192.0.2.7 ",
    "ipv6": "::1",
    "ipv6-range": "2001:db8::/32",
    "name": "localhost",
    "wildcard": "*",
}

# name: (URL the viewer gets, Resource of the policy)
RESOURCES = {
    "same-as-url": (f"{ORIGIN}/image.jpg", f"{ORIGIN}/image.jpg"),
    "same-as-url-query": (f"{ORIGIN}/image.jpg?size=large&b=2", f"{ORIGIN}/image.jpg?size=large&b=2"),
    "directory": (f"{ORIGIN}/videos/1.m3u8", f"{ORIGIN}/videos/*"),
    "extension": (f"{ORIGIN}/videos/hls/1.ts", f"{ORIGIN}/videos/*.ts"),
    "middle": (f"{ORIGIN}/users/42/avatar.png", f"{ORIGIN}/users/*/avatar.png"),
    "one-character": (f"{ORIGIN}/videos/segment7.ts", f"{ORIGIN}/videos/segment?.ts"),
    "covers-query": (f"{ORIGIN}/image.jpg?size=large", f"{ORIGIN}/image.jpg*"),
    "query-value": (f"{ORIGIN}/image.jpg?size=large", f"{ORIGIN}/image.jpg?size=*"),
    "whole-distribution": (f"{ORIGIN}/a/b/c.bin?d=e", f"{ORIGIN}/*"),
    "http-or-https": (f"{ORIGIN}/videos/1.m3u8", "http*://d111111abcdef8.cloudfront.net/videos/*"),
    "any-scheme": (f"{ORIGIN}/videos/1.m3u8", "*://d111111abcdef8.cloudfront.net/videos/*"),
    "any-subdomain": ("https://media.example.com/1.mp4", "https://*.example.com/*"),
    "everything": (f"{ORIGIN}/image.jpg", "*"),
    "escaped-name": (f"{ORIGIN}/annual%20reports/1.pdf", f"{ORIGIN}/annual%20reports/*"),
}

STRANGE_RESOURCES = {
    "not-covering": (f"{ORIGIN}/image.jpg", f"{ORIGIN}/videos/*"),
    "escaped-question-mark": (f"{ORIGIN}/image.jpg?size=large", f"{ORIGIN}/image.jpg\\?size=*"),
    "no-scheme": (f"{ORIGIN}/image.jpg", "*cloudfront.net/image.jpg"),
    "stream-name": (f"{ORIGIN}/videos/mp3_name.mp3", "videos/mp3_name.mp3"),
    "spaces": (f"{ORIGIN}/annual%20reports/1.pdf", f"{ORIGIN}/annual reports/*"),
    "unicode": (f"{ORIGIN}/na%C3%AFve/1.pdf", f"{ORIGIN}/na\u00efve/*"),
    "double-quote": (f"{ORIGIN}/image.jpg", f'{ORIGIN}/"*'),
    "empty": (f"{ORIGIN}/image.jpg", ""),
}


def policy_text(resource, less_than=EXPIRES, greater_than=None, ip_address=None):
    """A policy in the order of the developer guide's template, as people write it by hand."""
    condition = {"DateLessThan": {"AWS:EpochTime": less_than}}
    if greater_than is not None:
        condition["DateGreaterThan"] = {"AWS:EpochTime": greater_than}
    if ip_address is not None:
        condition["IpAddress"] = {"AWS:SourceIp": ip_address}
    statement = {"Statement": [{"Resource": resource, "Condition": condition}]}
    return json.dumps(statement, separators=(",", ":"), ensure_ascii=False)


# Policies a caller might hand over as text, each for ORIGIN/videos/1.m3u8.
RAW_POLICIES = {
    "directory": policy_text(f"{ORIGIN}/videos/*"),
    "all-conditions": policy_text(f"{ORIGIN}/videos/*", EXPIRES, STARTS, "192.0.2.0/24"),
    "guide-order": (
        f'{{"Statement":[{{"Resource":"{ORIGIN}/videos/*","Condition":{{'
        '"IpAddress":{"AWS:SourceIp":"192.0.2.0/24"},'
        f'"DateGreaterThan":{{"AWS:EpochTime":{STARTS}}},"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}}}}}}]}}'
    ),
    "far-date": policy_text(f"{ORIGIN}/videos/*", 4102444800),
    "everything": policy_text("*"),
}

STRANGE_RAW_POLICIES = {
    "spaces": f'{{"Statement": [{{"Resource": "{ORIGIN}/videos/*", "Condition": '
    f'{{"DateLessThan": {{"AWS:EpochTime": {EXPIRES}}}}}}}]}}',
    "indented": json.dumps(json.loads(policy_text(f"{ORIGIN}/videos/*", EXPIRES, STARTS)), indent=3) + "\n",
    "tabs-and-carriage-returns": f'{{\r\n\t"Statement":[{{\r\n\t"Resource":"{ORIGIN}/videos/*",\r\n\t'
    f'"Condition":{{"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}}}}}}]}}\r\n',
    "space-in-resource": policy_text(f"{ORIGIN}/annual reports/*"),
    "unicode": policy_text(f"{ORIGIN}/na\u00efve/*"),
    "escaped-slashes": policy_text(f"{ORIGIN}/videos/*").replace("/", "\\/"),
    "question-mark-escaped": policy_text(f"{ORIGIN}/videos/1.m3u8\\?size=*"),
    "two-statements": f'{{"Statement":[{{"Resource":"{ORIGIN}/a","Condition":{{}}}},{{"Resource":"{ORIGIN}/b"}}]}}',
    "resource-list": f'{{"Statement":[{{"Resource":["{ORIGIN}/a","{ORIGIN}/b"],"Condition":'
    f'{{"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}}}}}}]}}',
    "no-resource": f'{{"Statement":[{{"Condition":{{"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}}}}}}]}}',
    "epoch-time-without-prefix": policy_text(f"{ORIGIN}/videos/*").replace("AWS:EpochTime", "EpochTime"),
    "epoch-time-text": policy_text(f"{ORIGIN}/videos/*", str(EXPIRES)),
    "with-version": policy_text(f"{ORIGIN}/videos/*").replace('{"Statement"', '{"Version":"2012-10-17","Statement"'),
    "not-json": "allow everything",
}
