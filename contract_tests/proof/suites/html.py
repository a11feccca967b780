"""The proof of a suite as one HTML file that needs no network and no script."""

from __future__ import annotations

import base64
import hashlib

from contract_tests.proof.suites.excerpt import excerpt
from contract_tests.proof.suites.gaps import (
    FamilyGaps,
    NextTest,
    best_tests,
    families,
)
from contract_tests.proof.suites.html_filter import (
    FILTERED_STYLE,
    bar,
    choice_of_defects,
)
from contract_tests.proof.suites.results import Attempt, SuiteExit, SuiteReport
from contract_tests.proof.suites.text import (
    again_command,
    failure,
    mock_command,
    notes,
    suite_command,
    unusual_endings,
)
from contract_tests.proof.trial import Trial
from contract_tests.reports.html_elements import Html, element, together
from contract_tests.reports.wording import count, duration

_ALARM_LINES = 6
_TONES = {
    SuiteExit.ALL_NOTICED: "passed",
    SuiteExit.NOT_ALL_NOTICED: "failed",
    SuiteExit.SUITE_FAILS: "inconclusive",
}


def to_html(report: SuiteReport) -> str:
    """Return the report as an HTML text."""
    body = element(
        "body",
        _header(report),
        _navigation(report),
        element(
            "main",
            _failure(report),
            _families(report),
            _alarms(report),
            _tests(report),
            _by_hand(report),
            _all_defects(report),
            _left_out(report),
        ),
        element("footer", element("p", f"contract-tests {report.tool_version}")),
    )
    return f"<!doctype html>\n{element('html', _head(report), body, lang='en')}\n"


def _head(report: SuiteReport) -> Html:
    digest = base64.b64encode(hashlib.sha256(FILTERED_STYLE.encode()).digest())
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest.decode('ascii')}';"
        " base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", report.verdict),
        element("style", Html(FILTERED_STYLE)),
    )


def _header(report: SuiteReport) -> Html:
    facts = {
        "Lawful variants": f"{len(report.variants)}, {count(len(report.alarms), 'false alarm')}",
        "A run takes": duration(max(r.run.seconds for r in report.rehearsals)),
        "Requests in a run": str(report.visits.requests),
        "Took": f"{duration(report.seconds)}, {count(report.jobs, 'job')}",
        "Exit code": str(int(report.exit_code)),
        "Seed": str(report.seed),
        "Older images": str(report.images),
    }
    pairs = [
        element("div", element("dt", name), element("dd", value))
        for name, value in facts.items()
    ]
    told = [each for each in (*notes(report), unusual_endings(report)) if each]
    return element(
        "header",
        element(
            "div",
            element("h1", report.verdict),
            element("pre", report.command),
            *(element("p", each) for each in told),
            class_=f"mark {_TONES[report.exit_code]}",
        ),
        element("dl", *pairs, class_="facts"),
    )


def _navigation(report: SuiteReport) -> Html:
    sections = {
        "families": ("Families", len(families(report))),
        "alarms": ("Stricter than the contract", len(report.alarms)),
        "tests": ("Next tests", len(best_tests(report))),
        "defects": ("Defects", len(report.defects)),
        "left-out": ("Not tried", len(report.left_out)),
    }
    links = [
        together(element("a", f"{title} ", element("b", str(n)), href=f"#{name}"))
        for name, (title, n) in sections.items()
        if n
    ]
    return element("nav", element("div", *links))


def _section(name: str, title: str, *children: Html | None) -> Html:
    return element("section", element("h2", title), *children, id=name)


def _failure(report: SuiteReport) -> Html | None:
    failed = report.failed_rehearsal
    if failed is None:
        return None
    return _section(
        "failure",
        "The suite fails on the correct mock",
        element("pre", failure(failed)),
    )


def _families(report: SuiteReport) -> Html | None:
    if not report.defects:
        return None
    names = ("family", "noticed", "", "of", "plain gaps", "subtle gaps")
    head = element("tr", *(element("th", name) for name in names))
    rows = [_family_row(each) for each in families(report)]
    table = element("table", element("thead", head), element("tbody", *rows))
    return _section("families", "Families, the widest gap first", table)


def _family_row(gaps: FamilyGaps) -> Html:
    plain = sum(each.plain for each in gaps.tests)
    cells = (str(len(gaps.tried)), str(plain or ""), str(gaps.missed - plain or ""))
    return element(
        "tr",
        element("td", element("a", gaps.family, href=f"#family-{gaps.family}")),
        element("td", str(len(gaps.tried) - gaps.missed), class_="number"),
        element("td", bar(1 - gaps.share)),
        *(element("td", cell) for cell in cells),
    )


