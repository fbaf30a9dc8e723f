"""Redlines: what changed in a document since an earlier version, for people to read, accept or reject."""
