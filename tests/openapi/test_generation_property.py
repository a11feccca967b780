"""Whatever satisfiable schema is drawn, a valid value is generated."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.openapi.generation_rig import generator, is_valid
from tests.openapi.schema_strategies import schemas_around, values


@settings(
    max_examples=150,
    deadline=None,
    # Schemas are drawn around nested values, which costs more than usual.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data(), seed=st.binary(max_size=4))
def test_a_satisfiable_schema_has_a_value(data: st.DataObject, seed: bytes) -> None:
    allowed = data.draw(values, label="a value that the schema allows")
    schema = data.draw(schemas_around(allowed), label="the schema")
    assert is_valid(schema, allowed)
    assert is_valid(schema, generator().generate(schema, seed=seed))
