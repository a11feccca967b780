"""What counts as a difference of two replies, and what does not."""

from __future__ import annotations

import pytest

from contract_tests.comparison import Aspect, Difference, Gravity, differences
from contract_tests.tape.exchange import Exchange, Picture
from tests.comparison.exchanges import (
    IMAGE_ID,
    OTHER_ID,
    broken,
    exchange,
    refusal,
    rows,
)

EARLY, LATE = "2025-01-01T00:00:00Z", "2025-06-01T10:20:30.5Z"


def only(left: Exchange, right: Exchange) -> Difference:
    (found,) = differences(left, right)
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (exchange({"userId": "u_1", "email": "a@b.c", "creditBalance": 7}),
         exchange({"userId": "u_2", "email": "x@y.z", "creditBalance": 0})),
        (rows({"id": IMAGE_ID, "createdAt": EARLY, "style": None}),
         rows({"id": OTHER_ID, "createdAt": LATE, "style": "oil"})),
        (rows(), rows({"id": IMAGE_ID})),
        (refusal(body_prompt="type", body_modelId="enum"),
         refusal(body_modelId="enum", body_prompt="type")),
        (exchange({"error": {"message": f"no image {IMAGE_ID}"}}, status=404),
         exchange({"error": {"message": f"no image {OTHER_ID}"}}, status=404)),
        (exchange(status=429, Retry_After="3"), exchange(status=429, Retry_After="70")),
        (exchange(Date="Mon", Server="a", ETag="1"), exchange(Date="Tue", Server="b")),
        (exchange(Cache_Control="no-store, private"), exchange(Cache_Control="private,no-store")),
        (broken(), broken("dropped")),
        (exchange({"next": "c2Vjb25kIHBhZ2Ugb2YgbWFueQ1"}),
         exchange({"next": "dGhpcmQgcGFnZSBvZiBtYW55IDI2"})),
    ],
    ids=["account", "rows", "no rows", "order of details", "id in a message",
         "time to wait", "headers of the server", "order of directives",
         "both broken", "cursors"],
)  # fmt: skip
def test_what_is_of_an_account_or_a_moment_is_no_difference(
    left: Exchange, right: Exchange
) -> None:
    assert differences(left, right) == ()


@pytest.mark.parametrize(
    ("left", "right", "aspect", "path"),
    [
        (exchange(status=404), exchange(status=400), Aspect.STATUS, ""),
        (exchange(), broken(), Aspect.REPLY, ""),
        (exchange(media_type="application/json"), exchange(media_type="text/html"),
         Aspect.MEDIA_TYPE, "Content-Type"),
        (exchange(status=429, Retry_After="3"), exchange(status=429),
         Aspect.HEADER, "Retry-After"),
        (exchange(status=401, WWW_Authenticate="Bearer realm=a"),
         exchange(status=401, WWW_Authenticate="Basic realm=a"),
         Aspect.HEADER, "WWW-Authenticate"),
        (exchange(Cache_Control="no-store"), exchange(Cache_Control="public"),
         Aspect.HEADER, "Cache-Control"),
        (exchange({"email": "a@b.c"}), exchange({}), Aspect.FIELD, "email"),
        (rows({"id": IMAGE_ID}), rows({"id": OTHER_ID, "size": 1}),
         Aspect.FIELD, "images[].size"),
        (rows({"id": IMAGE_ID}), rows({"id": 7}), Aspect.TYPE, "images[].id"),
        (rows({"id": IMAGE_ID}), rows({"id": "img-7"}), Aspect.FORM, "images[].id"),
        (rows({"at": EARLY}), rows({"at": "2025-01-01T00:00:00+00:00"}),
         Aspect.FORM, "images[].at"),
        (rows({"type": "refund"}), rows({"type": "REFUND"}),
         Aspect.VALUE, "images[].type"),
        (rows({"type": "refund", "amount": 5}), rows({"type": "refund", "amount": -5}),
         Aspect.FORM, "images[](refund).amount"),
        (rows({"at": EARLY}, {"at": LATE}), rows({"at": LATE}, {"at": EARLY}),
         Aspect.ORDER, "images[]"),
        (exchange({"limit": 20}), exchange({"limit": 10}), Aspect.VALUE, "limit"),
        (exchange({"image": {"style": None}}, method="POST"),
         exchange({"image": {"style": ""}}, method="POST"), Aspect.TYPE, "image.style"),
        (exchange({"image": {"ratio": "1:1"}}, method="POST"),
         exchange({"image": {"ratio": "16:9"}}, method="POST"),
         Aspect.VALUE, "image.ratio"),
        (refusal(body_prompt="type"), refusal(body_prompt="minLength"),
         Aspect.VALUE, "error.details"),
        (exchange(picture=Picture(8, 6, width=1, height=1)),
         exchange(picture=Picture(8, encoding_problem="it is empty")),
         Aspect.PICTURE, "image.b64_json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_difference_is_told_with_its_place(
    left: Exchange, right: Exchange, aspect: Aspect, path: str
) -> None:
    found = differences(left, right)[0]
    assert (found.aspect, found.path) == (aspect, path)
    assert found.gravity is Gravity.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right", "aspect"),
    [
        (refusal("The body is wrong"), refusal("Invalid body"), Aspect.MESSAGE),
        (exchange({"credits": {"charged": 4}}, method="POST"),
         exchange({"credits": {"charged": 5}}, method="POST"), Aspect.VALUE),
        (exchange(picture=Picture(8, 6, width=1024, height=1024)),
         exchange(picture=Picture(8, 6, width=512, height=512)), Aspect.PICTURE),
        (exchange(media_type="application/json"),
         exchange(media_type="application/json; charset=utf-8"), Aspect.HEADER),
        (rows({"a": 1}, {}), rows({}), Aspect.FIELD),
    ],
    ids=["message", "price", "size of a picture", "charset", "a field of some rows"],
)  # fmt: skip
def test_what_does_not_make_two_deployments_different_is_a_note(
    left: Exchange, right: Exchange, aspect: Aspect
) -> None:
    found = only(left, right)
    assert (found.aspect, found.gravity) == (aspect, Gravity.NOTE)


def test_the_gravest_come_first() -> None:
    left = refusal("The body is wrong", body_prompt="type")
    right = refusal("Invalid body", body_prompt="enum")
    gravities = [each.gravity for each in differences(left, right)]
    assert gravities == sorted(gravities, key=lambda each: each is Gravity.NOTE)
    assert len(set(gravities)) == 2


def test_both_ways_show_the_same_places() -> None:
    left, right = rows({"id": IMAGE_ID, "size": 1}), rows({"id": 7})
    there = [(each.aspect, each.path) for each in differences(left, right)]
    back = [(each.aspect, each.path) for each in differences(right, left)]
    assert there == back
