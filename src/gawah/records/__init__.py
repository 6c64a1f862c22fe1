"""The ground floor: what things are. Frozen records; imports the standard library only."""
