"""Settings, addresses, and the two processes: site and worker."""
