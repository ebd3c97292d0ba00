"""The public site: a small program without Django that opens frozen releases and nothing else."""
