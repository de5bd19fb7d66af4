"""Other ways to do the same work, each a small program that prints one line of JSON.

``python -m bench.peers.NAME SOURCE WORK``: SOURCE is the corpus, WORK holds what kg wrote of it
and the same as rows; ``seconds`` is the work alone, what is loaded before is outside the clock.
"""
