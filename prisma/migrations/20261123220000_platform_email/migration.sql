-- The identity platform looks its users up by e-mail address, too, without regard to case (access/platform-conditions.ts).
CREATE INDEX "users_platform_email_idx" ON "users"(lower(normalize("email", NFKC)))
    WHERE "origin" = 'PLATFORM' AND "platform_deleted_at" IS NULL;
