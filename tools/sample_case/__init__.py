"""A wholly invented case, written as the export files that platforms would hand out.

`python -m tools.sample_case OUT_DIR` writes about 18 months of an invented quarrel between two invented people who once shared an
invented plant nursery. The same seed gives the same bytes. Every name, handle, number, place, claim and authority is made up.
"""
