"""Questions that people who study news coverage ask, and their answers as plain rows.

Each function takes the coverage graph and returns a tuple of frozen dataclasses, whose fields
are text, numbers, dates or tuples of text: ``pandas.DataFrame(stories(graph))`` is a table, and so
is ``polars.DataFrame(stories(graph))``, whose dates are in UTC without saying so. What a measure
is, its unit and its range are in the description of the function and of its row. What is absent
is ``None``. The answers do not depend on the order of the graph.

>>> import kg
>>> from kg import analytics
>>> graph = kg.build("seeds")
>>> [story.headline for story in analytics.stories(graph)][:1]
['Portland, Maine bans police from using facial recognition software']
"""

from __future__ import annotations

from kg.analytics.annotating import with_analytics as with_analytics
from kg.analytics.bursts import Burst as Burst
from kg.analytics.bursts import bursts as bursts
from kg.analytics.centrality import Centrality as Centrality
from kg.analytics.centrality import centrality as centrality
from kg.analytics.cocoverage import CoCoverage as CoCoverage
from kg.analytics.cocoverage import co_coverage as co_coverage
from kg.analytics.cocoverage import to_co_coverage_graph as to_co_coverage_graph
from kg.analytics.cooccurrence import TopicPair as TopicPair
from kg.analytics.cooccurrence import topic_cooccurrence as topic_cooccurrence
from kg.analytics.copies import without_copies as without_copies
from kg.analytics.derived import without_analytics as without_analytics
from kg.analytics.diversity import Diversity as Diversity
from kg.analytics.diversity import diversity as diversity
from kg.analytics.gaps import CoverageGap as CoverageGap
from kg.analytics.gaps import NeverMeet as NeverMeet
from kg.analytics.gaps import coverage_gaps as coverage_gaps
from kg.analytics.gaps import never_meet as never_meet
from kg.analytics.plotting import write_heat_map as write_heat_map
from kg.analytics.plotting import write_timeline as write_timeline
from kg.analytics.plotting import write_trends as write_trends
from kg.analytics.precedence import FirstMover as FirstMover
from kg.analytics.precedence import first_movers as first_movers
from kg.analytics.reports import REPORTS as REPORTS
from kg.analytics.selection import Selection as Selection
from kg.analytics.selection import select as select
from kg.analytics.stories import Story as Story
from kg.analytics.stories import stories as stories
from kg.analytics.stories import story_ids as story_ids
from kg.analytics.summary import Fact as Fact
from kg.analytics.summary import summary as summary
from kg.analytics.syndication import SyndicatedPiece as SyndicatedPiece
from kg.analytics.syndication import syndication as syndication
from kg.analytics.trends import TopicTrend as TopicTrend
from kg.analytics.trends import topic_trends as topic_trends
