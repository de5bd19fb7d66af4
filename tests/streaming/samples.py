"""A corpus with everything that only several files together show."""

from __future__ import annotations

from tests.conftest import article


def item(url: str, domain: str = "example.com", **fields: str) -> str:
    """Return an item of a list of related articles."""
    given = {"title": f"About {url}", "webUrl": f"'https://{domain}/{url}'", **fields}
    return "{" + ", ".join(f"{k}: {v}" for k, v in given.items()) + f", provider: {{domain: {domain}}}}}"


def document(url: str, *listed: str, **fields: str) -> str:
    """Return an article's file."""
    related = {"related": "".join(f"\n  - {one}" for one in listed)} if listed else {}
    own = {"title": f"Title of {url}", "webUrl": f"https://example.com/{url}"}
    return article(**{**own, **related, **fields})


def image(name: str, *size: int) -> str:
    """Return an image as YAML."""
    sides = f", width: {size[0]}, height: {size[1]}" if size else ""
    return f"{{url: 'https://e.com/{name}.png'{sides}}}"


def topic(key: str, **fields: str) -> str:
    """Return a topic of the taxonomy."""
    return "\n".join(["taxonomy: topic", f"_id: {key}", f"name: {key.upper()}"]
                     + [f"{name}: {value}" for name, value in fields.items()]) + "\n"  # fmt: skip


def logo(name: str, *images: str) -> str:
    """Return a provider with logos."""
    return f"{{name: {name}, domain: example.com, images: [{', '.join(images)}]}}"


EVERYTHING: dict[str, str | bytes] = {
    "a1.md": document("a", quality="5", publishedDateTime="2020-09-03T00:00:00Z", topics="[AI, ai, Law]"),
    "a2.md": document("a", quality="9", type="video", title="Another", topics="[AI, Law]", tags="[x, y]"),
    "a3.md": document("a", publishedDateTime="2020-09-02T00:00:00Z", images=f"[{image('a', 3, 4)}]"),
    "l1.md": document("l", item("a"), item("l"), item("a", quality="7"), item("b"), item("z", "other.com")),
    "l2.md": document("l", item("b", quality="3", excerpt="L"), item("c"), item("a", title="Seen"), heat="4"),
    "l3.md": document("m", item("a", publishedDateTime="2020-09-01T00:00:00Z"), item("l"), item("c")),
    "l4.md": article(title="No address", webUrl=None, related=f"\n  - {item('b', excerpt='Short')}"),
    "u1.md": document("u", provider="{domain: one.com, name: One}"),
    "u2.md": document("u", provider="{domain: two.com}", publishedDateTime="2020-09-01"),
    "u3.md": document("v", item("u", "example.com"), provider="{domain: two.com, name: Two}"),
    "i1.md": document("i1", quality="1", images=f"[{image('i', 1, 1)}, {image('same')}, {image('j', 2, 2)}]"),
    "i2.md": document("i2", quality="9", images=f"[{image('i', 9, 9)}, {image('i', 8, 8)}]"),
    "i3.md": document("i3", provider=logo("Example", image("i", 7, 7), image("logo", 5, 5), image("n"))),
    "i4.md": document("i4", provider=logo("Example", image("logo", 6, 6), image("same", 2, 3))),
    "n.md": document("n", provider="{name: Other name, domain: example.com}", topics="[Alone]"),
    "sub/broken.md": "---\ntitle: [\n---\n",
    "sub/no.md": "no front matter",
    "sub/other.yaml": "taxonomy: menu\n",
    "sub/relative.md": document("r", images="[/r.png]", unknown="1"),
    "t/a.yaml": topic("x", parent="y", images=f"[{image('t', 1, 1)}]"),
    "t/b.yaml": topic("y", parent="x"),
    "t/c.yaml": topic("alone", description="Never named"),
    "t/d.yaml": topic("ai", parent="nothing"),
    "t/e.yaml": topic("ai", parent="y", description="Second"),
    "t/o.yaml": "taxonomy: organization\ndomain: example.com\nname: The Example\notherNames: [E]\n"
    f"images: [{image('big', 50, 50)}, {image('i', 6, 6)}, {image('a', 3, 5)}]\n",
    "t/p.yaml": "taxonomy: organization\ndomain: nobody.com\nname: Nobody\n"
    f"images: [{image('nobody', 1, 1)}]\n",
    **{f"z/{n}.md": document(f"z{n}", item(f"z{n * 7 % 40}"), item(f"s{n}")) for n in range(40)},
}  # fmt: skip
"""Files by name."""

CODES = {
    "duplicate-document", "duplicate-link", "missing-url", "naive-date", "relative-url", "self-link",
    "topic-cycle", "unknown-topic-parent", "unmapped-field", "url-shared-across-providers", "yaml-error",
}  # fmt: skip
"""The issues that there are in it."""
