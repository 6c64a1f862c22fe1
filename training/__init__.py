"""How the weights in src/gawah/analysis/models are made: `make train` reads ../shared/data and writes them, and docs/model-card.md.

Nothing of it is part of the package. The same data, the same wheels and the same kind of machine give the same bytes. Texts of the
data are never printed, logged or written anywhere.
"""
