"""The command line: ``leitai …``. One file a command; what a command needs it imports when run."""
