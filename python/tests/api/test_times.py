"""Times: aware datetimes, timedeltas, epoch seconds; and the sentence for everything else."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone

import pytest

import libcfsign
from libcfsign import Policy

URL = "https://d111111abcdef8.cloudfront.net/a.jpg"
EXPIRES = 1_767_290_400


def until(when: object) -> int:
    return Policy(URL, when).date_less_than  # type: ignore[arg-type]


def test_the_three_forms() -> None:
    aware = datetime(2026, 1, 1, 18, tzinfo=timezone.utc)
    assert until(EXPIRES) == until(aware) == EXPIRES
    assert until(aware.astimezone(timezone(timedelta(hours=-9, minutes=-30)))) == EXPIRES
    before = int(time.time())
    assert before + 60 <= until(timedelta(minutes=1)) <= int(time.time()) + 60


def test_fractions_never_lengthen() -> None:
    aware = datetime(2026, 1, 1, 18, 0, 0, 999_999, tzinfo=timezone.utc)
    assert until(aware) == EXPIRES
    last = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc)
    assert until(last) == 253_402_300_799


def test_subclasses_and_indices() -> None:
    class Stamp(datetime):
        pass

    class Second(int):
        pass

    class Index:
        def __index__(self) -> int:
            return EXPIRES

    assert until(Stamp(2026, 1, 1, 18, tzinfo=timezone.utc)) == EXPIRES
    assert until(Second(EXPIRES)) == until(Index()) == EXPIRES


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (True, "found bool; True would count as the second 1 of 1970"),
        (time.time(), r"found float; for time.time\(\) \+ 3600 write int\(time.time\(\)\) \+ 3600"),
        ("2026-01-01", "found str; read it with datetime.fromisoformat"),
        (date(2026, 1, 1), "found date; a date has no time of day"),
        (object(), "wanted an aware datetime, a timedelta from now, or an int of epoch seconds"),
        (b"5", "found bytes"),
    ],
)
def test_wrong_types(wrong: object, sentence: str) -> None:
    with pytest.raises(TypeError, match=sentence):
        until(wrong)


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        (datetime(2026, 1, 1), "invalid-time", r"\.replace\(tzinfo=timezone\.utc\)"),
        (3600, "invalid-time", "not a duration"),
        (-1, "invalid-time", "wanted seconds since 1970"),
        (10**30, "invalid-time", "beyond any time"),
        (EXPIRES * 1000, "time-in-milliseconds", "divide it by 1000"),
        (timedelta(seconds=-1), "invalid-time", "negative timedelta"),
        (timedelta.max, "invalid-time", "year 9999"),
        (datetime(1, 1, 1, tzinfo=timezone.utc), "invalid-time", "seconds since 1970"),
    ],
)
def test_wrong_values(wrong: object, code: str, sentence: str) -> None:
    with pytest.raises(libcfsign.InvalidInput, match=sentence) as raised:
        until(wrong)
    assert raised.value.code == code


def test_a_time_zone_that_breaks_is_heard() -> None:
    class Zone(datetime):
        def utcoffset(self) -> timedelta:
            raise RuntimeError("no offset today")

    with pytest.raises(RuntimeError, match="no offset today"):
        until(Zone(2026, 1, 1))


def test_start_and_end() -> None:
    policy = Policy(URL, EXPIRES, date_greater_than=EXPIRES - 60, ip_address="192.0.2.0/24")
    assert (policy.date_greater_than, policy.ip_address) == (EXPIRES - 60, "192.0.2.0/24")
    assert not policy.is_canned
    with pytest.raises(libcfsign.InvalidInput) as raised:
        Policy(URL, EXPIRES, date_greater_than=EXPIRES)
    assert raised.value.code == "starts-after-it-expires"


def test_bucketed_expiry_is_stable_and_never_short() -> None:
    now = EXPIRES + 1
    ends = {
        libcfsign.expires_in(timedelta(hours=1), bucket=900, now=now + second)
        for second in range(600)
    }
    assert ends == {EXPIRES + 3600 + 900}
    assert libcfsign.expires_in(3600, now=now) == now + 3600
    assert libcfsign.expires_in(60) >= int(time.time()) + 59
    with pytest.raises(TypeError, match="found float"):
        libcfsign.expires_in(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="found bool"):
        libcfsign.expires_in(True)
