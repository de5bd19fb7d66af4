"""What `kg` costs, beside its peers: a generator of corpora, a checker, and the harness."""
