"""What a vault was when it was read, in names, sizes and times: is it the same still when a plan is written?

A plan is right for the vault it was proven on. A note that came, went or was saved since may hold links that the plan
knows nothing of.
"""

from collections.abc import Collection, Mapping

from vaulttools.disk_marks import LINK, quick_mark
from vaulttools.disk_scan import is_link_source, scan
from vaulttools.disk_steps import Changed


def look(root: str) -> dict[str, str]:
    """A mark of each file of a vault that links can stand in; "" for all others, of which the name alone counts.

    To be called before the vault is read: what changes between the two is noticed then.
    """
    found = scan(root)
    others = dict.fromkeys(found.others, "")
    texts = [*found.notes, *filter(is_link_source, others)]
    return others | {path: quick_mark(f"{root}/{path}") for path in texts}


def require_same(root: str, seen: Mapping[str, str] | None, touched: Collection[str]) -> None:
    """`Changed`, with the first file that is not what was seen, `touched` ones aside. None for `seen` asks nothing."""
    if seen is None:
        return
    now = look(root)
    for path in sorted((seen.keys() | now.keys()) - set(touched)):
        if seen.get(path) != now.get(path):
            if path not in now and quick_mark(f"{root}/{path}").startswith(LINK):
                continue  # a symbolic link that leads nowhere, since the change itself moved what it led to
            what = "is new" if path not in seen else "is gone" if path not in now else "was saved"
            raise Changed(path, f"{what} since the vault was read, so links in it might be left behind")
