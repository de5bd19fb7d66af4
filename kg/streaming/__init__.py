"""From what the files say to rows, by way of the disk: for corpora too large for a graph."""
