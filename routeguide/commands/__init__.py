"""The commands of the command line, one file a job; they import what they need when they run."""
