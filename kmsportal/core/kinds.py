"""Reading the types of a declaration's members (``msgspec.inspect``)."""

from msgspec import inspect

LISTS = (
    inspect.ListType,
    inspect.VarTupleType,
    inspect.SetType,
    inspect.FrozenSetType,
)


def bare(kind: inspect.Type) -> inspect.Type:
    """Take a type out of its ``| None`` and its marks."""
    if isinstance(kind, inspect.Metadata):
        return bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        real = [part for part in kind.types if not isinstance(part, inspect.NoneType)]
        return bare(real[0]) if len(real) == 1 else inspect.AnyType()
    return kind
