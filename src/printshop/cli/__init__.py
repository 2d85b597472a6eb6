"""The command line: one file a command. They parse, call, print and exit; they decide nothing."""
