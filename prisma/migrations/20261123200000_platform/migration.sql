-- CreateEnum
CREATE TYPE "signal_kind" AS ENUM ('ACCOUNT_DISABLED', 'ACCOUNT_ENABLED', 'ACCOUNT_PURGED', 'SESSION_REVOKED', 'VERIFICATION');

-- CreateEnum
CREATE TYPE "signal_status" AS ENUM ('PENDING', 'DELIVERED', 'EXPIRED');

-- AlterEnum
ALTER TYPE "audit_source" ADD VALUE 'PLATFORM';

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "department" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "employee_number" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "manager" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "manager_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "number" BIGSERIAL NOT NULL,
ADD COLUMN     "platform_deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "synced_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "platform_tokens" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "label" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "platform_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_calls" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "detail" TEXT,
    "token_label" TEXT,
    "address" TEXT NOT NULL,
    "milliseconds" INTEGER NOT NULL,

    CONSTRAINT "platform_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_receivers" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "label" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "sealed_authorization" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "signal_receivers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_events" (
    "id" BIGSERIAL NOT NULL,
    "receiver_id" UUID NOT NULL,
    "kind" "signal_kind" NOT NULL,
    "jti" UUID NOT NULL DEFAULT gen_random_uuid(),
    "subject_id" UUID,
    "payload" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" "signal_status" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "signal_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "id" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "platform_tokens_hash_key" ON "platform_tokens"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "signal_receivers_label_key" ON "signal_receivers"("label");

-- CreateIndex
CREATE UNIQUE INDEX "signal_events_jti_key" ON "signal_events"("jti");

-- CreateIndex
CREATE INDEX "signal_events_receiver_id_idx" ON "signal_events"("receiver_id");

-- CreateIndex
CREATE UNIQUE INDEX "users_number_key" ON "users"("number");

-- AddForeignKey
ALTER TABLE "signal_events" ADD CONSTRAINT "signal_events_receiver_id_fkey" FOREIGN KEY ("receiver_id") REFERENCES "signal_receivers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The identity platform lists its users by number, from either end.
CREATE INDEX "users_platform_number_idx" ON "users"("number") WHERE "origin" = 'PLATFORM' AND "platform_deleted_at" IS NULL;

-- What is due next is among what is pending, however much was delivered before: in turn, by fewest attempts where a
-- receiver fails, and the earliest of each user.
CREATE INDEX "signal_events_pending_idx" ON "signal_events"("receiver_id", "next_attempt_at", "id") WHERE "status" = 'PENDING';
CREATE INDEX "signal_events_pending_attempts_idx" ON "signal_events"("receiver_id", "attempts", "next_attempt_at", "id")
    WHERE "status" = 'PENDING';
CREATE INDEX "signal_events_pending_subject_idx" ON "signal_events"("receiver_id", "subject_id", "id") WHERE "status" = 'PENDING';

-- What a receiver said last about what has not arrived. A change, which writes rows without an error, pays nothing for it.
CREATE INDEX "signal_events_failing_idx" ON "signal_events"("receiver_id", "id")
    WHERE "status" = 'PENDING' AND "last_error" IS NOT NULL;

-- Whom the platform deleted is disabled, and stays so.
ALTER TABLE "users" ADD CONSTRAINT "users_platform_deleted_check"
    CHECK ("platform_deleted_at" IS NULL OR ("origin" = 'PLATFORM' AND "status" = 'DISABLED'));

CREATE FUNCTION refuse_platform_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A user whom the platform deleted never returns.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER users_refuse_platform_return BEFORE UPDATE OF platform_deleted_at ON "users"
    FOR EACH ROW WHEN (OLD.platform_deleted_at IS NOT NULL AND OLD.platform_deleted_at IS DISTINCT FROM NEW.platform_deleted_at)
    EXECUTE FUNCTION refuse_platform_return();

-- The number of a user's version (RFC 7644, section 3.14), whoever changes what the platform can see.
CREATE FUNCTION count_user_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER users_count_revision
    BEFORE UPDATE OF email, display_name, first_name, last_name, company, phone, website, locality, region, postal_code,
        country, department, employee_number, manager, manager_name, external_id, status ON "users"
    FOR EACH ROW WHEN (
        (OLD.email, OLD.display_name, OLD.first_name, OLD.last_name, OLD.company, OLD.phone, OLD.website, OLD.locality,
         OLD.region, OLD.postal_code, OLD.country, OLD.department, OLD.employee_number, OLD.manager, OLD.manager_name,
         OLD.external_id, OLD.status)
        IS DISTINCT FROM
        (NEW.email, NEW.display_name, NEW.first_name, NEW.last_name, NEW.company, NEW.phone, NEW.website, NEW.locality,
         NEW.region, NEW.postal_code, NEW.country, NEW.department, NEW.employee_number, NEW.manager, NEW.manager_name,
         NEW.external_id, NEW.status))
    EXECUTE FUNCTION count_user_revision();
