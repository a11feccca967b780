"""What `prove --command` says of a suite."""

from __future__ import annotations

from pathlib import Path

from tests.proof.suites.conftest import DEFECT, OTHER_DEFECT, VARIANT, Prove, Suite

BOTH = ("--select", DEFECT, "--select", OTHER_DEFECT)


def test_a_suite_that_notices_all_ends_with_0(prove: Prove, limit_suite: Suite) -> None:
    proved = prove(limit_suite("sys.exit('bad')"), "--select", DEFECT)

    assert proved.code == 0
    assert proved.last_line == "0 of 1 defects not noticed"


def test_what_is_not_noticed_is_named_with_the_test_that_would_notice_it(
    prove: Prove, limit_suite: Suite
) -> None:
    proved = prove(limit_suite("sys.exit('bad')"), *BOTH)

    assert proved.code == 1
    assert proved.last_line == "1 of 2 defects not noticed"
    assert "test that: without parameters a list has limit 20" in proved.out
    assert f"{OTHER_DEFECT}: " in proved.out
    assert f"mockserver --defect {OTHER_DEFECT} --images 57" in proved.out
    assert "--select PAG-01" in proved.out


def test_a_suite_that_fails_on_the_correct_mock_is_run_once(
    prove: Prove, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"

    proved = prove(f"echo x >> '{runs}'; echo these are last words; exit 4")

    assert proved.code == 3
    assert runs.read_text() == "x\n"
    assert "FAILS ON THE CORRECT MOCK (exit code 4)" in proved.out
    assert "these are last words" in proved.out
    assert proved.last_line == "0 of 0 defects not noticed"


def test_a_suite_that_fails_on_a_lawful_variant_ends_with_3(
    prove: Prove, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    second_time = f"[ ! -e '{runs}' ] || {{ echo too strict; exit 1; }}; : > '{runs}'"

    proved = prove(second_time, "--select", VARIANT, "--select", DEFECT)

    assert proved.code == 3
    assert "STRICTER THAN THE CONTRACT: it fails on 1 lawful variant\n" in proved.out
    assert f"{VARIANT} (exit code 1): " in proved.out
    assert "| too strict" in proved.out
    assert proved.last_line == "0 of 1 defects not noticed"


def test_a_suite_that_cannot_run_beside_itself_is_told_so(
    prove: Prove, tmp_path: Path
) -> None:
    lock = tmp_path / "lock"

    proved = prove(f"mkdir '{lock}' && sleep 0.3 && rmdir '{lock}'", "--sample", "12")

    assert proved.code == 3
    assert "beside itself" in proved.out
    assert "--jobs 1" in proved.out


def test_a_suite_that_fails_in_the_end_is_not_believed(
    prove: Prove, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    eventually = f"echo x >> '{runs}'; [ $(wc -l < '{runs}') -lt 8 ]"

    proved = prove(eventually, "--select", "paging", "--sample", "10", "--jobs", "1")

    assert proved.code == 3
    assert "after all the others" in proved.out
    assert proved.last_line == "5 of 10 defects not noticed"


def test_a_suite_that_asks_for_nothing_is_warned_of_at_once(prove: Prove) -> None:
    proved = prove("true", "--select", DEFECT)

    assert proved.code == 1
    assert "contract-tests: warning: The suite sent no request" in proved.err
    assert proved.err.index("warning") < proved.err.index("to go")
    assert proved.last_line == "1 of 1 defects not noticed"


def test_operations_that_are_never_asked_for_are_told(
    prove: Prove, limit_suite: Suite
) -> None:
    proved = prove(limit_suite("sys.exit('bad')"), "--select", DEFECT)

    told = " ".join(proved.out.split())

    assert "POST /api/v1/images/generate, GET /api/v1/images/{id}, " in told
    assert "GET /api/v1/images, " not in told


def test_a_sample_says_what_was_left_out(prove: Prove) -> None:
    proved = prove("true", "--select", "paging", "--sample", "3")

    assert proved.last_line == "3 of 3 defects not noticed"
    assert "Not tried: " in proved.out


def test_nothing_tried_within_the_time_is_no_success(prove: Prove) -> None:
    proved = prove("true", "--select", DEFECT, "--budget-time", "0.001")

    assert proved.code == 3
    assert "Nothing was tried" in proved.out


def test_quiet_prints_the_last_line_alone(prove: Prove, limit_suite: Suite) -> None:
    proved = prove(limit_suite("sys.exit(1)"), "--select", DEFECT, "--quiet")

    assert proved.out == "0 of 1 defects not noticed\n"
    assert proved.err == ""
