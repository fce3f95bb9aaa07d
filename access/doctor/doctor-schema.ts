/**
 * What the doctor asks about the database itself: whether it is of this version, and whether what guards the data is there
 * and on.
 */
import type { Snapshot } from "@/access/audit/audit-snapshot";
import { Prisma } from "@/generated/prisma/client";
import { type Check, type Circumstances, type Found, NOTHING, check, findBy } from "./doctor-check";

/** Every trigger by its table. */
export const TRIGGERS: Readonly<Record<string, readonly string[]>> = {
  users: [
    "users_refuse_change",
    "users_refuse_platform_return",
    "users_count_revision",
    "users_announce_update",
    "users_announce_delete",
    "users_announce_truncate",
  ],
  applications: [
    "applications_announce_update",
    "applications_announce_delete",
    "applications_announce_truncate",
    "applications_count_delete",
    "applications_count_move",
  ],
  packages: ["packages_announce_update", "packages_announce_truncate"],
  plans: ["plans_refuse_change", "plans_announce_update", "plans_announce_truncate"],
  package_keys: [
    "package_keys_refuse_change",
    "package_keys_announce_update",
    "package_keys_announce_delete",
    "package_keys_announce_truncate",
    "package_keys_count_insert",
    "package_keys_count_delete",
    "package_keys_count_move",
    "package_keys_count_truncate",
  ],
  audit_entries: ["audit_entries_refuse_change", "audit_entries_refuse_truncate", "audit_entries_link"],
  audit_links: ["audit_links_refuse_change", "audit_links_refuse_truncate"],
  audit_archives: ["audit_archives_refuse_change", "audit_archives_refuse_truncate"],
};

const NAMED = Object.entries(TRIGGERS).flatMap(([table, names]) => names.map((name) => ({ table, name })));

/** Those that tell the gates are on for whoever sets ordinary triggers aside as well, such as a replication. */
const EXPECTED_TRIGGERS = Prisma.sql`
  SELECT "table", name, CASE WHEN name LIKE '%\\_announce\\_%' THEN 'A' ELSE 'O' END AS state
  FROM unnest(${NAMED.map(({ table }) => table)}::text[], ${NAMED.map(({ name }) => name)}::text[]) AS t ("table", name)`;

/** What the database computes by itself, by table. */
const GENERATED = [
  ["users", "facets"],
  ["users", "last_active_at"],
  ["users", "search_text"],
  ["applications", "search_name"],
] as const;

/** Without its tables nothing else can be asked. */
export const MIGRATIONS: Check = {
  name: "migrations",
  holds: "The migrations of this version are applied, and no others.",
  find: findMigrations,
};

export const SCHEMA_CHECKS: readonly Check[] = [
  check(
    "triggers",
    "Every trigger that guards data or tells the gates is there and on.",
    Prisma.sql`
      SELECT expected.name, expected."table", expected.state, t.tgenabled FROM (${EXPECTED_TRIGGERS}) AS expected
      LEFT JOIN pg_trigger t ON t.tgname = expected.name AND t.tgrelid = to_regclass('public.' || expected."table")
      WHERE t.tgenabled IS DISTINCT FROM expected.state`,
    ([trigger, table, state, found]) =>
      found === ""
        ? `The trigger ${trigger} of the table ${table} is missing: take it from prisma/migrations, and see what was changed ` +
          "without it."
        : `The trigger ${trigger} of the table ${table} is ${found === "D" ? "off" : "not on for everybody"}: ` +
          `ALTER TABLE ${table} ENABLE ${state === "A" ? "ALWAYS " : ""}TRIGGER ${trigger} puts it right. See what was ` +
          "changed without it.",
  ),
  check(
    "trigger-settings",
    "No setting of the database or of a role sets triggers aside.",
    Prisma.sql`
      SELECT coalesce(r.rolname, ''), coalesce(d.datname, ''), setting FROM pg_db_role_setting s
      CROSS JOIN LATERAL unnest(s.setconfig) AS setting
      LEFT JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole
      WHERE setting LIKE 'session_replication_role=%' AND setting <> 'session_replication_role=origin'
        AND (s.setdatabase = 0 OR d.datname = current_database())`,
    ([role = "", database = "", setting]) =>
      `${setting} is set for ${[role && `the role ${role}`, database && `the database ${database}`].filter(Boolean).join(" in ")}, ` +
      "which sets triggers aside: reset it.",
  ),
  {
    name: "generated-columns",
    holds: "What the database computes for lists and searches is right.",
    find: findGenerated,
  },
  { name: "references", holds: "Whatever a row belongs to is there.", find: findOrphans },
  check(
    "constraints",
    "Every index and constraint is valid.",
    Prisma.sql`
      SELECT 'index ' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE c.relnamespace = 'public'::regnamespace AND NOT (i.indisvalid AND i.indisready)
      UNION ALL
      SELECT 'constraint ' || conname FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND NOT convalidated`,
    ([what]) => `The ${what} is not valid, so that it may leave rows out: make it anew.`,
  ),
];

