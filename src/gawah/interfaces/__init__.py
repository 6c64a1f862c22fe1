"""Words and pixels; thin."""
