-- CreateEnum
CREATE TYPE "job_status" AS ENUM ('DRAFT', 'QUEUED', 'RUNNING', 'STOPPED', 'FINISHED');

-- CreateEnum
CREATE TYPE "job_item_outcome" AS ENUM ('PENDING', 'CHANGED', 'SKIPPED', 'FAILED');

-- CreateEnum
CREATE TYPE "schedule_status" AS ENUM ('PENDING', 'DONE', 'CANCELLED', 'REFUSED');

-- AlterEnum
ALTER TYPE "audit_source" ADD VALUE 'JOB';

-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "job_id" UUID;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "key_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "last_key_use_at" TIMESTAMPTZ(3);
UPDATE "users" SET
    "key_count" = (SELECT count(*) FROM "applications" a JOIN "package_keys" k ON k."application_id" = a."id" WHERE a."owner_id" = "users"."id"),
    "last_key_use_at" = (SELECT max(k."last_used_at") FROM "applications" a JOIN "package_keys" k ON k."application_id" = a."id"
                         WHERE a."owner_id" = "users"."id");
-- One number for what lists filter by, so that one index for each order serves all of these filters together: the page is
-- merged from the orders of the numbers that fit (access/user-facets.ts).
ALTER TABLE "users"
    ADD COLUMN "facets" SMALLINT GENERATED ALWAYS AS (
        CASE "status" WHEN 'WAITING' THEN 0 WHEN 'ENABLED' THEN 12 ELSE 24 END
        + CASE "origin" WHEN 'LOCAL' THEN 0 ELSE 6 END
        + CASE WHEN "roles" @> ARRAY['SERVICE_USER'::"role"] THEN 4 WHEN "roles" = ARRAY[]::"role"[] THEN 0 ELSE 2 END
        + CASE WHEN "key_count" > 0 THEN 1 ELSE 0 END) STORED,
    ADD COLUMN "last_active_at" TIMESTAMPTZ(3) GENERATED ALWAYS AS (GREATEST("created_at", "last_sign_in_at", "last_key_use_at")) STORED;

-- CreateTable
CREATE TABLE "audit_links" (
    "position" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_links_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_archives" (
    "first_position" BIGINT NOT NULL,
    "last_position" BIGINT NOT NULL,
    "last_hash" BYTEA NOT NULL,
    "file" TEXT NOT NULL,
    "file_hash" BYTEA NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_archives_pkey" PRIMARY KEY ("first_position")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "number" BIGSERIAL NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'DRAFT',
    "target" "account_status" NOT NULL,
    "reason" TEXT,
    "source" "audit_source" NOT NULL,
    "created_by_id" UUID,
    "created_by_username" TEXT NOT NULL,
    "address" TEXT,
    "selection" JSONB NOT NULL,
    "undo_of" UUID,
    "total" INTEGER NOT NULL DEFAULT 0,
    "planned" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "sessions_ended" INTEGER NOT NULL DEFAULT 0,
    "keys_concerned" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "queued_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "progressed_at" TIMESTAMPTZ(3),
    "stop_requested_at" TIMESTAMPTZ(3),
    "refusal" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_items" (
    "job_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "user_id" UUID,
    "username" TEXT NOT NULL,
    "outcome" "job_item_outcome" NOT NULL DEFAULT 'PENDING',
    "refusal" TEXT,
    "entry_id" BIGINT,

    CONSTRAINT "job_items_pkey" PRIMARY KEY ("job_id","number")
);

-- CreateTable
CREATE TABLE "scheduled_changes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "target" "account_status" NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "status" "schedule_status" NOT NULL DEFAULT 'PENDING',
    "reason" TEXT,
    "created_by_id" UUID,
    "created_by_username" TEXT NOT NULL,
    "created_by_roles" "role"[] DEFAULT ARRAY[]::"role"[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),
    "refusal" TEXT,

    CONSTRAINT "scheduled_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_calls" (
    "key_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "calls" BIGINT NOT NULL,

    CONSTRAINT "key_calls_pkey" PRIMARY KEY ("key_id","hour")
);

