/**
 * The SQL of what happened to very many sample people: entries as the product writes them, in the order of time, and the
 * chain over them, hashed here over the same text as by the trigger that stands aside meanwhile.
 */

/** Who did things: administrators, or the command line where there is none. */
export const CREATE_DOERS = `
  CREATE TEMPORARY TABLE sample_doers ON COMMIT DROP AS
  SELECT row_number() OVER (ORDER BY created_at, id)::int - 1 AS turn, id AS doer_id, username AS doer, 'PAGE' AS way
  FROM users WHERE roles @> '{ADMINISTRATOR}' AND origin = 'LOCAL'
  UNION ALL
  SELECT 0, NULL, 'root', 'COMMAND_LINE' WHERE NOT EXISTS (SELECT FROM users WHERE roles @> '{ADMINISTRATOR}' AND origin = 'LOCAL')`;

/** The entries from $1 to $2, of $3 in all, about $4 people: somebody who was there by that time. */
export const INSERT_ENTRIES = `
  INSERT INTO audit_entries (at, event, outcome, refusal, source, actor_id, actor_username, subject_id, subject_username,
                             reason, before, after, effects, address)
  SELECT at, event, outcome::audit_outcome, refusal, source::audit_source, actor_id, actor_username, id, username,
         CASE WHEN event = 'user.disabled' AND source <> 'PLATFORM' AND i % 3 > 0 THEN
           (ARRAY['Contract ended.', 'Left the company; the partner asked us to close the account.', 'No use for a year.'])[1 + i % 3] END,
         CASE event WHEN 'user.disabled' THEN '{"status": "ENABLED"}' WHEN 'user.enabled' THEN '{"status": "DISABLED"}'
                    WHEN 'user.profile-changed' THEN '{"company": ""}' WHEN 'user.roles-changed' THEN '{"roles": []}' END::jsonb,
         CASE event WHEN 'user.disabled' THEN '{"status": "DISABLED"}'::jsonb WHEN 'user.enabled' THEN '{"status": "ENABLED"}'
                    WHEN 'user.created' THEN jsonb_build_object('roles', '{}'::text[], 'status', c.status)
                    WHEN 'user.profile-changed' THEN jsonb_build_object('company', split_part(email, '@', 2))
                    WHEN 'user.roles-changed' THEN '{"roles": ["SUPPORT_USER"]}'
                    WHEN 'package-key.created' THEN jsonb_build_object('status', 'ENABLED', 'application', 'Website', 'package', 'Maps', 'plan', 'Pro', 'key', 'lk_live_…') END,
         CASE WHEN outcome = 'REFUSED' THEN NULL WHEN event = 'user.disabled' THEN jsonb_build_object('sessionsEnded', i % 3, 'keysStopped', keys)
              WHEN event = 'user.enabled' THEN jsonb_build_object('sessionsEnded', 0, 'keysRestored', keys)
              WHEN event = 'session.ended' THEN '{"sessionsEnded": 1}' WHEN event = 'user.roles-changed' THEN '{"sessionsEnded": 0}' END,
         CASE source WHEN 'COMMAND_LINE' THEN NULL ELSE '198.51.100.' || 1 + i % 250 END
  FROM generate_series($1::int, $2::int) AS i
  JOIN sample_crowd c ON c.n = 1 + pg_temp.lot(i, 80, greatest(1, (i::bigint * $4::int / $3::int)::int))
  JOIN sample_doers d ON d.turn = i % (SELECT count(*)::int FROM sample_doers)
  CROSS JOIN LATERAL (SELECT pg_temp.lot(i, 81, 100) AS l) AS lots
  CROSS JOIN LATERAL (
    SELECT now() - interval '4 years' * (1 - i::numeric / $3::int) AS at,
           CASE WHEN l < 60 THEN 'sign-in.succeeded' WHEN l < 68 THEN 'sign-in.refused' WHEN l < 77 THEN 'session.ended'
                WHEN l < 82 THEN 'user.profile-changed' WHEN l < 86 THEN 'package-key.created' WHEN l < 87 THEN 'user.roles-changed'
                WHEN l < 90 AND status <> 'DISABLED' THEN 'user.created' WHEN status = 'DISABLED' THEN 'user.disabled'
                WHEN status = 'WAITING' THEN 'user.profile-changed' ELSE 'user.enabled' END AS event,
           CASE WHEN l BETWEEN 60 AND 67 OR l = 99 THEN 'REFUSED' ELSE 'DONE' END AS outcome,
           CASE WHEN l BETWEEN 60 AND 67 THEN 'wrong_password' WHEN l = 99 THEN 'not_permitted' END AS refusal) AS e
  CROSS JOIN LATERAL (
    SELECT CASE WHEN l < 77 THEN 'PAGE' WHEN c.origin = 'PLATFORM' AND l BETWEEN 87 AND 98 THEN 'PLATFORM' ELSE d.way END AS source,
           CASE WHEN l BETWEEN 60 AND 67 OR c.origin = 'PLATFORM' AND l BETWEEN 87 AND 98 THEN NULL
                WHEN l < 77 OR l = 99 THEN c.id ELSE d.doer_id END AS actor_id,
           CASE WHEN l BETWEEN 60 AND 67 THEN '' WHEN c.origin = 'PLATFORM' AND l BETWEEN 87 AND 98 THEN 'Identity platform'
                WHEN l < 77 OR l = 99 THEN c.username ELSE d.doer END AS actor_username) AS w
  ORDER BY i`;

/** Links all entries behind $1 to the end of the chain, as link_audit_entry does with one. */
export const CHAIN = `
  CREATE FUNCTION pg_temp.chain(behind bigint) RETURNS SETOF audit_links LANGUAGE plpgsql AS $$
  DECLARE
    link audit_links;
    entry RECORD;
  BEGIN
    SELECT * INTO link FROM audit_links ORDER BY position DESC LIMIT 1;
    IF NOT FOUND THEN
      SELECT last_position, NULL, last_hash INTO link FROM audit_archives ORDER BY last_position DESC LIMIT 1;
    END IF;
    link.position := coalesce(link.position, 0);
    link.hash := coalesce(link.hash, decode(repeat('00', 32), 'hex'));
    FOR entry IN SELECT e.id, convert_to(audit_entry_text(e), 'UTF8') AS body FROM audit_entries e WHERE e.id > behind ORDER BY e.id LOOP
      link.position := link.position + 1;
      link.entry_id := entry.id;
      link.hash := sha256(link.hash || entry.body);
      RETURN NEXT link;
    END LOOP;
  END $$`;

export const INSERT_LINKS = "INSERT INTO audit_links SELECT * FROM pg_temp.chain($1::bigint)";
