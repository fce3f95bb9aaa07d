-- The console and the gates may connect by a role that owns nothing and only adds to the audit. What the database writes
-- for them it writes as the owner. Each function looks at these schemas alone, and at temporary tables last: a caller's own
-- table of the same name is not what it reads or writes.
ALTER FUNCTION link_audit_entry() SECURITY DEFINER;
ALTER FUNCTION link_audit_entry() SET search_path = pg_catalog, public, pg_temp;
REVOKE ALL ON FUNCTION link_audit_entry() FROM PUBLIC;
ALTER FUNCTION refuse_audit_change() SET search_path = pg_catalog, public, pg_temp;

-- The only way by which entries leave the table for a role that may not delete them: the next ones behind those in files, up
-- to a link that the caller knows, none of them younger than a day, and never without a record of the file. The hour is for
-- clocks that differ.
CREATE FUNCTION archive_audit_entries(first_of_file bigint, last_of_file bigint, hash_of_last bytea, name_of_file text, hash_of_file bytea)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    expected BIGINT := last_of_file - first_of_file + 1;
    earliest TIMESTAMPTZ;
    latest TIMESTAMPTZ;
    entries BIGINT;
    links BIGINT;
BEGIN
    IF first_of_file IS DISTINCT FROM (SELECT coalesce(max(last_position), 0) + 1 FROM audit_archives) OR expected < 1 THEN
        RAISE EXCEPTION 'A file begins behind the one before it.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM audit_links WHERE position = last_of_file AND hash = hash_of_last) THEN
        RAISE EXCEPTION 'A file ends with a link of the chain.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT count(*), min(e.at), max(e.at) INTO entries, earliest, latest
    FROM audit_links l JOIN audit_entries e ON e.id = l.entry_id WHERE l.position BETWEEN first_of_file AND last_of_file;
    IF entries <> expected OR latest > now() - interval '23 hours' THEN
        RAISE EXCEPTION 'Only whole entries that are a day old leave for a file.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    INSERT INTO audit_archives (first_position, last_position, last_hash, file, file_hash, first_at, last_at)
    VALUES (first_of_file, last_of_file, hash_of_last, name_of_file, hash_of_file, earliest, latest);
    DELETE FROM audit_entries e USING audit_links l WHERE l.entry_id = e.id AND l.position BETWEEN first_of_file AND last_of_file;
    GET DIAGNOSTICS entries = ROW_COUNT;
    DELETE FROM audit_links WHERE position BETWEEN first_of_file AND last_of_file;
    GET DIAGNOSTICS links = ROW_COUNT;
    IF entries <> expected OR links <> expected THEN
        RAISE EXCEPTION 'The file has other entries than left.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN entries;
END $$;
REVOKE ALL ON FUNCTION archive_audit_entries(bigint, bigint, bytea, text, bytea) FROM PUBLIC;
