"""Corpora of any size with the statistics of a real one, and the graph that must come out.

Nothing here imports `kg`: the generator knows every value before it dirties it, so what must
come out needs no repair, and an error of the package cannot repeat itself here.
"""
