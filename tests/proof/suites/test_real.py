"""A usual suite of others, as it is."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from tests.proof.suites.conftest import VARIANT, Prove

FETCH = Path(__file__).parent / "real" / "fetch.test.mjs"


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node.js")
def test_a_suite_of_node_is_told_what_it_takes_for_granted(prove: Prove) -> None:
    selects = [f"--select={name}" for name in (VARIANT, "LED-01")]

    proved = prove(f"node --test {shlex.quote(str(FETCH))}", *selects)

    assert proved.code == 3
    assert "not ok 2 - an image is generated, charged and listed" in proved.out
