"""Records to pages and bundles. Pure: no vault, no keys, no clock; knows the records only."""
