"""A campaign of damaged inputs over all readers: no crash, no hang, little memory, no record lost before a cut."""
