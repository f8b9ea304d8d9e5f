"""Who may use a likeness, on what terms. Pure but for `facts` and `policies`."""
