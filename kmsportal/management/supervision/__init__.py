"""One foreground command that keeps the portal's processes running."""
