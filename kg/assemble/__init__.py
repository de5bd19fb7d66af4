"""From what the files say to the coverage graph."""
