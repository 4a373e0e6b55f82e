"""The command line: one module for each command. It parses options; other packages do the work."""
