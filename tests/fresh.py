"""The pages that are made from code. `python tests/fresh.py` writes them; tests/test_docs.py reads them."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def pages() -> dict[Path, str]:
    """Each page with the text it should have."""
    from vaulttools.checks_page import checks_page
    from vaulttools.config_text import schema

    return {
        ROOT / "docs/checks.md": checks_page(),
        ROOT / "docs/vaulttools.schema.json": json.dumps(schema(), indent=2) + "\n",
    }


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
