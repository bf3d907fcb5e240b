"""`MapNetwork`: pyvis's network with our own page, inside a strict content security policy."""

import base64
import json
import zlib
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pyvis
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyvis.network import Network

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_ASSETS = files("vaulttools") / "assets" / "map"

# The page's script is these files in this order inside one function; later ones may use earlier ones.
SCRIPTS = (
    "data", "state", "theme", "camera", "shapes", "links", "changes", "paint", "layer", "walk",
    "focus", "labels", "minimap", "routes", "dom", "panel", "home", "search", "filters", "notice",
    "list", "time", "export", "help", "keys", "main",
)  # fmt: skip

# Longer blocks of data are deflated; short ones stay readable.
_PLAIN = 60_000

# vis is camera and gestures here. Drawing, picking, keys and tooltips are ours, and it is told of new sizes.
OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "dot", "font": {"size": 0}},
    "edges": {"smooth": False},
    "interaction": {
        "hover": False, "dragNodes": False, "selectable": False, "multiselect": False, "zoomSpeed": 0.8,
        "tooltipDelay": 1_000_000_000,
    },
}  # fmt: skip


class Block(NamedTuple):
    """Data for the page as text that no browser runs: JSON, or base64 of deflated JSON."""

    coding: str
    text: str


def block(value: object) -> Block:
    """The value as a block that is safe inside `<script type="application/json">`."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    if len(text) > _PLAIN:
        # Level 9 takes seven times as long and saves three per cent.
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(text.encode("ascii")) + packer.flush()
        return Block("deflate", base64.b64encode(packed).decode("ascii"))
    return Block("json", text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


class MapNetwork(Network):  # type: ignore[misc]
    """A network that renders as our map.

    pyvis's own template loads from the network and runs text of notes as script, so the page is
    our own; what remains of pyvis is its data model and the vis-network it carries.
    """

    def __init__(self, heading: str, summary: str, language: str = "en") -> None:
        super().__init__(cdn_resources="in_line", heading=heading, directed=True)
        self.summary, self.language = summary, language
        self.blocks: dict[str, Block] = {}
        # A dictionary, not set_options: that deletes every space in its argument.
        self.options = OPTIONS
        self.path = "page.html"
        self.templateEnv = Environment(
            loader=FileSystemLoader(str(_ASSETS)),
            autoescape=True,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
        )

    def frame(self, x: float, y: float) -> None:
        """Give vis the corners of the map as two hidden nodes: it needs some extent to move in."""
        for name, sign in (("low", -1), ("high", 1)):
            self.add_node(name, label=" ", x=sign * x, y=sign * y, hidden=True, physics=False)

    def generate_html(self, name: str = "map.html", local: bool = True, notebook: bool = False) -> str:
        """The whole page as text, lone surrogates nowhere in it."""
        nodes, _, heading, _, _, options = self.get_network_data()
        style, boot, vis, script = _asset("map.css"), _asset("boot.js"), vis_script(), page_script()
        self.html = self.templateEnv.get_template(self.path).render(
            heading=heading,
            summary=self.summary,
            language=self.language,
            style=style,
            boot=boot,
            vis=vis,
            script=script,
            policy=policy((boot, vis, script), (style,)),
            blocks={**self.blocks, "vis-data": block({"nodes": nodes, "options": json.loads(options)})},
        )
        return str(self.html)

    def write_html(
        self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the page as UTF-8. pyvis uses the locale's encoding, which fails on Windows."""
        Path(name).write_text(self.generate_html(name), encoding="utf-8", newline="\n")


def policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """A content security policy that allows exactly these inline scripts and styles, and no network."""
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {' '.join(map(_digest, styles))}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def vis_script() -> str:
    """vis-network as the pyvis package carries it."""
    return (Path(pyvis.__file__).parent / VIS).read_text(encoding="utf-8")


def page_script() -> str:
    """Our script: all parts inside one strict function."""
    parts = "\n".join(_asset(f"{name}.js") for name in SCRIPTS)
    return f'(async () => {{\n"use strict";\n{parts}\n}})().catch((problem) => window.mapFailed(problem));\n'


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
