-- Trigrams make a partial match at any place of a text fast.
CREATE EXTENSION IF NOT EXISTS pg_trgm;


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
