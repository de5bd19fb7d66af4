"""From files to outputs without a graph: articles are shared out by id, by way of the disk."""
