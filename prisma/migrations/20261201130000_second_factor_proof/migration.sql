-- A secret that is being set up belongs to the session that began it. The columns of second_factors that held it are left to the
-- version before, and what is in them counts for nothing.
CREATE TABLE "second_factor_set_ups" (
    "session_id" UUID NOT NULL,
    "sealed_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "second_factor_set_ups_pkey" PRIMARY KEY ("session_id")
);

ALTER TABLE "second_factor_set_ups" ADD CONSTRAINT "second_factor_set_ups_session_id_fkey"
    FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "enrolment_codes" (
    "user_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "enrolment_codes_pkey" PRIMARY KEY ("user_id")
);

ALTER TABLE "enrolment_codes" ADD CONSTRAINT "enrolment_codes_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
