"""The adversary itself: it is correct where it must be, and wrong where it says."""

from __future__ import annotations

import base64
import io
import random
import time
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image as Pillow

from tests.adversary.api import FLASH, OPERATIONS, PRICES, RATIOS, SIZES
from tests.adversary.catalogue import CORRECT, DEFECTS, ENTRIES, VARIANTS, build
from tests.adversary.deployed import Deployed, deployed
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Defect, Variant
from tests.adversary.scenario import Seen, transcript
from tests.adversary.survey import failures, number

Bodies = dict[str, object]
PROMPT = {"prompt": "a lamp", "modelId": FLASH}


def client(target: Deployed, key: str | None = None) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key or target.api_key}"}
    return httpx.Client(base_url=f"{target.url}/api/v1", headers=headers, timeout=10)


def seen_of(item: Defect | Variant) -> list[Seen]:
    deployment = Deployment()
    item.apply(deployment)
    random.seed(1)
    return transcript(deployment)


@pytest.fixture(scope="module")
def target() -> Iterator[Deployed]:
    with deployed() as listening:
        yield listening


@pytest.fixture(scope="module")
def correct() -> list[Seen]:
    return seen_of(CORRECT)


def test_names_are_unique() -> None:
    counts = Counter(item.name for item in ENTRIES)
    assert [name for name, count in counts.items() if count > 1] == []


def test_the_catalogue_is_wide() -> None:
    assert len(DEFECTS) >= 400
    assert sum(item.subtle for item in DEFECTS) >= 150
    assert len(VARIANTS) >= 70


@pytest.mark.parametrize("family", sorted({item.family for item in ENTRIES}))
def test_every_entry_of_a_family_opens(family: str) -> None:
    for item in ENTRIES:
        if item.family == family:
            assert build(item.name).good.rows, item.name


def test_starting_is_quick() -> None:
    began = time.perf_counter()
    with deployed() as target, client(target) as http:
        assert http.get("/account").status_code == 200
        assert time.perf_counter() - began < 1


def test_an_image_is_charged_stored_and_the_same_everywhere(target: Deployed) -> None:
    with client(target) as http:
        before = http.get("/account").json()["creditBalance"]
        made = http.post("/images/generate", json=PROMPT).json()
        image = made["image"]
        price = PRICES[FLASH]
        assert made["credits"] == {"charged": price, "remaining": before - price}
        assert http.get("/account").json()["creditBalance"] == before - price
        assert http.get(f"/images/{image['id']}").json()["image"] == image
        shown = http.get(f"/images/{image['id']}", params={"format": "metadata"})
        bare = {name: value for name, value in image.items() if name != "b64_json"}
        assert shown.json()["image"] == bare
        assert http.get("/images").json()["images"][0] == bare
        newest = http.get("/usage").json()["transactions"][0]
        assert (newest["amount"], newest["referenceId"]) == (-price, image["id"])


@pytest.mark.parametrize("ratio", RATIOS)
def test_pictures_have_the_ratio_asked_for(target: Deployed, ratio: str) -> None:
    with client(target) as http:
        order = {**PROMPT, "aspectRatio": ratio}
        image = http.post("/images/generate", json=order).json()["image"]
        data = base64.b64decode(image["b64_json"], validate=True)
        with Pillow.open(io.BytesIO(data)) as picture:
            assert picture.size == SIZES[ratio]
            assert picture.get_format_mimetype() == image["mediaType"]


def test_pages_cover_each_list_once(target: Deployed) -> None:
    with client(target) as http:
        for path, name in (("/images", "images"), ("/usage", "transactions")):
            whole = http.get(path, params={"limit": 100}).json()
            ids = [item["id"] for item in whole[name]]
            walked: list[str] = []
            while len(walked) < whole["total"]:
                query = {"limit": 7, "offset": len(walked)}
                page = http.get(path, params=query).json()
                walked += [item["id"] for item in page[name]]
            assert walked == ids
            assert len(set(ids)) == whole["total"]


def test_the_ledger_adds_up_to_the_balance(target: Deployed) -> None:
    for key in (target.api_key, target.second_api_key, target.poor_api_key):
        with client(target, key) as http:
            balance = http.get("/account").json()["creditBalance"]
            usage = http.get("/usage", params={"limit": 100}).json()
            amounts = [row["amount"] for row in usage["transactions"]]
            assert sum(amounts) == balance