-- CreateTable
CREATE TABLE "call_counters" (
    "id" UUID NOT NULL,
    "batch" BIGINT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_counters_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_links_entry_id_key" ON "audit_links"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_archives_last_position_key" ON "audit_archives"("last_position");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_number_key" ON "jobs"("number");

-- CreateIndex
CREATE INDEX "jobs_status_idx" ON "jobs"("status");

-- CreateIndex
CREATE INDEX "scheduled_changes_user_id_idx" ON "scheduled_changes"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_owner_id_name_key" ON "saved_views"("owner_id", "name");

-- CreateIndex
CREATE INDEX "key_calls_hour_idx" ON "key_calls"("hour");

-- CreateIndex
CREATE INDEX "audit_entries_at_id_idx" ON "audit_entries"("at", "id");

-- CreateIndex
CREATE INDEX "audit_entries_event_source_outcome_at_id_idx" ON "audit_entries"("event", "source", "outcome", "at", "id");

-- Each order carries along what users are filtered by, so that whoever does not fit is passed over without reading them:
-- 50 of a few thousand who fit, of a million, are found in milliseconds.
DROP INDEX "users_email_id_idx", "users_display_name_id_idx", "users_created_at_id_idx", "users_updated_at_id_idx";

-- CreateIndex
CREATE INDEX "users_order_username_key_idx" ON "users"("username_key", "id", "facets", "created_at", "updated_at", "last_sign_in_at", "last_active_at");

-- CreateIndex
CREATE INDEX "users_order_email_idx" ON "users"("email", "id", "facets", "created_at", "updated_at", "last_sign_in_at", "last_active_at");

-- CreateIndex
CREATE INDEX "users_order_display_name_idx" ON "users"("display_name", "id", "facets", "created_at", "updated_at", "last_sign_in_at", "last_active_at");

-- CreateIndex
CREATE INDEX "users_order_created_at_idx" ON "users"("created_at", "id", "facets", "updated_at", "last_sign_in_at", "last_active_at");

-- CreateIndex
CREATE INDEX "users_order_updated_at_idx" ON "users"("updated_at", "id", "facets", "created_at", "last_sign_in_at", "last_active_at");

-- CreateIndex
CREATE INDEX "users_order_last_active_at_idx" ON "users"("last_active_at", "id", "facets", "created_at", "updated_at", "last_sign_in_at");

-- CreateIndex
CREATE INDEX "users_facets_username_key_id_idx" ON "users"("facets", "username_key", "id");

-- CreateIndex
CREATE INDEX "users_facets_email_id_idx" ON "users"("facets", "email", "id");

-- CreateIndex
CREATE INDEX "users_facets_display_name_id_idx" ON "users"("facets", "display_name", "id");

-- CreateIndex
CREATE INDEX "users_facets_created_at_id_idx" ON "users"("facets", "created_at", "id");

-- CreateIndex
CREATE INDEX "users_facets_updated_at_id_idx" ON "users"("facets", "updated_at", "id");

-- AddForeignKey
ALTER TABLE "job_items" ADD CONSTRAINT "job_items_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scheduled_changes" ADD CONSTRAINT "scheduled_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Never counts as before any sign-in, so that the order has no nulls. An index that answers for an expression must have
-- what the expression is made of, too, or each row is read all the same.
CREATE INDEX "users_sign_in_idx" ON "users"((coalesce("last_sign_in_at", '-infinity')), "id", "facets", "created_at", "updated_at", "last_sign_in_at", "last_active_at");
CREATE INDEX "users_facets_sign_in_idx" ON "users"("facets", (coalesce("last_sign_in_at", '-infinity')), "id", "last_sign_in_at");

-- The letters that each user has, for searches that are too short for trigrams.
CREATE FUNCTION letters_in(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ARRAY(SELECT DISTINCT letter FROM unnest(string_to_array($1, NULL)) AS letter);
CREATE INDEX "users_letters_idx" ON "users" USING GIN (letters_in("search_text"));

-- How many keys a user has. Whoever changes keys holds their owner already, so that nobody waits for another here.
CREATE FUNCTION count_package_keys() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step INTEGER := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    UPDATE users u SET key_count = key_count + step * n.keys
    FROM (SELECT a.owner_id, count(*) AS keys FROM changed JOIN applications a ON a.id = changed.application_id
          GROUP BY a.owner_id) AS n
    WHERE u.id = n.owner_id;
    RETURN NULL;
END $$;
CREATE TRIGGER package_keys_count_insert AFTER INSERT ON "package_keys" REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_package_keys();
CREATE TRIGGER package_keys_count_delete AFTER DELETE ON "package_keys" REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_package_keys();

-- The keys of an application that is deleted go after it, when nobody knows any more whose they were.
CREATE FUNCTION count_application_keys() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keys INTEGER := (SELECT count(*) FROM package_keys WHERE application_id = OLD.id);
BEGIN
    UPDATE users SET key_count = key_count - keys WHERE id = OLD.owner_id AND keys > 0;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    UPDATE users SET key_count = key_count + keys WHERE id = NEW.owner_id AND keys > 0;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_count_delete BEFORE DELETE ON "applications"
    FOR EACH ROW EXECUTE FUNCTION count_application_keys();
CREATE TRIGGER applications_count_move BEFORE UPDATE OF owner_id ON "applications"
    FOR EACH ROW WHEN (OLD.owner_id <> NEW.owner_id) EXECUTE FUNCTION count_application_keys();

CREATE FUNCTION count_moved_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE users SET key_count = key_count - 1 WHERE id = (SELECT owner_id FROM applications WHERE id = OLD.application_id);
    UPDATE users SET key_count = key_count + 1 WHERE id = (SELECT owner_id FROM applications WHERE id = NEW.application_id);
    RETURN NULL;
END $$;
CREATE TRIGGER package_keys_count_move AFTER UPDATE OF application_id ON "package_keys"
    FOR EACH ROW WHEN (OLD.application_id <> NEW.application_id) EXECUTE FUNCTION count_moved_key();

CREATE FUNCTION count_no_package_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE users SET key_count = 0 WHERE key_count > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER package_keys_count_truncate AFTER TRUNCATE ON "package_keys"
    FOR EACH STATEMENT EXECUTE FUNCTION count_no_package_keys();

-- What a list of the audit asks for, each in the order of time. Of the kinds of entries (event, source, outcome) there are few:
-- a filter by some of them, of one actor or of all, is merged from the orders of those that fit (access/audit-kinds.ts).
-- The bare name is in the first one because PostgreSQL counts from an index alone only where each column itself is in it.
CREATE INDEX "audit_entries_actor_idx" ON "audit_entries"
    ((folded("actor_username") COLLATE "C"), "event", "source", "outcome", "at", "id") INCLUDE ("actor_username");
CREATE INDEX "audit_entries_subject_idx" ON "audit_entries"((folded("subject_username") COLLATE "C"), "at", "id")
    WHERE "subject_username" IS NOT NULL;
CREATE INDEX "audit_entries_job_idx" ON "audit_entries"("job_id", "at", "id") WHERE "job_id" IS NOT NULL;

-- The next ones of a job, those that did not go well, and whose turn has come.
CREATE INDEX "job_items_pending_idx" ON "job_items"("job_id", "number") WHERE "outcome" = 'PENDING';
CREATE INDEX "job_items_left_idx" ON "job_items"("job_id", "outcome", "number") WHERE "outcome" IN ('SKIPPED', 'FAILED');
CREATE INDEX "scheduled_changes_due_idx" ON "scheduled_changes"("due_at") WHERE "status" = 'PENDING';
CREATE UNIQUE INDEX "scheduled_changes_pending_key" ON "scheduled_changes"("user_id", "target") WHERE "status" = 'PENDING';

ALTER TABLE "jobs" ADD CONSTRAINT "jobs_target_check" CHECK ("target" <> 'WAITING');
ALTER TABLE "scheduled_changes" ADD CONSTRAINT "scheduled_changes_target_check" CHECK ("target" <> 'WAITING');

-- What the hash of an entry covers: every column, each with its length, so that nothing can move from one to the next.
-- access/audit-chain.ts has the same text and verifies without this function.
CREATE FUNCTION audit_field(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(octet_length($1)::text || ':' || $1, '-');
CREATE FUNCTION audit_entry_text(e audit_entries) RETURNS text LANGUAGE sql STABLE
    RETURN concat_ws(',', audit_field(e.id::text), audit_field((extract(epoch FROM e.at) * 1000)::bigint::text),
        audit_field(e.event), audit_field(e.outcome::text), audit_field(e.refusal), audit_field(e.source::text),
        audit_field(e.actor_id::text), audit_field(e.actor_username), audit_field(e.subject_id::text),
        audit_field(e.subject_username), audit_field(e.reason), audit_field(e.before::text), audit_field(e.after::text),
        audit_field(e.effects::text), audit_field(e.address), audit_field(e.change_id::text), audit_field(e.job_id::text));

-- The hash before the first entry is 32 zero bytes; behind what went to a file, it is that of the last entry there.
CREATE FUNCTION link_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last RECORD;
BEGIN
    -- One commit after the other from here on. This runs last in its transaction, so that nobody holds this lock and waits.
    PERFORM pg_advisory_xact_lock(hashtextextended('latchkey: audit chain', 0));
    SELECT position, hash INTO last FROM audit_links ORDER BY position DESC LIMIT 1;
    IF NOT FOUND THEN
        SELECT last_position AS position, last_hash AS hash INTO last FROM audit_archives ORDER BY last_position DESC LIMIT 1;
    END IF;
    INSERT INTO audit_links (position, entry_id, hash)
    VALUES (coalesce(last.position, 0) + 1, NEW.id,
            sha256(coalesce(last.hash, decode(repeat('00', 32), 'hex')) || convert_to(audit_entry_text(NEW), 'UTF8')));
    RETURN NULL;
END $$;
ALTER FUNCTION link_audit_entry() SET search_path FROM CURRENT;
-- A connection keeps the plan that it made while there were few links: by the index it stays good for many.
ALTER FUNCTION link_audit_entry() SET enable_seqscan TO off;

-- Those that are there already, in the order of their numbers.
DO $$
DECLARE
    entry audit_entries;
    place BIGINT := 0;
    link BYTEA := decode(repeat('00', 32), 'hex');
BEGIN
    FOR entry IN SELECT * FROM audit_entries ORDER BY id LOOP
        place := place + 1;
        link := sha256(link || convert_to(audit_entry_text(entry), 'UTF8'));
        INSERT INTO audit_links (position, entry_id, hash) VALUES (place, entry.id, link);
    END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER audit_entries_link AFTER INSERT ON "audit_entries" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION link_audit_entry();

-- What was recorded stays as it was recorded. It leaves only once a file that holds it is on record.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place BIGINT;
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('audit_entries', 'audit_links') THEN
        place := CASE WHEN TG_TABLE_NAME = 'audit_links' THEN (to_jsonb(OLD) ->> 'position')::bigint
                      ELSE (SELECT position FROM audit_links WHERE entry_id = (to_jsonb(OLD) ->> 'id')::bigint) END;
        IF EXISTS (SELECT FROM audit_archives WHERE place BETWEEN first_position AND last_position) THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'Audit entries are never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
ALTER FUNCTION refuse_audit_change() SET search_path FROM CURRENT;

CREATE TRIGGER audit_links_refuse_change BEFORE UPDATE OR DELETE ON "audit_links"
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_links_refuse_truncate BEFORE TRUNCATE ON "audit_links"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_archives_refuse_change BEFORE UPDATE OR DELETE ON "audit_archives"
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_archives_refuse_truncate BEFORE TRUNCATE ON "audit_archives"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
