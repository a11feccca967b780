from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from contract_tests.judgement.report import ExitCode, Outcome, Report
from contract_tests.reports.markdown import MOST_BYTES, to_markdown
from tests.reports.reports import NASTY, breach, clause, nasty, report, verdict

ALLOWED_HTML = re.compile(
    r"<!-- -->|</?details>|<details>\n<summary>[^<>]*</summary>\n?|</?summary>"
)


def tokens(text: str) -> Iterator[Token]:
    for token in (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    ):
        yield token
        yield from token.children or ()


def shape(text: str) -> list[str]:
    """Return what blocks a text has, without their words and rows."""
    return [each.type for each in tokens(text) if each.block and each.type != "inline"]


@pytest.mark.parametrize("name", NASTY)
def test_nothing_of_a_target_is_html_or_a_link(name: str) -> None:
    for token in tokens(to_markdown(nasty(NASTY[name]))):
        assert token.type not in ("link_open", "image", "em_open", "s_open")
        if token.type in ("html_inline", "html_block"):
            assert ALLOWED_HTML.fullmatch(token.content.strip()), token.content


@pytest.mark.parametrize("name", sorted(set(NASTY) - {"empty", "blank"}))
def test_a_text_leaves_neither_its_fence_nor_its_cell(name: str) -> None:
    assert shape(to_markdown(nasty(NASTY[name]))) == shape(to_markdown(nasty("plain")))


@pytest.mark.parametrize("name", NASTY)
def test_what_cannot_be_seen_is_written_as_an_escape(name: str) -> None:
    text = to_markdown(nasty(NASTY[name]))

    assert all(each in "\n\t\u200d" or each.isprintable() for each in text)


def test_the_verdict_comes_first() -> None:
    text = to_markdown(report([verdict("PAG-04", Outcome.FAILED)]))

    assert text.startswith("## The contract is broken\n")
    assert "1 clause failed. Exit code 1." in text


def test_a_failure_can_be_pasted_from_a_fence() -> None:
    text = to_markdown(report([verdict("PAG-04", Outcome.FAILED)]))

    (curl,) = [each for each in tokens(text) if each.content.startswith("curl ")]
    assert curl.type == "fence"
    assert '-H "Authorization: Bearer $CONTRACT_TESTS_API_KEY"' in curl.content


def test_a_table_counts_by_family() -> None:
    text = to_markdown(
        report([verdict("PAG-1", Outcome.PASSED), verdict("GEN-1", Outcome.SKIPPED)])
    )

    assert "| PAG |  |  | 1 |  |  |" in text
    assert "| **all** |  |  | 1 |  | 1 |" in text


def test_skipped_clauses_are_folded_by_reason() -> None:
    text = to_markdown(
        report(
            verdict(f"GEN-{number}", Outcome.SKIPPED, reason="no budget")
            for number in (1, 2)
        )
    )

    assert "<summary>Skipped: 2 clauses</summary>" in text
    assert "- no budget: GEN-1, GEN-2" in text


def large(number: int) -> Report:
    return report(
        verdict(
            f"PAG-{each}", Outcome.FAILED, breaches=[breach(observed="猫```" * 150)]
        )
        for each in range(number)
    )


def test_a_long_report_is_cut_between_blocks() -> None:
    text = to_markdown(large(2000))

    assert MOST_BYTES * 0.99 < len(text.encode("utf-8")) <= MOST_BYTES
    assert text.startswith("## The contract is broken\n")
    assert text.endswith("hold the rest.*\n")
    *_, last = (each for each in tokens(text) if each.type == "inline")
    assert last.content.startswith("*The report was cut here")


@pytest.mark.parametrize("most", range(600, 4000, 97))
def test_any_limit_is_kept(most: int) -> None:
    text = to_markdown(large(3), most_bytes=most)

    assert len(text.encode("utf-8")) <= most
    assert text.endswith("\n")


def test_a_run_that_was_not_judged_says_why() -> None:
    found = report(exit_code=ExitCode.NOT_JUDGED, cause="the key is refused with 401")

    text = to_markdown(found)
    assert "the key is refused with 401" in text.split("\n\n")[1]


def test_a_pointer_can_be_copied() -> None:
    pointer = clause("PAG-04").sources[0].pointer
    text = to_markdown(report([verdict("PAG-04", Outcome.FAILED)]))

    assert f"`{pointer}`" in text
