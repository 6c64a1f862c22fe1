"""The vault: one case at rest. The only room that opens a database or writes into a case (docs/spec/vault.md)."""
