"""Two deployments are asked the same and held beside each other."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from contract_tests.comparison import (
    Comparison,
    Gravity,
    compare,
    render_json,
    render_text,
)
from contract_tests.errors import NotJudgeable
from contract_tests.settings import Settings
from mockserver import MockServer

DOCUMENT = json.loads((Path(__file__).parents[2] / "openapi.json").read_text("utf-8"))
KEY = "gi_mock_good"
Serve = Callable[..., MockServer]


@pytest.fixture(name="serve")
def serving() -> Iterator[Serve]:
    with ExitStack() as stack:

        def serve(document: Any = None, **options: Any) -> MockServer:
            return stack.enter_context(MockServer(document, **options))

        yield serve


def compared(left: MockServer, right: MockServer, **options: Any) -> Comparison:
    return compare(
        Settings(url=left.url, api_key=KEY, **options),
        Settings(url=right.url, api_key=KEY),
    )


def paths(comparison: Comparison) -> set[tuple[str, str, str]]:
    return {
        (request.name, each.aspect, each.path)
        for request in comparison.requests
        for each in request.differences
        if each.gravity is Gravity.DIFFERENT
    }


def test_two_of_a_kind_answer_alike_and_nothing_is_spent(serve: Serve) -> None:
    comparison = compared(serve(seed=1), serve(seed=2))
    assert not comparison.differs
    assert paths(comparison) == set()
    assert [each.credits for each in comparison.spent] == [0, 0]


def test_with_a_budget_one_image_is_bought_on_each(serve: Serve) -> None:
    comparison = compared(serve(seed=1), serve(seed=2), max_credits=1000)
    assert not comparison.differs
    assert [each.images for each in comparison.spent] == [1, 1]
    bought = next(x for x in comparison.requests if x.name == "a bought image")
    assert bought.left
    assert bought.right
    assert bought.left.request.body == bought.right.request.body


def test_the_budget_is_that_of_both_together(serve: Serve) -> None:
    comparison = compared(serve(seed=1), serve(seed=2), max_credits=5)
    assert sum(each.credits for each in comparison.spent) <= 5


def test_another_limit_is_noticed(serve: Serve) -> None:
    document = copy.deepcopy(DOCUMENT)
    limit = document["paths"]["/api/v1/images"]["get"]["parameters"][0]["schema"]
    limit |= {"maximum": 500, "default": 10}
    found = paths(compared(serve(seed=1), serve(document, seed=1)))
    assert ("listImages", "value", "limit") in found
    assert ("listImages limit=101", "status", "") in found


def test_a_deployment_that_takes_any_key_is_noticed(serve: Serve) -> None:
    comparison = compared(serve(seed=1), serve(seed=1, auth="any"))
    assert ("getAccount with an unknown key", "status", "") in paths(comparison)
    assert ("getAccount without credentials", "status", "") not in paths(comparison)


def test_a_deployment_that_charges_for_refusals_is_noticed_and_left(
    serve: Serve,
) -> None:
    document = copy.deepcopy(DOCUMENT)
    schema = document["components"]["schemas"]["GenerateImageRequest"]
    schema["additionalProperties"] = True
    schema["properties"]["style"] = {}
    del schema["properties"]["prompt"]["minLength"]
    comparison = compared(serve(seed=1), serve(document, seed=1))
    assert comparison.differs
    assert comparison.spent[1].images == 1


def test_a_deployment_that_is_down_is_named(serve: Serve) -> None:
    here = serve(seed=1)
    gone = Settings(url="http://127.0.0.1:9", api_key=KEY)
    with pytest.raises(NotJudgeable, match=r"http://127\.0\.0\.1:9: no connection"):
        compare(Settings(url=here.url, api_key=KEY), gone)


def test_a_refused_key_is_told_without_the_key(serve: Serve) -> None:
    here = serve(seed=1)
    stranger = Settings(url=here.url, api_key="gi_nobody_has_this_one")
    with pytest.raises(NotJudgeable, match="the API key was refused") as error:
        compare(Settings(url=here.url, api_key=KEY), stranger)
    assert "gi_nobody" not in str(error.value)


def test_the_text_ends_with_a_verdict(serve: Serve) -> None:
    text = render_text(compared(serve(seed=1), serve(seed=2)))
    assert text.endswith("requests compared, 0 credits spent: they answer alike\n")


def test_the_text_tells_a_difference_once_with_its_requests(serve: Serve) -> None:
    text = render_text(compared(serve(seed=1), serve(seed=1, auth="any")))
    assert text.count("status: 401 | 200") == 1
    assert "getAccount with an unknown key; listImages with an unknown key" in text
    assert text.endswith(": they differ\n")


def test_no_key_is_in_a_report(serve: Serve) -> None:
    comparison = compared(serve(seed=1), serve(seed=1, auth="any"))
    assert KEY not in render_text(comparison) + render_json(comparison)


def test_the_json_has_every_request(serve: Serve) -> None:
    comparison = compared(serve(seed=1), serve(seed=2))
    content = json.loads(render_json(comparison))
    assert content["differs"] is False
    assert len(content["requests"]) == len(comparison.requests)
    first = content["requests"][0]
    assert (first["name"], first["statuses"]) == ("the account", [200, 200])