def _alarms(report: SuiteReport) -> Html | None:
    if not report.alarms:
        return None
    intro = element("p", "These deployments are odd and keep the contract.")
    told = [_alarm(report, each) for each in report.alarms]
    return _section("alarms", "Stricter than the contract", intro, *told)


def _alarm(report: SuiteReport, attempt: Attempt) -> Html:
    name = attempt.trial.name
    return element(
        "article",
        element("h3", name, element("span", f" {attempt.run.told}", class_="quiet")),
        element("p", f"{attempt.trial.text}."),
        element("pre", "\n".join(excerpt(attempt.run, lines=_ALARM_LINES))),
        _output(attempt),
        element("p", "Serve it: ", element("code", _variant_command(report, name))),
        class_="warned",
    )


def _variant_command(report: SuiteReport, name: str) -> str:
    return mock_command(report, name, option="--variant")


def _output(attempt: Attempt) -> Html:
    said = attempt.run.output.rstrip() or "It wrote nothing."
    return element(
        "details", element("summary", "What the suite said last"), element("pre", said)
    )


def _tests(report: SuiteReport) -> Html | None:
    tests = best_tests(report)
    if not tests:
        return None
    intro = element("p", "The test that would notice most stands first.")
    items = element("ol", *map(_test, tests), class_="all-tests")
    return _section("tests", "Next tests", intro, items)


def _test(test: NextTest) -> Html:
    where = element("code", test.where) if test.where else None
    why = element("blockquote", test.why, " ", where) if test.why else None
    hints = element("p", "; ".join(test.hints), class_="quiet") if test.hints else None
    return element(
        "li",
        element(
            "h3", test.instruction, element("span", f" {test.named}", class_="quiet")
        ),
        why,
        hints,
        element(
            "details",
            element("summary", f"would notice {count(len(test.closes), 'defect')}"),
            element("ul", *map(_closed, test.closes)),
        ),
    )


def _closed(trial: Trial) -> Html:
    subtle = " (subtle)" if trial.subtle else ""
    return element("li", element("code", trial.name), f"{subtle}: {trial.text}")


def _by_hand(report: SuiteReport) -> Html | None:
    if not report.missed:
        return None
    first = best_tests(report)[0]
    steps = (
        (
            "Serve a defect, such as this one:",
            mock_command(report, first.closes[0].name),
        ),
        ("Run the suite against it:", suite_command(report)),
        ("Prove a new test:", again_command(report, first.clause)),
    )
    told = [
        together(element("p", title), element("pre", line)) for title, line in steps
    ]
    return _section("by-hand", "By hand", *told)


def _all_defects(report: SuiteReport) -> Html | None:
    if not report.defects:
        return None
    groups = [_family(each) for each in families(report)]
    return _section("defects", "Defects", choice_of_defects(), *groups)


def _family(gaps: FamilyGaps) -> Html:
    ordered = sorted(gaps.tried, key=lambda e: (e.noticed, e.trial.subtle))
    table = element("table", element("tbody", *map(_defect, ordered)))
    return element(
        "section",
        element(
            "h3",
            gaps.family,
            element("span", f" {gaps.missed} not noticed", class_="quiet"),
        ),
        table,
        class_="defects test",
        id=f"family-{gaps.family}",
    )


def _defect(attempt: Attempt) -> Html:
    trial = attempt.trial
    missed = "missed" if trial.subtle else "missed plain"
    word, tone = ("noticed", "passed") if attempt.noticed else ("not noticed", "failed")
    details = f"{trial.clause}{', subtle' if trial.subtle else ''}; {attempt.run.told}"
    return element(
        "tr",
        element("td", element("code", trial.name)),
        element("td", word, class_=f"outcome {tone}"),
        element(
            "td",
            trial.text,
            element("p", details, class_="quiet"),
            _output(attempt) if attempt.noticed else None,
        ),
        class_="noticed" if attempt.noticed else missed,
    )


def _left_out(report: SuiteReport) -> Html | None:
    if not report.left_out:
        return None
    names = ", ".join(each.name for each in report.left_out)
    summary = element("summary", count(len(report.left_out), "deployment"))
    return _section("left-out", "Not tried", element("details", summary, names))
