"""The taxonomy: topics in a hierarchy, organizations, tags; their files and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bench.corpus.providers import KNOWN, has_organization, name_and_domain


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the taxonomy; `key` is its short name in `bench.corpus.measured`."""

    key: str
    name: str
    shortname: str | None
    parent: str | None
    keywords: tuple[str, ...]

    @property
    def identifier(self) -> str:
        """The topic's ``_id``."""
        return self.name.lower().replace(" ", "-")


TOPICS: Final = {
    topic.key: topic
    for topic in (
        Topic("root", "Drought", None, None, ("drought", "DROUGHT24", "dry spell")),
        Topic("cases", "New Restrictions", "New Restrictions", "root", ("new restrictions",)),
        Topic("treatment", "Treatment", "Treatment", "root", ("research", "treatment", "test")),
        Topic("fake", "Fake", "Fake", "root", ("economy",)),
        Topic("china", "Drought in China", "China", "asia", ("china", "yangtze")),
        Topic("us", "Drought in US", "US", "root", ("usa",)),
        Topic("europe", "Drought in Europe", "Europe", "root", ("italy",)),
        Topic("japan", "Drought in Japan", "Japan", "asia", ("japan",)),
        Topic("korea", "Drought in South Korea", "South Korea", "asia", ("korea",)),
        Topic("asia", "Drought in Asia", "Asia", "root", ("asia", "china")),
        Topic("canada", "Drought in Canada", "Canada", "root", ("canada",)),
        Topic("stock", "Stock Impact", "Stock Impact", "root", ("stock", "dow")),
        Topic("economy", "Economic Impact", "Economic Impact", "root", ("economy",)),
        Topic("travel", "Travel Impact", "Travel Impact", "root", ("travel",)),
        Topic("education", "Education Impact", "Education Impact", "root", ("education", "school closure")),
        Topic("politics", "Political Impact", "Political Impact", "root", ("travel",)),
        Topic("events", "Events Impact", "Events Impact", "root", ("event",)),
    )
}

UNSEEN_ORGANIZATIONS: Final = 50
_DESCRIBED: Final = 21
_SPELT_OTHERWISE: Final = (2, 14, 30)


@dataclass(frozen=True, slots=True)
class Organization:
    """What the taxonomy says of the provider of a domain."""

    domain: str
    identifier: str
    name: str
    other_names: tuple[str, ...]
    described: bool


def organizations() -> Iterator[Organization]:
    """Yield the organizations: 25 of providers that articles have, 50 of others."""
    numbers = [number for number in range(KNOWN) if has_organization(number)]
    numbers += [50_000_000 + number for number in range(UNSEEN_ORGANIZATIONS)]
    for place, number in enumerate(numbers):
        name, domain = name_and_domain(number)
        yield Organization(
            domain=domain,
            identifier=f"{domain}.old" if place == 9 else domain,
            name=f"{name}." if number in _SPELT_OTHERWISE else name,
            other_names=(f"{name} Media",) if place % 19 == 3 else (),
            described=place < _DESCRIBED,
        )


def _topic_file(topic: Topic) -> str:
    lines = ["taxonomy: topic", f"_id: {topic.identifier}", f"name: {topic.name}"]
    if topic.shortname:
        lines.append(f"shortname: {topic.shortname}")
    if topic.parent:
        lines.append(f"parent: {TOPICS[topic.parent].name}")
    lines += ["keywords:", *(f"  - {word}" for word in topic.keywords)]
    service = f"https://collector.example.net/api/{{}}/{topic.identifier}/"
    lines += ["images:", f"  - https://collector.example.net/assets/images/topics/{topic.identifier}.jpg"]
    lines += ["services:", f"  news: {service.format('news')}", f"  stats: {service.format('stats')}"]
    return "\n".join(lines)


def _organization_file(organization: Organization) -> str:
    lines = ["---", "taxonomy: organization", f"_id: {organization.identifier}", f"name: {organization.name}"]
    if organization.other_names:
        lines += ["otherNames:", *(f"  - {name}" for name in organization.other_names)]
    lines.append(f"domain: {organization.domain}")
    if organization.described:
        lines.append(f"description: {organization.name} is a leader in news, reviews, analysis and advice.")
    lines.append("images:")
    for size in (50, 400):
        location = f"/assets/images/organizations/{organization.domain}-{size}x{size}.jpg"
        lines += [f"  - url: {location}", f"    width: {size}", f"    height: {size}"]
    return "\n".join([*lines, "---", ""])


_TAG_FILE: Final = """taxonomy: tag
_id: hydrology
definition: "Hydrology is the study of the movement, distribution and management of water."
parents:
  - geography
regex:
services:
  news:
    url: https://collector.example.net/api/news/hydrology/
    volume:"""


def files() -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file of the taxonomy."""
    for number, topic in enumerate(TOPICS.values()):
        yield f"_data/topics/{number:02}-{topic.identifier}.yaml", _topic_file(topic)
    for organization in organizations():
        yield f"_data/organizations/{organization.domain}.md", _organization_file(organization)
    for name in ("rain", "snow", "wells"):
        yield f"_data/tags/{name}.yaml", ""
    yield "_data/tags/hydrology.yaml", _TAG_FILE


ISSUES: Final = {"empty-document": 3, "relative-url": 1}
"""The issues of these files; their unmapped fields are counted with the others."""

UNMAPPED: Final = {
    "organization._id": 1,
    "organization.description": _DESCRIBED,
    "topic.images": len(TOPICS),
    "topic.services": len(TOPICS),
}