async function findMigrations(snapshot: Snapshot, { migrations }: Circumstances): Promise<Found> {
  const [known] = await snapshot.rows("SELECT to_regclass('public._prisma_migrations')");
  const applied = known?.[0]
    ? await snapshot.rows(
        "SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
      )
    : [];
  const names = new Set(applied.map(([name]) => name ?? ""));
  const missing = migrations.filter((name) => !names.has(name));
  const unknown = [...names].filter((name) => !migrations.includes(name));
  const sentences = [
    ...missing.map(
      (name) => `The migration ${name} is not applied: \`npm run db:migrate\` does it. Nothing else was asked.`,
    ),
    ...unknown.map(
      (name) => `The migration ${name} is unknown here: a newer version uses this database. Examine it by that.`,
    ),
  ];
  return { count: sentences.length, sentences, isLast: missing.length > 0 };
}

/** By what the database itself says that it computes. */
async function findGenerated(snapshot: Snapshot): Promise<Found> {
  const columns = Prisma.sql`
    unnest(${GENERATED.map(([table]) => table)}::text[], ${GENERATED.map(([, column]) => column)}::text[]) AS c ("table", name)
    LEFT JOIN pg_attribute a ON a.attrelid = to_regclass('public.' || c."table") AND a.attname = c.name`;
  const bare = await findBy(
    snapshot,
    Prisma.sql`SELECT c."table", c.name FROM ${columns} WHERE a.attgenerated IS DISTINCT FROM 's'`,
    ([table, column]) =>
      `The column ${column} of the table ${table} is not computed any more: take it from prisma/migrations, and make it anew.`,
  );
  const { text, values } = Prisma.sql`
    SELECT c."table", c.name, pg_get_expr(d.adbin, d.adrelid) FROM ${columns}
    JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attgenerated = 's'`;
  const computed = await snapshot.rows(text, values);
  const each = [bare];
  for (const [table = "", column = "", expression = ""] of computed) {
    each.push(await findWrong(snapshot, table ?? "", column ?? "", expression ?? ""));
  }
  return together(each);
}

function findWrong(snapshot: Snapshot, table: string, column: string, expression: string): Promise<Found> {
  const name = table === "users" ? "username" : "name";
  const statement = Prisma.sql`
    SELECT ${Prisma.raw(name)} AS named FROM public.${Prisma.raw(table)}
    WHERE ${Prisma.raw(column)}::text COLLATE "C" IS DISTINCT FROM (${Prisma.raw(expression)})::text COLLATE "C"`;
  return findBy(
    snapshot,
    statement,
    ([named]) =>
      `The column ${column} of the table ${table} is not right for ${named}: a function that it is computed by was ` +
      `changed. UPDATE ${table} SET ${name} = ${name} computes all of it anew.`,
  );
}

/** Every reference of one column to another, as the database knows them. */
async function findOrphans(snapshot: Snapshot): Promise<Found> {
  const references = await snapshot.rows(`
    SELECT c.conrelid::regclass, a.attname, c.confrelid::regclass, b.attname FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) = 1 ORDER BY 1, 2`);
  const each: Found[] = [];
  for (const [table, column, other, key] of references) {
    const [child, parent] = [Prisma.raw(`c.${column}`), Prisma.raw(`p.${key}`)];
    const statement = Prisma.sql`
      SELECT ${child} AS missing, count(*) FROM ${Prisma.raw(table ?? "")} c LEFT JOIN ${Prisma.raw(other ?? "")} p ON ${parent} = ${child}
      WHERE ${child} IS NOT NULL AND ${parent} IS NULL GROUP BY ${child}`;
    each.push(
      await findBy(
        snapshot,
        statement,
        ([missing, count]) =>
          `${count} rows of the table ${table} belong to ${missing}, which is missing in ${other}: delete them, or restore a backup.`,
      ),
    );
  }
  return together(each);
}

function together(each: readonly Found[]): Found {
  return each.reduce(
    (all, { count, sentences }) => ({ count: all.count + count, sentences: [...all.sentences, ...sentences] }),
    NOTHING,
  );
}
