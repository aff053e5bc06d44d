"""All operations by service and name, found at start-up, then closed."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from kmsportal.core.errors import UnknownOperationException
from kmsportal.core.operation import Operation

_PACKAGES = (
    "keys.operations",
    "audit.operations",
    "billing.operations",
    "kmsportal.iam.operations",
    "kmsportal.replay.operations",
)


@cache
def all_operations() -> Mapping[tuple[str, str], Operation]:
    """Return every operation by (service, name); ValueError when two clash."""
    found: dict[tuple[str, str], Operation] = {}
    for operation in _discovered():
        name = (operation.service, operation.name)
        if name in found:
            raise ValueError(f"{operation.action} is declared twice.")
        found[name] = operation
    return MappingProxyType(found)


def find_operation(service: str, name: str) -> Operation:
    """Return one operation; UnknownOperationException when there is none."""
    operation = all_operations().get((service, name))
    if operation is None:
        raise UnknownOperationException
    return operation


def _discovered() -> Iterator[Operation]:
    for package_name in _PACKAGES:
        package = importlib.import_module(package_name)
        for info in pkgutil.walk_packages(package.__path__, f"{package_name}."):
            if not info.ispkg:
                yield _only_operation(importlib.import_module(info.name))


def _only_operation(module: ModuleType) -> Operation:
    declared = [x for x in vars(module).values() if isinstance(x, Operation)]
    if len(declared) != 1:
        raise ValueError(f"{module.__name__} must declare one operation.")
    return declared[0]
