"""Strategies for all that can stand on a tape."""

from __future__ import annotations

from hypothesis import strategies as st

from contract_tests.judgement.report import Spending
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    Failure,
    FailureKind,
    Fields,
    Intent,
    Json,
    Picture,
    Reply,
    Role,
    SentRequest,
)
from contract_tests.tape.ndjson import Record
from contract_tests.tape.records import Check, End, Ending, Mode, Note, Run

# Everything that Python can hold in a text, lone surrogates and line ends included.
texts = st.text(st.characters(exclude_categories=()), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
times = st.floats(0, 4e9, allow_nan=False)
counts = st.integers(0, 2**70)

json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=6,
)
fields: st.SearchStrategy[Fields] = st.lists(st.tuples(texts, texts), max_size=3).map(
    tuple
)
intents = st.builds(
    Intent, texts, texts, texts, st.sampled_from(Expects), texts, st.integers(1, 5)
)
requests = st.builds(
    SentRequest,
    st.sampled_from(["GET", "POST"]),
    texts,
    fields,
    json_values,
    st.none() | texts,
    counts,
)
pictures = st.builds(
    Picture,
    counts,
    counts,
    texts,
    st.none() | texts,
    st.none() | counts,
    st.none() | counts,
    st.none() | texts,
    st.none() | texts,
)
replies = st.builds(
    Reply,
    st.integers(100, 999),
    fields,
    json_values,
    st.booleans(),
    st.none() | texts,
    counts,
    st.lists(texts, max_size=2).map(tuple),
    st.lists(st.tuples(texts, pictures), max_size=2).map(tuple),
)
failures = st.builds(Failure, st.sampled_from(FailureKind), texts)
exchanges = st.builds(
    Exchange,
    number=counts,
    at=times,
    seconds=times,
    role=st.sampled_from(Role),
    operation=st.none() | texts,
    intent=intents,
    request=requests,
    reply=st.none() | replies,
    failure=st.none() | failures,
)
runs = st.builds(
    Run,
    tool_version=texts,
    target=texts,
    document_path=texts,
    document_sha256=texts,
    seed=counts,
    nonce=texts,
    level=st.sampled_from(["smoke", "standard", "deep"]),
    mode=st.sampled_from(Mode),
    max_credits=counts,
    roles=st.lists(st.sampled_from([each.value for each in Role]), max_size=3).map(
        tuple
    ),
    started_at=times,
    strict=st.booleans(),
    select=st.lists(texts, max_size=2).map(tuple),
    deselect=st.lists(texts, max_size=2).map(tuple),
    accept=st.dictionaries(texts, texts, max_size=2),
    earlier=st.none() | st.dictionaries(texts, json_values, max_size=2),
)
spendings = st.builds(Spending, counts, counts, counts, counts, counts)
ends = st.builds(End, st.sampled_from(Ending), texts, times, spendings)
records: st.SearchStrategy[Record] = st.one_of(
    exchanges,
    st.builds(Note, texts, texts),
    st.builds(Check, counts, texts, texts, texts),
)
