"""Documents that prove a declaration: what they are called in the store of uploads."""

PROOF = "declaration_proof"
