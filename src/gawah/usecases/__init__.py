"""The only corridor: joins rooms, one verb a file. Functions take the workspace first, do one thing, and print nothing."""
