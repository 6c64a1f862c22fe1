"""Bytes to records: one platform or format a file. Readers are pure: no vault, no key, no network, no clock."""