@pytest.mark.parametrize("entry", ["revoked_api_key", "nobody"])
def test_keys_without_an_account_are_refused(target: Deployed, entry: str) -> None:
    key = getattr(target, entry, "gi_nobody_has_this_key_12")
    with client(target, key) as http:
        for path in ("/account", "/usage", "/images"):
            assert http.get(path).status_code == 401
        assert http.post("/images/generate", json=PROMPT).status_code == 401


def test_the_poor_account_is_refused_and_not_charged(target: Deployed) -> None:
    with client(target, target.poor_api_key) as http:
        order = {**PROMPT, "modelId": "google:gemini-3-pro-image-preview"}
        assert http.post("/images/generate", json=order).status_code == 400
        assert http.get("/account").json()["creditBalance"] == 3
        assert http.get("/images").json()["total"] == 0


def test_the_session_of_the_correct_deployment_repeats(correct: list[Seen]) -> None:
    assert seen_of(CORRECT) == correct
    assert {item.status for item in correct} == {200, 400, 401, 404}


def families() -> list[Defect]:
    """Take the first, the middle and the last defect of each family."""
    chosen: list[Defect] = []
    for name in dict.fromkeys(item.family for item in DEFECTS):
        group = [item for item in DEFECTS if item.family == name]
        # Wire defects below HTTP's semantics do not show in a session without sockets.
        group = [item for item in group if not item.name.startswith(("cut-", "drop-"))]
        chosen += [group[0], group[len(group) // 2], group[-1]]
    # Two images at once take their time; one of the family is enough.
    slow = [item for item in chosen if item.family == "concurrency"]
    return [item for item in chosen if item not in slow[1:]]


@pytest.mark.parametrize("item", families(), ids=lambda item: item.name)
def test_a_client_sees_the_defect(item: Defect, correct: list[Seen]) -> None:
    assert seen_of(item) != correct


def test_a_dropped_connection_shows_on_the_wire() -> None:
    with (
        deployed("drop-usage") as target,
        client(target) as http,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        http.get("/usage")


WIRE = (
    "gzip",
    "deflate",
    "chunked",
    "http-1-0",
    "no-length",
    "close-each",
    "small-segments",
    "early-hints",
    "header-capitals",
    "no-reason",
)


@pytest.mark.parametrize("name", WIRE)
def test_an_odd_wire_carries_the_same_answers(name: str) -> None:
    with deployed(name) as target:
        for _ in range(2):
            with client(target) as http:
                assert http.get("/account").json()["creditBalance"] == 1000
                assert http.get("/images").json()["total"] == 57


def test_another_client_works_meanwhile() -> None:
    with deployed("other-client") as target, client(target) as http:
        totals = [http.get("/images").json()["total"] for _ in range(3)]
        while totals[-1] <= totals[0]:
            totals.append(http.get("/images").json()["total"])
        assert totals == sorted(totals)


@pytest.mark.parametrize(
    "path", ["/images/%0A", "/images/a%3Fb", "/images/%FF", "/x%0Ay"]
)
def test_odd_paths_are_refused_in_the_error_shape(target: Deployed, path: str) -> None:
    with client(target) as http:
        reply = http.get(path)
        assert reply.status_code == 404
        assert reply.json()["error"]["message"]


def test_an_unknown_name_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no-such-thing"):
        build("no-such-thing")


def test_every_operation_has_a_defect_that_lets_anybody_in() -> None:
    names = {item.name for item in DEFECTS}
    assert {f"auth-missing-{operation}" for operation in OPERATIONS} <= names


def test_the_survey_reads_reports_of_any_depth() -> None:
    report = {
        "run": {"requests": 120, "credits": {"spent": 9}},
        "clauses": [
            {"id": "LED-01", "outcome": "failed"},
            {"id": "PAG-01", "outcome": "passed"},
        ],
    }
    assert failures(report) == ("LED-01",)
    assert number(report, "requests") == 120
    assert number(report, "spent") == 9
    assert number(report, "images") is None
