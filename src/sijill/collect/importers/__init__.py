"""What is read from files: lists and facts by format (`formats`), statements of reasons by day (`statements`)."""
