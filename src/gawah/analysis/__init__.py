"""Records to findings. Pure: no vault, no clock; knows the records only."""
