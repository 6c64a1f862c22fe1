"""Programs for people who work on gawah; none of them is part of the package."""
