"""The seal: the one room with cryptography. Bytes in, bytes out; no paths, no clock, no database, no network.

What it writes can be checked without it: docs/spec/ledger.md gives the formats, numbered rules, vectors and plain commands.
A function here returns the verified thing or raises; none returns a bool for "valid". Secrets have types of their own, without a
`repr`.
"""
