-- CreateEnum
CREATE TYPE "package_key_status" AS ENUM ('WAITING', 'ENABLED', 'DISABLED');

-- CreateEnum
CREATE TYPE "access_change_kind" AS ENUM ('USER', 'APPLICATION', 'PACKAGE', 'PLAN', 'PACKAGE_KEY', 'EVERYTHING');

-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "change_id" BIGINT;

-- CreateTable
CREATE TABLE "packages" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "packages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plans" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "package_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "throttle_per_second" INTEGER,
    "quota_per_day" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "applications" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- Folded as what is searched for, by the database, so that any writer's names are found.
    "search_name" TEXT GENERATED ALWAYS AS (lower(normalize("name", NFKC))) STORED,

    CONSTRAINT "applications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "package_keys" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "application_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "status" "package_key_status" NOT NULL,
    "hash" BYTEA NOT NULL,
    -- In byte order, so that the index finds what begins alike.
    "prefix" TEXT COLLATE "C" NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "package_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_changes" (
    "id" BIGSERIAL NOT NULL,
    "xact" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "kind" "access_change_kind" NOT NULL,
    "subject_id" UUID,

    CONSTRAINT "access_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gates" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_snapshot" TEXT NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(3),
    "cached_keys" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "gates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gate_acknowledgements" (
    "change_id" BIGINT NOT NULL,
    "gate_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "gate_acknowledgements_pkey" PRIMARY KEY ("change_id","gate_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "packages_name_key" ON "packages"("name");

-- CreateIndex
CREATE UNIQUE INDEX "plans_package_id_name_key" ON "plans"("package_id", "name");

-- CreateIndex
CREATE INDEX "applications_search_name_idx" ON "applications" USING GIN ("search_name" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "applications_owner_id_name_key" ON "applications"("owner_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "package_keys_hash_key" ON "package_keys"("hash");

-- CreateIndex
CREATE INDEX "package_keys_application_id_idx" ON "package_keys"("application_id");

-- CreateIndex
CREATE INDEX "package_keys_plan_id_idx" ON "package_keys"("plan_id");

-- CreateIndex
CREATE INDEX "package_keys_prefix_idx" ON "package_keys"("prefix");

-- CreateIndex
CREATE INDEX "package_keys_last_four_idx" ON "package_keys"("last_four");

-- CreateIndex
CREATE INDEX "package_keys_updated_at_id_idx" ON "package_keys"("updated_at", "id");

-- CreateIndex
CREATE INDEX "package_keys_created_at_id_idx" ON "package_keys"("created_at", "id");

-- CreateIndex
CREATE INDEX "access_changes_xact_idx" ON "access_changes"("xact");

-- CreateIndex
CREATE INDEX "access_changes_at_idx" ON "access_changes"("at");

-- CreateIndex
CREATE INDEX "gate_acknowledgements_gate_id_idx" ON "gate_acknowledgements"("gate_id");

-- AddForeignKey
ALTER TABLE "plans" ADD CONSTRAINT "plans_package_id_fkey" FOREIGN KEY ("package_id") REFERENCES "packages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications" ADD CONSTRAINT "applications_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package_keys" ADD CONSTRAINT "package_keys_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package_keys" ADD CONSTRAINT "package_keys_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_acknowledgements" ADD CONSTRAINT "gate_acknowledgements_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "access_changes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_acknowledgements" ADD CONSTRAINT "gate_acknowledgements_gate_id_fkey" FOREIGN KEY ("gate_id") REFERENCES "gates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nothing returns to WAITING; a key keeps its string and its package (domain.md, "Keys").
CREATE FUNCTION refuse_package_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.hash <> OLD.hash OR NEW.prefix <> OLD.prefix OR NEW.last_four <> OLD.last_four THEN
        RAISE EXCEPTION 'The string of a package key never changes.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.status = 'WAITING' AND OLD.status <> 'WAITING' THEN
        RAISE EXCEPTION 'No package key returns to Waiting.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.plan_id <> OLD.plan_id AND (SELECT count(DISTINCT package_id) FROM plans WHERE id IN (NEW.plan_id, OLD.plan_id)) > 1 THEN
        RAISE EXCEPTION 'A package key never changes its package.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER package_keys_refuse_change BEFORE UPDATE OF hash, prefix, last_four, status, plan_id ON "package_keys"
    FOR EACH ROW EXECUTE FUNCTION refuse_package_key_change();

-- A plan takes all its keys along, so it keeps its package as they do.
CREATE FUNCTION refuse_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.package_id <> OLD.package_id THEN
        RAISE EXCEPTION 'A plan never changes its package.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER plans_refuse_change BEFORE UPDATE OF package_id ON "plans"
    FOR EACH ROW EXECUTE FUNCTION refuse_plan_change();

-- What gates remember of a key depends on its owner, application, plan, package and itself. Whoever changes one of
-- them, this product or psql, leaves a row here and wakes the gates at the commit. A new key needs none: no gate can
-- remember what it has not seen, and that a key was unknown it remembers for seconds only.
CREATE FUNCTION announce_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject UUID := CASE WHEN TG_LEVEL = 'ROW' THEN OLD.id END;
    number BIGINT;
BEGIN
    INSERT INTO access_changes (xact, kind, subject_id)
    VALUES (pg_current_xact_id()::text::bigint, TG_ARGV[0]::access_change_kind, subject)
    RETURNING id INTO number;
    PERFORM pg_notify('latchkey_access_changes', concat_ws(' ', number, TG_ARGV[0], subject));
    RETURN NULL;
END $$;

CREATE TRIGGER users_announce_update AFTER UPDATE OF id, status ON "users"
    FOR EACH ROW WHEN ((OLD.id, OLD.status) IS DISTINCT FROM (NEW.id, NEW.status))
    EXECUTE FUNCTION announce_access_change('USER');
CREATE TRIGGER users_announce_delete AFTER DELETE ON "users"
    FOR EACH ROW EXECUTE FUNCTION announce_access_change('USER');
CREATE TRIGGER users_announce_truncate AFTER TRUNCATE ON "users"
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change('EVERYTHING');

CREATE TRIGGER applications_announce_update AFTER UPDATE OF id, owner_id, name ON "applications"
    FOR EACH ROW WHEN ((OLD.id, OLD.owner_id, OLD.name) IS DISTINCT FROM (NEW.id, NEW.owner_id, NEW.name))
    EXECUTE FUNCTION announce_access_change('APPLICATION');
CREATE TRIGGER applications_announce_delete AFTER DELETE ON "applications"
    FOR EACH ROW EXECUTE FUNCTION announce_access_change('APPLICATION');
CREATE TRIGGER applications_announce_truncate AFTER TRUNCATE ON "applications"
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change('EVERYTHING');

CREATE TRIGGER packages_announce_update AFTER UPDATE OF id, name ON "packages"
    FOR EACH ROW WHEN ((OLD.id, OLD.name) IS DISTINCT FROM (NEW.id, NEW.name))
    EXECUTE FUNCTION announce_access_change('PACKAGE');
CREATE TRIGGER packages_announce_truncate AFTER TRUNCATE ON "packages"
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change('EVERYTHING');

CREATE TRIGGER plans_announce_update AFTER UPDATE OF id, package_id, name, active ON "plans"
    FOR EACH ROW
    WHEN ((OLD.id, OLD.package_id, OLD.name, OLD.active) IS DISTINCT FROM (NEW.id, NEW.package_id, NEW.name, NEW.active))
    EXECUTE FUNCTION announce_access_change('PLAN');
CREATE TRIGGER plans_announce_truncate AFTER TRUNCATE ON "plans"
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change('EVERYTHING');

CREATE TRIGGER package_keys_announce_update AFTER UPDATE OF id, application_id, plan_id, status ON "package_keys"
    FOR EACH ROW WHEN ((OLD.id, OLD.application_id, OLD.plan_id, OLD.status)
        IS DISTINCT FROM (NEW.id, NEW.application_id, NEW.plan_id, NEW.status))
    EXECUTE FUNCTION announce_access_change('PACKAGE_KEY');
CREATE TRIGGER package_keys_announce_delete AFTER DELETE ON "package_keys"
    FOR EACH ROW EXECUTE FUNCTION announce_access_change('PACKAGE_KEY');
CREATE TRIGGER package_keys_announce_truncate AFTER TRUNCATE ON "package_keys"
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change('EVERYTHING');

-- Also for who applies the changes of another server, or restores, and sets ordinary triggers aside for that. Such a one
-- may look for tables elsewhere.
ALTER TABLE "users" ENABLE ALWAYS TRIGGER users_announce_update;
ALTER TABLE "users" ENABLE ALWAYS TRIGGER users_announce_delete;
ALTER TABLE "users" ENABLE ALWAYS TRIGGER users_announce_truncate;
ALTER TABLE "applications" ENABLE ALWAYS TRIGGER applications_announce_update;
ALTER TABLE "applications" ENABLE ALWAYS TRIGGER applications_announce_delete;
ALTER TABLE "applications" ENABLE ALWAYS TRIGGER applications_announce_truncate;
ALTER TABLE "packages" ENABLE ALWAYS TRIGGER packages_announce_update;
ALTER TABLE "packages" ENABLE ALWAYS TRIGGER packages_announce_truncate;
ALTER TABLE "plans" ENABLE ALWAYS TRIGGER plans_announce_update;
ALTER TABLE "plans" ENABLE ALWAYS TRIGGER plans_announce_truncate;
ALTER TABLE "package_keys" ENABLE ALWAYS TRIGGER package_keys_announce_update;
ALTER TABLE "package_keys" ENABLE ALWAYS TRIGGER package_keys_announce_delete;
ALTER TABLE "package_keys" ENABLE ALWAYS TRIGGER package_keys_announce_truncate;
ALTER FUNCTION announce_access_change() SET search_path FROM CURRENT;
