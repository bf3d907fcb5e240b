"""What files were called once, read from git."""

from vaulttools.disk_git import git, names_in
from vaulttools.errors import VaultError


def read_renames(root: str) -> dict[str, str]:
    """For each path a file of the vault ever had: the path it has in the current commit.

    Empty where the vault lies in no repository or git is missing. A path that two files had, one after the
    other, is the later one's.
    """
    try:
        listed = git(
            root,
            *("log", "--format=", "--name-status", "--diff-filter=R", "-M60%", "--no-ext-diff"),
            *("--relative", "-z", "HEAD", "--", "."),
        )
    except VaultError:
        return {}
    parts = names_in(listed)
    found: dict[str, str] = {}
    # Newest first: where a file went from its new path is known already.
    for old, new in zip(parts[1::3], parts[2::3], strict=False):
        found.setdefault(old, found.get(new, new))
    return found
