"""The way back: an edited DOCX is read, compared with its base, merged into the content, and redlined."""
