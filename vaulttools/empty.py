"""`EMPTY`: the mapping that default values are. It cannot be changed, so that nobody changes it for all."""

from collections.abc import Iterator, Mapping
from typing import Any


class _Empty(Mapping[Any, Any]):
    """A mapping without entries, equal to `{}`; unlike `MappingProxyType({})` it can be pickled."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"


EMPTY: Mapping[Any, Any] = _Empty()
