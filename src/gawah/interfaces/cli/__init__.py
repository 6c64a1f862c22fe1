"""The command line: one file a command. It parses, calls one use case, prints."""
