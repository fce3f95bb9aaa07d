/** How the platform would ask for somebody who is not its own: by address, call, name and filter. */
import type { User } from "@/generated/prisma/client";
import { ENTERPRISE, USER } from "@/tests/scim/platform";

export type ScimCall = {
  readonly method: "GET" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

/** Everything that can be asked about one user, as Okta, as Entra ID and as others ask it. */
export function callsAbout({ id, username, email }: User): ScimCall[] {
  const resources = [
    { userName: username, active: false },
    { userName: username, active: true, displayName: "Mallory" },
    { schemas: [USER, ENTERPRISE], id, userName: username, [ENTERPRISE]: { department: "M" } },
    { userName: "another", active: "False" },
  ];
  const operations = [
    [{ op: "replace", value: { active: false } }],
    [{ op: "Replace", path: "active", value: "False" }],
    [{ op: "replace", path: "active", value: true }],
    [{ op: "Add", value: { active: "true", "name.givenName": "M", [`${ENTERPRISE}:department`]: "M" } }],
    [{ op: "replace", path: `${USER}:active`, value: false }],
    [{ op: "replace", path: `${ENTERPRISE}:manager`, value: "mallory" }],
    [{ op: "replace", path: 'emails[type eq "work"].value', value: "mallory@example.com" }],
    [{ op: "remove", path: "displayName" }],
    [{ op: "add", path: "externalId", value: id }],
    [
      { op: "replace", path: "displayName", value: "Mallory" },
      { op: "replace", path: "active", value: false },
      { op: "replace", value: { emails: [{ value: email, primary: true }] } },
    ],
  ];
  return [
    { method: "GET" },
    ...resources.map((body): ScimCall => ({ method: "PUT", body })),
    ...operations.map((Operations): ScimCall => ({ method: "PATCH", body: { Operations } })),
    { method: "DELETE" },
  ];
}

/** What leads to a user, or could be taken for it. */
export function addressesOf({ id, username, email }: User): string[] {
  const forms = [id, id.toUpperCase(), id.replaceAll("-", ""), `{${id}}`, `urn:uuid:${id}`, ` ${id}`, `${id}\0`];
  return [...forms, `${id}/`, `../Users/${id}`, `${id}?x=1`, `${id}#`, `${id}' OR true --`, username, email];
}

/** What leads nowhere, or somewhere else. */
export function strangeAddresses({ id }: User): string[] {
  const nowhere = ["me", "Me", "self", "*", "%", "_", "null", "undefined", "0", "1", "-1", "__proto__", "constructor"];
  const away = [".", "..", "../..", "../../manage/users/linus", "..\\..", "%2e%2e", "%2e%2e%2f", "/", "//", "\\", "\0"];
  const long = ["00000000-0000-0000-0000-000000000000", "a".repeat(5_000), `${id}${id}`, `${id},${id}`, "\ud83d\ude00"];
  return [...nowhere, ...away, ...long, "' OR true --", id.slice(0, -1), "\u0000", "\u202e"];
}

/** Names that are the same one. */
export function spellingsOf(username: string): string[] {
  const wide = username.replace(/[!-~]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));
  const forms = [username, username.toUpperCase(), `  ${username} `, wide, username.normalize("NFD")];
  const mathematical = username.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0x1d3b9));
  return [...new Set([...forms, mathematical, username.normalize("NFKC"), username.replace("ς", "σ")])];
}

/** Filters that are true of a user, alone and beside others. */
export function filtersAbout(user: User): string[] {
  const { id, username, email, displayName, firstName, company, locality } = user;
  const text = (value: string): string => JSON.stringify(value);
  const simple = [
    ...[`id eq ${text(id)}`, `id eq ${text(id.toUpperCase())}`, `id sw ${text(id.slice(0, 8))}`, `id co "-"`],
    ...spellingsOf(username).map((name) => `userName eq ${text(name)}`),
    ...[`userName sw ${text(username.slice(0, 2))}`, `userName co ${text(username.slice(1))}`],
    ...[`emails eq ${text(email)}`, `emails.value eq ${text(email.toUpperCase())}`, `emails[value eq ${text(email)}]`],
    ...[`emails[type eq "work" and value eq ${text(email)}]`, `emails[type eq "work"].value eq ${text(email)}`],
    ...[`displayName eq ${text(displayName)}`, `name.givenName eq ${text(firstName)}`],
    ...[`${ENTERPRISE}:organization eq ${text(company)}`, `addresses.locality eq ${text(locality)}`],
    ...[`externalId eq ${text(id)}`, `externalId eq ""`, `active eq ${String(user.status === "ENABLED")}`],
    ...[`meta.created gt "2000-01-01T00:00:00Z"`, `meta.created le "2999-01-01T00:00:00Z"`, "userName pr", "id pr"],
    ...[`userName eq "' OR true --"`, `userName eq "x" or userName eq ${text(username)}`, `userName sw "%"`],
  ];
  const nested = simple.flatMap((filter) => [
    filter,
    `not (not (${filter}))`,
    `(${filter}) or active pr`,
    `(${filter}) and (id pr or userName eq ${text(username)})`,
  ]);
  return [...nested, `not (userName eq "nobody")`, `not (active eq ${String(user.status !== "ENABLED")})`];
}
