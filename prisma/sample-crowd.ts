/**
 * The SQL of very many sample people. They are drawn first, into a table of the session's own, so that what they own and
 * what happened to them can be made of it; the same number draws the same lot everywhere and always.
 */
import { OF_EACH } from "./sample-names";
import { REGIONS } from "./sample-regions";

/** What each person draws. Lots of one person differ by their purpose, a number of its own. */
export const LOTS = [
  `CREATE FUNCTION pg_temp.lot(person bigint, purpose int, below int) RETURNS int LANGUAGE sql IMMUTABLE
   RETURN abs(hashint8extended(person, purpose) % below)::int`,
  // From 0 up to 1, more often near 0: what happens to people happened mostly of late.
  `CREATE FUNCTION pg_temp.late(person bigint, purpose int) RETURNS double precision LANGUAGE sql IMMUTABLE
   RETURN power(pg_temp.lot(person, purpose, 1000000) / 1000000.0::double precision, 3)`,
  `CREATE FUNCTION pg_temp.one_of(choice text[], number int) RETURNS text LANGUAGE sql IMMUTABLE
   RETURN choice[1 + number % cardinality(choice)]`,
  // The form of a random UUID (RFC 9562, version 4), made of a text, so that the same text is the same id.
  `CREATE FUNCTION pg_temp.id_of(what text) RETURNS uuid LANGUAGE sql IMMUTABLE
   RETURN overlay(overlay(md5(what) PLACING '4' FROM 13 FOR 1) PLACING 'a' FROM 17 FOR 1)::uuid`,
];

export const CREATE_CROWD = `
  CREATE TEMPORARY TABLE sample_crowd (
    n int PRIMARY KEY, id uuid, suffix bigint, region int, first int, last int, origin origin, status account_status,
    roles role[], keys int, username text, username_key text, email text, created_at timestamptz(3),
    updated_at timestamptz(3), last_sign_in_at timestamptz(3), last_key_use_at timestamptz(3)
  ) ON COMMIT DROP`;

/** From $1 to $2, of $3 in all; $4 comes after the numbers that are in use, $5 keeps the ids of this load apart. */
export const DRAW = `
  INSERT INTO sample_crowd
  SELECT n, pg_temp.id_of($5::text || n), $4::bigint + n, f.region, f.number, l.number, origin::origin, status::account_status,
         roles, 0, username, username_key, email, created_at,
         created_at + (now() - created_at) * CASE WHEN pg_temp.lot(n, 20, 10) < 3 THEN 0 ELSE 1 - pg_temp.late(n, 21) END,
         CASE WHEN status <> 'WAITING' AND roles <> '{SERVICE_USER}' AND pg_temp.lot(n, 22, 100) >= 18
              THEN now() - (now() - created_at) * pg_temp.late(n, 23) END,
         NULL
  FROM generate_series($1::int, $2::int) AS n
  JOIN sample_names f ON f.region = pg_temp.lot(n, 1, ${REGIONS.length}) AND f.number = pg_temp.lot(n, 2, ${OF_EACH})
  JOIN sample_names l ON l.region = f.region AND l.number = pg_temp.lot(n, 3, ${OF_EACH})
  CROSS JOIN LATERAL (
    SELECT CASE WHEN pg_temp.lot(n, 4, 100) < 30 THEN 'PLATFORM' ELSE 'LOCAL' END AS origin,
           now() - interval '4 years' * (1 - (n - pg_temp.lot(n, 5, 1000) / 1000.0) / $3::int) - interval '1 minute' AS created_at,
           CASE WHEN f.first_latin = '' OR l.last_latin = '' THEN 'dev-' || ($4::bigint + n)
                ELSE f.first_latin || '.' || l.last_latin || ($4::bigint + n) END AS mailbox,
           pg_temp.one_of(ARRAY['atlas-mobility.example.org', 'bluefjord.example.com', 'cedar-health.example.com',
             'daybreak-media.example.org', 'evergreen-tours.example.com', 'ferrum-parts.example.com',
             'globe-parcel.example.org', 'hilltop-bank.example.com', 'indigo-retail.example.com',
             'kestrel-data.example.org', 'lumen-grid.example.com', 'meridian-fares.example.com'], pg_temp.lot(n, 6, 12)) AS domain) AS g
  CROSS JOIN LATERAL (
    SELECT CASE WHEN pg_temp.lot(n, 7, 100) < 9 THEN 'DISABLED'
                WHEN origin = 'LOCAL' AND pg_temp.lot(n, 7, 100) < 15 THEN 'WAITING' ELSE 'ENABLED' END AS status,
           mailbox || '@' || domain AS email) AS s
  CROSS JOIN LATERAL (
    SELECT (CASE WHEN status = 'WAITING' THEN '{}' ELSE CASE pg_temp.lot(n, 8, 1000)
              WHEN 0 THEN '{COMMUNITY_MANAGER}' WHEN 1 THEN '{PROGRAM_MANAGER}' WHEN 2 THEN '{SUPPORT_USER}'
              WHEN 3 THEN CASE origin WHEN 'LOCAL' THEN '{SERVICE_USER}' ELSE '{}' END ELSE '{}' END END)::role[] AS roles,
           CASE WHEN origin = 'PLATFORM' THEN pg_temp.lot(n, 9, 3) ELSE 3 + pg_temp.lot(n, 9, 6) END AS kind) AS k
  CROSS JOIN LATERAL (
    SELECT CASE kind WHEN 0 THEN '00u' || substr(md5($5::text || 'u' || n), 1, 17)
                     WHEN 1 THEN email
                     WHEN 2 THEN pg_temp.id_of($5::text || 'u' || n)::text
                     WHEN 3 THEN mailbox
                     WHEN 4 THEN email
                     WHEN 5 THEN mailbox || '+api'
                     WHEN 6 THEN split_part(domain, '.', 1) || '/' || mailbox
                     ELSE f.first || '_' || l.last || '_' || ($4::bigint + n) END AS username,
           -- The rest is in lower case and plain Latin already.
           CASE WHEN kind > 6 THEN f.first_key || '_' || l.last_key || '_' || ($4::bigint + n) END AS folded) AS u
  CROSS JOIN LATERAL (SELECT coalesce(u.folded, u.username) AS username_key) AS c`;

