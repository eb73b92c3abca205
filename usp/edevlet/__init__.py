"""e-Devlet: sign-in, the records gateway, and the sandbox that speaks their messages."""
