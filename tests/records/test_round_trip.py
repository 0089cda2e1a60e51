"""Whatever a record may hold survives MessagePack, JSON and a decoder that checks every type."""

import importlib
import pkgutil
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect as shapes

import desktop.records
from desktop.records.record import Record


def record_types() -> Iterator[type[Record]]:
    """Give every record of the house."""
    for module in pkgutil.iter_modules(desktop.records.__path__, "desktop.records."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Record) and value.__module__ == module.name:
                yield value


RECORDS = sorted(set(record_types()) - {Record}, key=lambda kind: kind.__name__)
FEW = 2
"""How many elements a collection has at most: enough for none, one and many."""


PLAIN: dict[type[shapes.Type], st.SearchStrategy[object]] = {
    shapes.NoneType: st.none(),
    shapes.BoolType: st.booleans(),
    shapes.StrType: st.text(max_size=8),
    shapes.BytesType: st.binary(max_size=8),
}


def holds(kind: shapes.Type) -> st.SearchStrategy[object]:
    """Give every value that a field of this type may hold, its bounds included."""
    match kind:
        case shapes.IntType():
            return st.integers(-(2**63) if kind.ge is None else kind.ge, 2**64 - 1 if kind.le is None else kind.le)
        case shapes.FloatType():
            return within(kind)
        case shapes.LiteralType():
            return st.sampled_from(kind.values)
        case shapes.UnionType():
            return st.one_of([holds(each) for each in kind.types])
        case _:
            return PLAIN[type(kind)] if type(kind) in PLAIN else holds_many(kind)


def within(kind: shapes.FloatType) -> st.SearchStrategy[object]:
    """Give the finite numbers within a type's bounds."""
    return st.floats(
        min_value=kind.gt if kind.ge is None else kind.ge,
        max_value=kind.lt if kind.le is None else kind.le,
        exclude_min=kind.gt is not None,
        exclude_max=kind.lt is not None,
        allow_nan=False,
        allow_infinity=False,
    )


def holds_many(kind: shapes.Type) -> st.SearchStrategy[object]:
    """Give every value of a type that has others inside: tuples, mappings by name, records. No other may be in one."""
    match kind:
        case shapes.VarTupleType():
            return st.lists(holds(kind.item_type), max_size=FEW).map(tuple)
        case shapes.TupleType():
            return st.tuples(*[holds(each) for each in kind.item_types])
        case shapes.DictType():
            return st.dictionaries(holds(kind.key_type), holds(kind.value_type), max_size=FEW)
        case shapes.StructType():
            return st.builds(kind.cls, **{field.name: holds(field.type) for field in kind.fields})
        case _:
            raise TypeError(f"No record holds a {kind}.")


@pytest.mark.parametrize("record", RECORDS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_record_comes_back_equal_from_both_formats(record: type[Record], data: st.DataObject) -> None:
    """Encoded and decoded with its type, every record equals itself, in MessagePack and in JSON."""
    value = data.draw(holds(shapes.type_info(record)))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=record) == value
    assert msgspec.json.decode(msgspec.json.encode(value), type=record) == value


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_is_frozen(record: type[Record]) -> None:
    """No record can be changed once it is made, and none is tracked by the garbage collector."""
    assert record.__struct_config__.frozen
    assert not record.__struct_config__.gc