/** Whoever has such a name already keeps it. */
export const GIVE_WAY = `
  UPDATE sample_crowd c SET username = c.username || '~sample', username_key = c.username_key || '~sample'
  FROM users u WHERE u.username_key = c.username_key`;

/** A third has no keys, most have a few and some have many, $1 in all. Who waits or holds a role has none. */
export const SHARE_KEYS = `
  WITH weighed AS (
    SELECT n, CASE WHEN roles <> '{}' OR (status = 'WAITING' AND n > 1) THEN 0 WHEN n = 1 OR $1::int < 0 THEN 1
                   ELSE CASE WHEN l < 34 THEN 0 WHEN l < 68 THEN 1 WHEN l < 90 THEN 3 WHEN l < 99 THEN 6 ELSE 40 END END AS weight
    FROM sample_crowd, LATERAL (SELECT pg_temp.lot(n, 10, 100) AS l) AS lots),
  summed AS (
    SELECT n, weight, sum(weight) OVER (ORDER BY n) AS upto, sum(weight) OVER () AS of FROM weighed),
  shared AS (
    SELECT n, round($1::numeric * upto / of)::int - round($1::numeric * (upto - weight) / of)::int AS keys FROM summed
    WHERE weight > 0)
  UPDATE sample_crowd c SET keys = shared.keys, last_key_use_at =
    CASE WHEN pg_temp.lot(c.n, 11, 10) < 7 THEN now() - (now() - c.created_at) * pg_temp.late(c.n, 12) END
  FROM shared WHERE shared.n = c.n AND shared.keys > 0`;

export const INSERT_USERS = `
  INSERT INTO users (id, username, username_key, email, display_name, first_name, last_name, company, phone, website,
                     locality, region, postal_code, country, origin, external_id, synced_at, status, roles, key_count,
                     last_key_use_at, last_sign_in_at, created_at, updated_at)
  SELECT c.id, c.username, c.username_key, c.email,
         CASE f.family WHEN 'first' THEN l.last || f.joiner || f.first ELSE f.first || ' ' || l.last END,
         f.first, l.last, b.company,
         '+' || 1 + pg_temp.lot(n, 31, 98) || ' ' || lpad(pg_temp.lot(n, 32, 100000000)::text, 9, '5'),
         'https://' || split_part(email, '@', 2) || '/', t.town, t.state, lpad(pg_temp.lot(n, 35, 100000)::text, 5, '0'), t.country, origin,
         CASE origin WHEN 'PLATFORM' THEN 'idp|' || substr(md5(id::text), 1, 20) END,
         CASE origin WHEN 'PLATFORM' THEN CASE status WHEN 'DISABLED' THEN updated_at
           ELSE greatest(updated_at, now() - interval '1 day' * pg_temp.lot(n, 36, 1000) / 1000.0) END END,
         status, roles, keys, last_key_use_at, last_sign_in_at, created_at, updated_at
  FROM sample_crowd c
  JOIN sample_names f ON f.region = c.region AND f.number = c.first
  JOIN sample_names l ON l.region = c.region AND l.number = c.last
  JOIN sample_names t ON t.region = c.region AND t.number = pg_temp.lot(n, 33, ${OF_EACH})
  JOIN sample_names b ON b.region = c.region AND b.number = (pg_temp.late(n, 30) * ${OF_EACH - 1})::int
  WHERE n BETWEEN $1::int AND $2::int ORDER BY n`;

/** One in twelve has signed in with a browser that is on record; most have signed out again. */
export const INSERT_SESSIONS = `
  INSERT INTO sessions (id, token_hash, user_id, created_at, last_seen_at, ended_at, "end", address, user_agent)
  SELECT gen_random_uuid(), sha256(uuid_send(gen_random_uuid())), id, last_sign_in_at, seen,
         CASE WHEN ends THEN seen END, CASE WHEN NOT ends THEN NULL WHEN status = 'DISABLED' THEN 'USER_DISABLED'::session_end
         ELSE 'SIGNED_OUT' END, '192.0.2.' || 1 + pg_temp.lot(n, 41, 250), 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0'
  FROM sample_crowd, LATERAL (SELECT least(now(), last_sign_in_at + interval '1 minute' * pg_temp.lot(n, 42, 400)) AS seen,
                                     status <> 'ENABLED' OR pg_temp.lot(n, 43, 10) < 7 AS ends) AS s
  WHERE last_sign_in_at IS NOT NULL AND pg_temp.lot(n, 40, 12) = 0`;
