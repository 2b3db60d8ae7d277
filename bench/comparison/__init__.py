"""What bench/run measures: Dropfit next to its peers."""
