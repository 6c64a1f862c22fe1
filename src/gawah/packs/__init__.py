"""Data that people other than programmers maintain: laws, platforms, word lists; and one loader."""
