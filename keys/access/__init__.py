"""Who may do what with keys: explained, reviewed, and asked beforehand."""
