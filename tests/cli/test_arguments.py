from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.cli.arguments import Arguments, UsageError, read_arguments
from mockserver.cli.options import OPTIONS, Kind, Option
from tests.cli.command import run

# A good and a bad text for each option, and what the good one means.
TEXTS: dict[str, tuple[str, object, str | None]] = {
    "--port": ("0", 0, "65536"),
    "--host": ("0.0.0.0", "0.0.0.0", None),
    "--port-file": ("p", Path("p"), None),
    "--uds": ("s", Path("s"), None),
    "--api-key": ("a=5", {"a": 5}, "=5"),
    "--credits": ("7", 7, "-1"),
    "--auth": ("any", "any", "none"),
    "--no-magic": ("true", False, "yes"),
    "--price": ("m=3", {"m": 3}, "m"),
    "--price-file": ("", None, "/nowhere.json"),
    "--rate-limit": ("20/1s", None, "20"),
    "--picture": ("plain", "plain", "drawn"),
    "--picture-size": ("64", 64, "8"),
    "--picture-format": ("webp", "webp", "gif"),
    "--images": ("5", 5, "x"),
    "--seed": ("7", 7, "1.5"),
    "--state": ("f.db", Path("f.db"), None),
    "--latency": ("100-300", (0.1, 0.3), "3-1"),
    "--strict": ("true", True, "1"),
    "--cors": ("false", False, "on"),
    "--max-request-body-size": ("10", 10, "0"),
    "--defect": ("images-not-charged", ["images-not-charged"], "images-charged"),
    "--variant": ("newest-last", ["newest-last"], "newest"),
    "--log-level": ("debug", "debug", "loud"),
    "--log-format": ("json", "json", "xml"),
}


def found(arguments: Arguments, option: Option) -> object:
    field = {"no_magic": "magic"}.get(option.field, option.field)
    return (
        getattr(arguments, field)
        if hasattr(arguments, field)
        else getattr(arguments.settings, field)
    )


def test_every_option_is_in_this_table() -> None:
    assert list(TEXTS) == [option.name for option in OPTIONS]


@pytest.mark.parametrize(
    "option",
    [option for option in OPTIONS if not option.by_hand],
    ids=lambda option: option.name,
)
def test_an_option_and_its_variable_mean_the_same(option: Option) -> None:
    good, meaning, bad = TEXTS[option.name]
    more = ["--api-key", "k"] if option.field == "no_magic" else []
    if good:
        from_variable = read_arguments(more, {option.variable: good})
        given = {Kind.FLAG: [option.name], Kind.SWITCH: ["--no-cors"]}.get(
            option.kind, [option.name, good]
        )
        from_option = read_arguments([*more, *given], {})
        assert found(from_option, option) == found(from_variable, option)
        if meaning is not None:
            assert found(from_option, option) == meaning
    if bad is not None:
        with pytest.raises(UsageError, match=option.variable):
            read_arguments(more, {option.variable: bad})


@pytest.mark.parametrize(
    "option",
    [option for option in OPTIONS if option.by_hand],
    ids=lambda option: option.name,
)
def test_no_variable_turns_on_what_only_a_hand_may(option: Option) -> None:
    good, meaning, bad = TEXTS[option.name]

    assert found(read_arguments([option.name, good], {}), option) == meaning
    with pytest.raises(UsageError, match=f"{option.variable}.*{option.name} NAME"):
        read_arguments([], {option.variable: good})
    with pytest.raises(UsageError, match=f"{option.name}: there is no"):
        read_arguments([option.name, str(bad)], {})


def test_an_option_beats_its_variable() -> None:
    told = read_arguments(["--credits", "5"], {"MOCKSERVER_CREDITS": "9"})

    assert told.settings.credits == 5


@pytest.mark.parametrize(
    ("arguments", "environment", "port"),
    [
        ([], {}, 4010),
        ([], {"PORT": "1"}, 1),
        ([], {"PORT": "1", "MOCKSERVER_PORT": "2"}, 2),
        (["-p", "3"], {"PORT": "1", "MOCKSERVER_PORT": "2"}, 3),
    ],
)
def test_a_bare_port_is_honoured_last(
    arguments: list[str], environment: dict[str, str], port: int
) -> None:
    assert read_arguments(arguments, environment).port == port


def test_repeated_options_are_commas_in_the_environment() -> None:
    told = read_arguments(
        [], {"MOCKSERVER_API_KEY": "a=1,b", "MOCKSERVER_PRICE": "m=1,n=2"}
    )

    assert told.settings.api_keys == {"a": 1, "b": None}
    assert told.settings.prices == {"m": 1, "n": 2}


@pytest.mark.parametrize(
    ("text", "key", "credits"),
    [
        ("key", "key", None),
        ("key=5", "key", 5),
        ("a=b=5", "a=b", 5),
        ("base64==", "base64==", None),
        ("a=b", "a=b", None),
        ("a=5=", "a=5=", None),
    ],
)
def test_a_key_is_split_at_the_last_sign_before_digits(
    text: str, key: str, credits: int | None
) -> None:
    assert read_arguments(["--api-key", text], {}).settings.api_keys == {key: credits}


def test_no_message_shows_a_key() -> None:
    for keys in (
        ["--api-key", "se cret"],
        ["--api-key", "secret", "--api-key", "secret"],
    ):
        with pytest.raises(UsageError) as caught:
            read_arguments(keys, {})
        assert "cret" not in str(caught.value)


def test_no_keys_at_all_is_refused() -> None:
    with pytest.raises(
        UsageError,
        match="leaves no valid key",
    ):
        read_arguments(["--no-magic"], {})


def test_the_document_may_stand_in_the_environment() -> None:
    assert read_arguments([], {"MOCKSERVER_DOCUMENT": "a.json"}).document == Path(
        "a.json"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--prot", "5"], "did you mean --port?"),
        (["a.json", "b.json"], "b.json"),
        (["--port"], "--port"),
        (["--port", "x"], "--port"),
    ],
)
def test_wrong_usage_is_exit_2_and_told(arguments: list[str], told: str) -> None:
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "mockserver --help" in done.stderr


HEAVY = {"starlette", "uvicorn", "PIL", "jsonschema_rs", "yaml", "orjson", "asyncio"}


def loaded(stderr: str) -> set[str]:
    """Return the modules in the report of ``-X importtime``."""
    lines = [line for line in stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


def test_help_names_every_option_and_fits_100_columns() -> None:
    done = run("--help", environment={"COLUMNS": "100"})

    assert (done.returncode, done.stderr) == (0, "")
    for option in OPTIONS:
        assert all(flag in done.stdout for flag in option.flags)
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize("argument", ["--help", "--version", "--nonsense", "--port=x"])
def test_what_does_not_serve_loads_nothing_heavy(argument: str) -> None:
    done = run(argument, environment={"PYTHONPROFILEIMPORTTIME": "1"})
    found = loaded(done.stderr)

    assert "mockserver.cli.options" in found
    assert not HEAVY & found


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([""], "DOCUMENT must not be empty"),
        (["--state", ""], "--state: must not be empty"),
        (["--price", "m=1", "--price", "m=2"], "--price: m is given twice"),
    ],
    ids=["document", "state", "price"],
)
def test_what_would_be_ignored_is_refused(arguments: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_arguments(arguments, {})


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    told = read_arguments(["--state", "~/a.db"], {"MOCKSERVER_DOCUMENT": "~/a.json"})

    assert told.settings.state == Path("/home/me/a.db")
    assert told.document == Path("/home/me/a.json")


def test_version_is_the_distributions() -> None:
    done = run("--version")

    assert done.stdout == "mockserver 0.1.0\n"
