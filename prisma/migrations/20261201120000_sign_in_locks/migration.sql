-- The counters of an account are found by the part of their key that names it (access/sign-in/attempts.ts).
CREATE INDEX "sign_in_attempts_account_idx" ON "sign_in_attempts"((split_part("key", ':', 2)));

-- Few accounts are locked, so those are found without the counters of all the others.
CREATE INDEX "sign_in_attempts_locked_idx" ON "sign_in_attempts"((split_part("key", ':', 2)), "expire") WHERE "points" >= 5;
