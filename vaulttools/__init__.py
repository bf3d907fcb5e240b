"""Check, understand and map Obsidian-style vaults: folders of Markdown notes joined by wikilinks."""

__version__ = "0.1.0"

# Each public name and the module it lives in; loaded on first use, so that importing the package stays cheap.
_HOMES = {
    "Config": "config",
    "ConfigError": "errors",
    "Finding": "checks",
    "Graph": "graph",
    "LineIndex": "text",
    "Link": "links",
    "Note": "note",
    "Plan": "edit",
    "ResolvedLink": "graph",
    "Span": "text",
    "Topics": "topics",
    "Vault": "vault",
    "VaultError": "errors",
    "backlinks": "analysis",
    "build_graph": "graph",
    "find_mentions": "mentions",
    "find_topics": "topics",
    "orphans": "analysis",
    "outgoing_links": "analysis",
    "parse": "note",
    "plan_move": "rename",
    "prove": "proof",
    "read_config": "disk",
    "read_vault": "disk",
    "render_map": "outputs.map_html",
    "run_checks": "lint",
    "text_of": "vault",
    "to_networkx": "networkx_graph",
    "undo": "disk_write",
    "unresolved": "analysis",
    "write_plan": "disk_write",
}
__all__ = sorted(_HOMES)

TYPE_CHECKING = False  # what follows is for type checkers and editors, which cannot see through `__getattr__`
if TYPE_CHECKING:
    from vaulttools.analysis import backlinks as backlinks
    from vaulttools.analysis import orphans as orphans
    from vaulttools.analysis import outgoing_links as outgoing_links
    from vaulttools.analysis import unresolved as unresolved
    from vaulttools.checks import Finding as Finding
    from vaulttools.config import Config as Config
    from vaulttools.disk import read_config as read_config
    from vaulttools.disk import read_vault as read_vault
    from vaulttools.disk_write import undo as undo
    from vaulttools.disk_write import write_plan as write_plan
    from vaulttools.edit import Plan as Plan
    from vaulttools.errors import ConfigError as ConfigError
    from vaulttools.errors import VaultError as VaultError
    from vaulttools.graph import Graph as Graph
    from vaulttools.graph import ResolvedLink as ResolvedLink
    from vaulttools.graph import build_graph as build_graph
    from vaulttools.links import Link as Link
    from vaulttools.lint import run_checks as run_checks
    from vaulttools.mentions import find_mentions as find_mentions
    from vaulttools.networkx_graph import to_networkx as to_networkx
    from vaulttools.note import Note as Note
    from vaulttools.note import parse as parse
    from vaulttools.outputs.map_html import render_map as render_map
    from vaulttools.proof import prove as prove
    from vaulttools.rename import plan_move as plan_move
    from vaulttools.text import LineIndex as LineIndex
    from vaulttools.text import Span as Span
    from vaulttools.topics import Topics as Topics
    from vaulttools.topics import find_topics as find_topics
    from vaulttools.vault import Vault as Vault
    from vaulttools.vault import text_of as text_of
else:

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
