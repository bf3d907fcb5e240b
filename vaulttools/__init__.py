"""Check, understand and map Obsidian-style vaults: folders of Markdown notes joined by wikilinks."""

__version__ = "0.1.0"
