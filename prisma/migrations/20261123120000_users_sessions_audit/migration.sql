-- Trigrams make a partial match at any place of a text fast.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "origin" AS ENUM ('LOCAL', 'PLATFORM');

-- CreateEnum
CREATE TYPE "account_status" AS ENUM ('WAITING', 'ENABLED', 'DISABLED');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('ADMINISTRATOR', 'COMMUNITY_MANAGER', 'PROGRAM_MANAGER', 'SUPPORT_USER', 'SERVICE_USER');

-- CreateEnum
CREATE TYPE "session_end" AS ENUM ('SIGNED_OUT', 'SIGNED_OUT_ELSEWHERE', 'REPLACED', 'USER_DISABLED', 'SERVICE_USER', 'PASSWORD_CHANGED');

-- CreateEnum
CREATE TYPE "audit_source" AS ENUM ('PAGE', 'COMMAND_LINE');

-- CreateEnum
CREATE TYPE "audit_outcome" AS ENUM ('DONE', 'REFUSED');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "username" TEXT NOT NULL,
    "username_key" TEXT NOT NULL,
    "email" TEXT COLLATE "und-x-icu" NOT NULL,
    "display_name" TEXT COLLATE "und-x-icu" NOT NULL,
    "first_name" TEXT NOT NULL DEFAULT '',
    "last_name" TEXT NOT NULL DEFAULT '',
    "company" TEXT NOT NULL DEFAULT '',
    "phone" TEXT NOT NULL DEFAULT '',
    "website" TEXT NOT NULL DEFAULT '',
    "locality" TEXT NOT NULL DEFAULT '',
    "region" TEXT NOT NULL DEFAULT '',
    "postal_code" TEXT NOT NULL DEFAULT '',
    "country" TEXT NOT NULL DEFAULT '',
    "origin" "origin" NOT NULL,
    "status" "account_status" NOT NULL,
    "roles" "role"[] DEFAULT ARRAY[]::"role"[],
    "password_hash" TEXT,
    "external_id" TEXT,
    "last_sign_in_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- One text to search in. lower() and normalize() fold both this column and what is searched for.
    "search_text" TEXT GENERATED ALWAYS AS (lower(normalize(
        "username" || E'\n' || "email" || E'\n' || "display_name" || E'\n' || "first_name" || ' ' || "last_name" || E'\n' ||
        "company" || E'\n' || "phone" || E'\n' || "website" || E'\n' || "locality" || E'\n' || "region" || E'\n' ||
        "postal_code" || E'\n' || "country", NFKC))) STORED,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "end" "session_end",
    "address" TEXT NOT NULL DEFAULT '',
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event" TEXT NOT NULL,
    "outcome" "audit_outcome" NOT NULL,
    "refusal" TEXT,
    "source" "audit_source" NOT NULL,
    "actor_id" UUID,
    "actor_username" TEXT NOT NULL,
    "subject_id" UUID,
    "subject_username" TEXT,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "effects" JSONB,
    "address" TEXT,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_username_key_key" ON "users"("username_key");

-- CreateIndex
CREATE UNIQUE INDEX "users_external_id_key" ON "users"("external_id");

-- CreateIndex
CREATE INDEX "users_updated_at_id_idx" ON "users"("updated_at", "id");

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE INDEX "users_email_id_idx" ON "users"("email", "id");

-- CreateIndex
CREATE INDEX "users_display_name_id_idx" ON "users"("display_name", "id");

-- CreateIndex
CREATE INDEX "users_roles_idx" ON "users" USING GIN ("roles");

-- CreateIndex
CREATE INDEX "users_search_text_idx" ON "users" USING GIN ("search_text" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_ended_at_idx" ON "sessions"("user_id", "ended_at");

-- CreateIndex
CREATE INDEX "audit_entries_subject_id_id_idx" ON "audit_entries"("subject_id", "id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A username and the owner of an account never change, and nothing returns to WAITING (domain.md, "Users").
CREATE FUNCTION refuse_user_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.username <> OLD.username OR NEW.username_key <> OLD.username_key THEN
        RAISE EXCEPTION 'A username never changes.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.origin <> OLD.origin THEN
        RAISE EXCEPTION 'The origin of a user never changes.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.status = 'WAITING' AND OLD.status <> 'WAITING' THEN
        RAISE EXCEPTION 'No user returns to Waiting.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER users_refuse_change BEFORE UPDATE OF username, username_key, origin, status ON "users"
    FOR EACH ROW EXECUTE FUNCTION refuse_user_change();

-- What was recorded stays as it was recorded, also for the application's own SQL.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Audit entries are never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_entries_refuse_change BEFORE UPDATE OR DELETE ON "audit_entries"
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_entries_refuse_truncate BEFORE TRUNCATE ON "audit_entries"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
