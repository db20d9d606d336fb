"""The charts of the document, from what was measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from results import Results, digits
from results import time as in_words
from suite import BATCHES, KEYS, POLICIES
from svg import Svg
from tables import FIRST, USUAL


def times(ratio: float) -> str:
    return f"{ratio:.2f} ×" if ratio < 9.95 else f"{ratio:,.0f} ×"


def speedup(results: Results) -> str:
    """Bars: how many times as fast as the usual code, for one URL and in a list of 1,000."""
    left, right, top, row = 258, 705, 118, 54
    width, height = 780, top + row * len(USUAL) + 58
    svg = Svg(
        width,
        height,
        "Times as fast as the code that people sign with today",
        "For each language, how many times as fast cfsign signs CloudFront URLs with RSA 2048, on one core.",
    )
    lists = "lists in lanes of AVX-512 IFMA" if results.in_lanes else "lists without AVX-512 IFMA"
    svg.text(24, 57, f"RSA 2048, one core; {lists}. Longer is better; bars begin at 1 ×, as fast.", "q")
    svg.text(
        24, 76, "Theirs as documented, which reads the key for each URL unless it says “key kept”; ours keeps it.", "q"
    )
    rows = [
        (language, usual, results.ratio(theirs, one).median, results.ratio(theirs, many).median)
        for language, usual, theirs, one, many in USUAL
    ]
    most = math.ceil(math.log2(max(many for *_, many in rows)))

    def scale(ratio: float) -> float:
        return left + math.log2(ratio) / most * (right - left)

    bottom = top + row * len(rows)
    for power in range(most + 1):
        x = scale(2**power)
        if power:
            svg.line(x, top - 8, x, bottom, "g")
        svg.text(x, bottom + 18, f"{2**power} ×", "m b" if power == 0 else "m q")
    svg.text((left + right) / 2, bottom + 40, "times as fast, on a logarithmic axis: each step doubles", "m q")
    for at, (language, usual, one, many) in enumerate(rows):
        y = top + row * at
        svg.text(left - 18, y + 16, language, "b e")
        svg.text(left - 18, y + 34, usual, "e q")
        for offset, ratio, style, label in ((2, one, "l", "one URL"), (22, many, "o", "a list of 1,000")):
            # Where it is slower, the bar goes to the left of the line.
            svg.bar(min(left, scale(ratio)), y + offset, abs(scale(ratio) - left), 18, style)
            svg.text(max(left, scale(ratio)) + 8, y + offset + 14, times(ratio), "b" if style == "o" else "")
            if at == 0:
                svg.text(left + 10, y + offset + 14, label, "i" if style == "o" else "")
    svg.line(left, top - 8, left, bottom, "one")
    return str(svg)


def plot(
    svg: Svg,
    box: tuple[float, float, float, float],
    points: Sequence[tuple[float, float]],
    axis: tuple[str, str],
    ticks: tuple[Sequence[float], Sequence[float]],
    scales: tuple[Callable[[float], float], Callable[[float], float]],
) -> Callable[[float, float], tuple[float, float]]:
    """Axes with their ticks and a line through `points`; `scales` go from values to a fraction of the box."""
    left, top, right, bottom = box
    across, up = scales

    def place(x: float, y: float) -> tuple[float, float]:
        return left + across(x) * (right - left), bottom - up(y) * (bottom - top)

    for tick in ticks[1]:
        _, y = place(ticks[0][0], tick)
        svg.line(left, y, right, y, "g" if tick else "a")
        svg.text(left - 10, y + 4, f"{tick:,g}", "e q")
    for tick in ticks[0]:
        x, _ = place(tick, 0)
        svg.line(x, bottom, x, bottom + 5, "a")
        svg.text(x, bottom + 20, f"{tick:,g}", "m q")
    svg.text((left + right) / 2, bottom + 42, axis[0], "m q")
    svg.text(left - 36, top - 14, axis[1], "q")
    svg.path([place(x, y) for x, y in points], "line")
    for x, y in points:
        svg.dot(*place(x, y), "oo")
    return place


def batch(results: Results) -> str:
    """A line: microseconds for each signature by the length of the list, with RSA_sign beside it."""
    single = results.median("rust/aws-lc-sign") / 1e3
    points = [(count, results.median(f"rust/batch-{count}") / 1e3) for count in BATCHES]
    svg = Svg(
        780,
        400,
        "What a signed URL takes, by the length of the list",
        "Microseconds of one core for each URL that cfsign signs with RSA 2048, for lists of 1 to 4,096.",
    )
    lanes = "with AVX-512 IFMA" if results.in_lanes else "without AVX-512 IFMA"
    svg.text(24, 57, f"RSA 2048, one core, {lanes}. Lower is better.", "q")
    most = 50 * math.ceil(single * 1.15 / 50)
    place = plot(
        svg,
        (70, 104, 740, 330),
        points,
        ("URLs in the list, on a logarithmic axis", "µs for each URL"),
        (BATCHES, range(0, most + 1, 50)),
        (lambda x: math.log2(x) / math.log2(BATCHES[-1]), lambda y: y / most),
    )
    svg.path([place(1, single), place(BATCHES[-1], single)], "ref")
    x, y = place(BATCHES[-1], single)
    svg.text(x, y - 10, f"AWS-LC's RSA_sign, one by one: {digits(single)} µs", "e r")
    for count in (2, 8, 1024):
        value = dict(points)[count]
        x, y = place(count, value)
        ratio = results.ratio("rust/aws-lc-sign", f"rust/batch-{count}").median
        svg.text(x + 2, y - 14, f"{digits(value)} µs, {times(ratio)} as fast", "b" if count != 1024 else "b m")
    return str(svg)


def growth(results: Results) -> str:
    """Two lines: the length of the policy, and the keys of the group."""
    svg = Svg(
        780,
        340,
        "What grows with the policy and with the keys",
        "Microseconds around the private-key operation by the length of the policy; of a verdict by the number of keys.",
    )
    policies = [(length, results.median(f"rust/policy-{length}") / 1e3) for length in POLICIES]
    svg.text(34, 66, "Signing in Rust, all but the private key", "b")
    most = math.ceil(policies[-1][1] * 1.1)
    step = max(1, round(most / 4))
    plot(
        svg,
        (70, 112, 370, 270),
        policies,
        ("bytes in the policy", "µs"),
        ((0, 1000, 2000, 3000, 4000), range(0, most + 1, step)),
        (lambda x: x / 4000, lambda y: y / most),
    )
    keys = [(count, results.median(f"rust/keys-{count}") / 1e3) for count in KEYS]
    svg.text(424, 66, "A verdict in Rust, RSA 2048", "b")
    most = 5 * math.ceil(max(y for _, y in keys) * 1.2 / 5)
    plot(
        svg,
        (460, 112, 745, 270),
        keys,
        ("keys in the trusted key group, logarithmic", "µs"),
        (KEYS, range(0, most + 1, 5)),
        (lambda x: math.log10(x) / 3, lambda y: y / most),
    )
    return str(svg)


def start(results: Results) -> str:
    """Bars: from a bare interpreter to the first signed URL."""
    left, right, top, row = 258, 640, 86, 30
    rows = []
    for language, what, case, nothing in FIRST:
        rows.append((language, what, results.first(case, "used") - results.first(nothing, "used"), "cfsign" in what))
    svg = Svg(
        780,
        top + row * len(rows) + 24,
        "From the start of a process to its first signed URL",
        "Milliseconds of processor time above the same program doing nothing: loading the package, the key, one URL.",
    )
    what = "Processor time to load the package, read the key and sign one URL, above a process that does nothing."
    svg.text(24, 57, what, "q")
    most = max(value for _, _, value, _ in rows)
    last = None
    for at, (language, what, value, ours) in enumerate(rows):
        y = top + row * at
        if language != last:
            svg.text(24, y + 15, language, "b")
        last = language
        svg.text(left - 14, y + 15, what, "e" if ours else "e q")
        svg.bar(left, y, value / most * (right - left), 20, "o" if ours else "p")
        svg.text(left + max(value / most * (right - left), 1) + 8, y + 15, in_words(value), "b" if ours else "")
    svg.line(left, top - 8, left, top + row * len(rows) - 2, "a")
    return str(svg)


CHARTS = {"speedup": speedup, "batch": batch, "growth": growth, "start": start}
