"""Redlines: what changed in a document since an earlier version of it, for people to read and to accept or reject."""
