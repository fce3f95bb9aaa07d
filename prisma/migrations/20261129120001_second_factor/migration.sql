ALTER TYPE "session_end" ADD VALUE 'SECOND_FACTOR_CHANGED';

CREATE TABLE "second_factors" (
    "user_id" UUID NOT NULL,
    "sealed_secret" BYTEA,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "sealed_pending" BYTEA,
    "pending_at" TIMESTAMPTZ(3),
    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("user_id"),
    -- A factor is on as a whole or not at all.
    CONSTRAINT "second_factors_confirmed" CHECK (("sealed_secret" IS NULL) = ("confirmed_at" IS NULL)),
    CONSTRAINT "second_factors_pending" CHECK (("sealed_pending" IS NULL) = ("pending_at" IS NULL))
);

CREATE TABLE "recovery_codes" (
    "user_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id", "hash")
);

CREATE TABLE "unfinished_sign_ins" (
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "unfinished_sign_ins_pkey" PRIMARY KEY ("token_hash")
);

CREATE INDEX "unfinished_sign_ins_user_id_idx" ON "unfinished_sign_ins"("user_id");
CREATE INDEX "unfinished_sign_ins_created_at_idx" ON "unfinished_sign_ins"("created_at");

ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "second_factors"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "unfinished_sign_ins" ADD CONSTRAINT "unfinished_sign_ins_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
