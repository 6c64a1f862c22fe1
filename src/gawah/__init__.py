"""gawah: one private, verifiable case file from years of messages."""

__version__ = "0.1.0"
