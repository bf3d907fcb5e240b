"""Check, understand and map Obsidian-style vaults: folders of Markdown notes joined by wikilinks."""

from typing import Any

__version__ = "0.1.0"

# Each public name and the module it lives in; loaded on first use, so that importing the package stays cheap.
_HOMES = {
    "Config": "config",
    "Finding": "checks",
    "Graph": "graph",
    "Link": "links",
    "Note": "note",
    "ResolvedLink": "graph",
    "Topics": "topics",
    "Vault": "vault",
    "VaultError": "errors",
    "build_graph": "graph",
    "find_topics": "topics",
    "parse": "note",
    "read_vault": "disk",
    "render_map": "outputs.map_html",
    "run_checks": "lint",
    "to_networkx": "networkx_graph",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
