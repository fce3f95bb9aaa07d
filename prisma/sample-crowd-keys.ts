/** The SQL of what very many sample people own: applications with keys that nobody ever saw, and calls by some of them. */

/** An application for every three keys, five at most. */
export const INSERT_APPLICATIONS = `
  INSERT INTO applications (id, owner_id, name, created_at, updated_at)
  SELECT pg_temp.id_of(id::text || 'a' || j), id,
         pg_temp.one_of(ARRAY['Mobile App', 'Website', 'Data Import', 'Store Locator', 'Back Office', 'Reports', 'Chatbot', 'Kiosk'],
                        pg_temp.lot(n, 50, 8) + j) || ' ' || pg_temp.one_of(ARRAY['Berlin', 'Lagos', 'Osaka', 'Lima', 'Nord', 'Zwei'],
                        pg_temp.lot(n, 51, 6)) || CASE WHEN n % 5 = 0 THEN ' ' || suffix ELSE '' END,
         created_at + (now() - created_at) * pg_temp.late(n, 52 + j), created_at + (now() - created_at) * pg_temp.late(n, 52 + j)
  FROM sample_crowd, generate_series(0, least(4, (keys - 1) / 3)) AS j
  WHERE n BETWEEN $1::int AND $2::int AND keys > 0 ORDER BY n`;

/** $3 are the plans that are open, $4 those that are not: one key in fifty is on one of these. */
export const INSERT_KEYS = `
  INSERT INTO package_keys (id, application_id, plan_id, status, hash, prefix, last_four, created_at, updated_at, last_used_at)
  SELECT gen_random_uuid(), pg_temp.id_of(id::text || 'a' || k % (1 + least(4, (keys - 1) / 3))),
         CASE WHEN draw % 50 = 0 AND cardinality($4::uuid[]) > 0 THEN ($4::uuid[])[1 + draw % cardinality($4::uuid[])]
              ELSE ($3::uuid[])[1 + draw % cardinality($3::uuid[])] END,
         standing, hash, 'lk_live_' || substr(shown, 1, 4), substr(shown, 5, 4), born,
         CASE standing WHEN 'DISABLED' THEN born + (now() - born) * pg_temp.late(draw, 61) ELSE born END,
         CASE WHEN standing = 'WAITING' OR last_key_use_at IS NULL THEN NULL WHEN k = 0 THEN last_key_use_at
              WHEN draw % 10 < 6 AND born < last_key_use_at THEN born + (last_key_use_at - born) * (1 - pg_temp.late(draw, 62)) END
  FROM sample_crowd CROSS JOIN generate_series(0, keys - 1) AS k
  CROSS JOIN LATERAL (SELECT pg_temp.lot(suffix * 4096 + k, 60, 1000000) AS draw, sha256(uuid_send(gen_random_uuid())) AS hash) AS d
  CROSS JOIN LATERAL (
    SELECT translate(encode(substr(hash, 1, 9), 'base64'), '+/', 'Qz') AS shown,
           created_at + (now() - created_at) * CASE k WHEN 0 THEN 0 ELSE pg_temp.late(draw, 63) END AS born,
           (CASE WHEN k = 0 THEN 'ENABLED' WHEN draw % 100 < 6 THEN 'DISABLED' WHEN draw % 100 < 9 THEN 'WAITING'
                 ELSE 'ENABLED' END)::package_key_status AS standing) AS s
  WHERE n BETWEEN $1::int AND $2::int AND keys > 0 ORDER BY n`;

/** In the last hours, by the keys that were used in them. */
export const INSERT_CALLS = `
  INSERT INTO key_calls (key_id, hour, calls)
  SELECT id, date_trunc('hour', last_used_at), 1 + pg_temp.lot(hashtextextended(id::text, 0), 70, 5000)
  FROM package_keys WHERE last_used_at > now() - interval '2 days' AND last_used_at <= now()
  ON CONFLICT DO NOTHING`;
