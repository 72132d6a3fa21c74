"""How are passwords and PINs kept, so that who steals the record has to guess each one?"""

from __future__ import annotations

from argon2 import PasswordHasher

HASHER = PasswordHasher()  # argon2id, RFC 9106 low-memory profile

# Verified where there is no account, so that an answer takes as long. What it was made from was
# thrown away; made anew it would cost every command of the line a sixth of a second.
DECOY = (
    "$argon2id$v=19$m=65536,t=3,p=4$"
    "/NcK96mvnSjU4lk1Eh/W8g$bhz4JtkZSFqfXV+EZfk+yIsp1adGl2y5PCBxrLxOEuk"
)
