"""Topic clusters as JSON: the list of the export with the quality figures beside it."""

from typing import Any

from vaulttools.topics import Topic, Topics


def topics_json(topics: Topics) -> dict[str, Any]:
    """Topics as `topics --format json` prints them: the export's list, with the quality figures beside it."""
    return {
        "schema": 1,
        "topics": [_object(topic, topics) for topic in topics.topics],
        "homeless": list(topics.homeless),
        "quality": {
            "modularity": topics.modularity,
            "coverage": topics.coverage,
            "stability": topics.stability,
            "agreement": dict(sorted(topics.agreement.items())),
        },
    }


def _object(topic: Topic, topics: Topics) -> dict[str, Any]:
    return {
        "id": topic.id,
        "name": topic.name,
        "keywords": list(topic.keywords),
        "size": len(topic.members),
        "members": list(topic.members),
        "stability": topic.stability,
        "hub": topic.hub,
        "bridges": list(topic.bridges),
        "conductance": topic.conductance,
        "coherence": topic.coherence,
        "confidence": [topics.confidence.get(path, 0.0) for path in topic.members],
    }
