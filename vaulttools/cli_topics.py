"""The `topics` command beyond the table: the lock is written, and what changed since the last is said."""

import os
import sys

from vaulttools.disk import write_text_atomically
from vaulttools.outputs.terminal import escape
from vaulttools.topic_drift import drifts, told
from vaulttools.topic_lock import FILE, Lock, lock_of, lock_text
from vaulttools.topics import Topics
from vaulttools.vault import Vault


def write_lock(root: str, vault: Vault, topics: Topics) -> None:
    """Write `topics.lock` into the vault's root; the changes since the one before go to stderr."""
    old = lock_of(vault)
    for drift in drifts(old, topics) if old else ():
        sys.stderr.write(escape(told(drift)) + "\n")
    file = os.path.join(root, FILE)
    new = Lock({topic.id: topic.name for topic in topics.topics}, topics.of)
    write_text_atomically(file, lock_text(new))
    sys.stderr.write(f"{escape(file)} holds {len(new.names)} topics of {len(new.of)} notes\n")
