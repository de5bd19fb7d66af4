"""The columns of each report: one for each field of its rows, in that order."""

from __future__ import annotations

from typing import Final

from kg.analytics.reporting import Column

SYNDICATION: Final = (
    Column("id", "id"),
    Column("kind", "text", "titles"),
    Column("title", "text", "title"),
    Column("articles", "list", "articles"),
    Column("providers", "list", "providers"),
    Column("similarity", "measure", "similarity", "0 to 1"),
    Column("first_article", "id"),
    Column("first_provider", "id", "first"),
    Column("tied", "yes", "tied"),
    Column("first", "time", "first (UTC)"),
    Column("last", "time", "last (UTC)"),
)

STORIES: Final = (
    Column("id", "id"),
    Column("headline", "text", "headline"),
    Column("earliest", "id"),
    Column("articles", "list", "articles"),
    Column("providers", "list", "providers"),
    Column("topics", "list"),
    Column("first", "time", "first (UTC)"),
    Column("last", "time"),
    Column("span_minutes", "minutes", "span"),
    Column("attention", "measure", "attention", "links by article, from 0"),
    Column("is_event", "yes", "event"),
)

FIRST_MOVERS: Final = (
    Column("provider", "id"),
    Column("name", "text", "provider"),
    Column("stories", "count", "stories"),
    Column("first", "count", "first"),
    Column("tied", "count", "tied"),
    Column("first_shared", "measure", "", "stories, from 0"),
    Column("share", "share", "share"),
    Column("share_low", "share", "from"),
    Column("share_high", "share", "to"),
    Column("median_lag_minutes", "minutes", "median lag"),
    Column("alone", "count", "alone"),
)

CO_COVERAGE: Final = (
    Column("provider", "id"),
    Column("provider_name", "text", "provider"),
    Column("other", "id"),
    Column("other_name", "text", "other"),
    Column("stories", "count", "stories"),
    Column("jaccard", "measure", "Jaccard", "0 to 1"),
    Column("cosine", "measure", "cosine", "0 to 1"),
    Column("p_value", "measure", "p", "0 to 1"),
    Column("backbone", "yes", "backbone"),
)

TOPIC_TRENDS: Final = (
    Column("topic", "id"),
    Column("label", "text", "topic"),
    Column("start", "time", "start (UTC)"),
    Column("articles", "count", "articles"),
    Column("total", "count", "of"),
    Column("share", "share", "share"),
    Column("mention_share", "share", "of mentions"),
)

BURSTS: Final = (
    Column("topic", "id"),
    Column("label", "text", "topic"),
    Column("start", "time", "start (UTC)"),
    Column("end", "time", "end (UTC)"),
    Column("periods", "count", "periods"),
    Column("articles", "count", "articles"),
    Column("total", "count", "of"),
    Column("weight", "measure", "weight", "nats, above 0"),
)

TOPIC_COOCCURRENCE: Final = (
    Column("topic", "id"),
    Column("other", "id"),
    Column("label", "text", "topic"),
    Column("other_label", "text", "other"),
    Column("articles", "count", "both"),
    Column("topic_articles", "count", "topic's"),
    Column("other_articles", "count", "other's"),
    Column("pmi", "measure", "PMI", "bits"),
    Column("npmi", "measure", "NPMI", "-1 to 1"),
    Column("jaccard", "measure", "Jaccard", "0 to 1"),
)

DIVERSITY: Final = (
    Column("group", "id"),
    Column("label", "text", "group"),
    Column("start", "time"),
    Column("articles", "count", "articles"),
    Column("providers", "count", "providers"),
    Column("entropy", "measure", "entropy", "bits, from 0"),
    Column("evenness", "measure", "evenness", "0 to 1"),
    Column("hhi", "measure", "HHI", "above 0 to 1"),
    Column("effective_providers", "measure", "effective", "providers, from 1"),
    Column("inverse_hhi", "measure", "1 / HHI", "providers, from 1"),
    Column("largest_share", "share", "largest share"),
)

CENTRALITY: Final = (
    Column("id", "id", "id"),
    Column("label", "text", "name"),
    Column("measure", "text", "measure"),
    Column("score", "measure", "score", "by the measure"),
    Column("rank", "count", "rank"),
    Column("pivots", "count", "estimated from"),
)

COVERAGE_GAPS: Final = (
    Column("kind", "text", "kind"),
    Column("id", "id"),
    Column("label", "text", "name"),
    Column("provider", "id"),
    Column("provider_name", "text", "provider"),
    Column("articles", "count", "articles"),
)

NEVER_MEET: Final = (
    Column("provider", "id"),
    Column("provider_name", "text", "provider"),
    Column("other", "id"),
    Column("other_name", "text", "other"),
    Column("stories", "count", "stories"),
    Column("other_stories", "count", "other's"),
    Column("expected", "measure", "expected", "stories, above 0"),
    Column("chance", "measure", "chance", "0 to 1"),
)

SUMMARY: Final = (
    Column("section", "text", "section"),
    Column("name", "text", "what"),
    Column("value", "any", "value", "see unit"),
    Column("without_copies", "any", "without copies", "see unit"),
    Column("unit", "text", "unit"),
    Column("note", "text", "note"),
)
