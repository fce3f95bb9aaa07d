-- A record of the platform that it gives to somebody else stays with whom it was, and somebody new answers to its SCIM id.

-- AlterTable
ALTER TABLE "users" ADD COLUMN "scim_id" UUID,
ADD COLUMN "former_external_id" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "users_scim_id_key" ON "users"("scim_id");

-- CreateIndex
CREATE INDEX "users_former_external_id_idx" ON "users"("former_external_id");

-- A username never changes, but that whom the platform deleted makes room for somebody new of that name.
CREATE OR REPLACE FUNCTION refuse_user_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.username <> OLD.username OR NEW.username_key <> OLD.username_key) AND OLD.platform_deleted_at IS NULL THEN
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
