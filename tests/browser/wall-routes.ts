/** Every page and route, where it is found, and what of it is about a user. */
import type { Whom } from "./wall-scene";

export type Route = {
  readonly path: (whom: Whom) => string;
  /** What a page about a user of the platform must show; pages of keys and lists of others show other things. */
  readonly shows?: "managed" | "user";
  /** Forms about the user that may be there, by their buttons: roles, keys and sessions are this product's own. */
  readonly forms?: RegExp;
};

const at = (path: string, more: Omit<Route, "path"> = {}): Route => ({ path: () => path, ...more });
const ofUser = (below: string, more: Omit<Route, "path"> = {}): Route => ({
  path: ({ person: { username } }) => `/manage/users/${username}${below}`,
  shows: "user",
  ...more,
});

const PLATFORM = "/manage/settings/platform";

/** By their files. */
export const ROUTES: Readonly<Record<string, Route>> = {
  "app/page.tsx": at("/"),
  "app/failure/page.tsx": at("/failure"),
  "app/.well-known/jwks.json/route.ts": at("/.well-known/jwks.json"),
  "app/api/health/route.ts": at("/api/health"),
  "app/api/auth/[...nextauth]/route.ts": at("/api/auth/csrf"),
  "app/api/auth/callback/oidc/route.ts": at("/api/auth/callback/oidc"),
  "app/scim/v2/[[...path]]/route.ts": { path: ({ id }) => `/scim/v2/Users/${id}` },
  "app/sign-in/page.tsx": at("/sign-in"),
  "app/sign-in/code/page.tsx": at("/sign-in/code"),
  "app/sign-in/platform/route.ts": at("/sign-in/platform"),
  "app/sign-in/platform/sign-out/route.ts": at("/sign-in/platform/sign-out"),
  "app/account/page.tsx": at("/account"),
  "app/account/password/page.tsx": at("/account/password"),
  "app/account/profile/page.tsx": at("/account/profile"),
  "app/account/second-factor/page.tsx": at("/account/second-factor"),
  "app/account/second-factor/recovery-codes/page.tsx": at("/account/second-factor/recovery-codes"),
  "app/account/second-factor/turn-off/page.tsx": at("/account/second-factor/turn-off"),

  "app/manage/page.tsx": at("/manage"),
  "app/manage/users/page.tsx": {
    path: ({ person: { username } }) => `/manage/users?q=${username}`,
    shows: "managed",
  },
  "app/manage/users/[username]/page.tsx": ofUser("", { shows: "managed", forms: /^Save$/ }),
  "app/manage/users/[username]/status/page.tsx": ofUser("/status?to=DISABLED", { shows: "managed" }),
  "app/manage/users/[username]/delete/page.tsx": ofUser("/delete", { shows: "managed" }),
  "app/manage/users/[username]/second-factor/page.tsx": ofUser("/second-factor", { shows: "managed" }),
  "app/manage/users/[username]/profile/page.tsx": ofUser("/profile", { shows: "managed" }),
  "app/manage/users/[username]/history/page.tsx": ofUser("/history"),
  "app/manage/users/[username]/sessions/page.tsx": ofUser("/sessions", { forms: /^End session$/ }),
  "app/manage/users/[username]/sessions/end/page.tsx": ofUser("/sessions/end", { forms: /^End 1 session$/ }),
  "app/manage/users/[username]/applications/page.tsx": ofUser("/applications"),
  "app/manage/users/[username]/applications/new/page.tsx": ofUser("/applications/new", {
    forms: /^Create application$/,
  }),
  "app/manage/users/[username]/package-keys/page.tsx": ofUser("/package-keys"),
  "app/manage/users/[username]/package-keys/new/page.tsx": ofUser("/package-keys/new", { forms: /^Create key$/ }),
  "app/manage/new-user/page.tsx": at("/manage/new-user"),

  "app/manage/export/users.csv/route.ts": { path: ({ person }) => `/manage/export/users.csv?q=${person.username}` },
  "app/manage/views/page.tsx": at("/manage/views"),
  "app/manage/views/new/page.tsx": { path: ({ person }) => `/manage/views/new?query=q%3D${person.username}` },
  "app/manage/views/[id]/page.tsx": { path: ({ id }) => `/manage/views/${id}` },

  "app/manage/jobs/page.tsx": at("/manage/jobs"),
  "app/manage/jobs/from-file/page.tsx": at("/manage/jobs/from-file"),
  "app/manage/jobs/[id]/page.tsx": { path: ({ jobId }) => `/manage/jobs/${jobId}` },
  "app/manage/jobs/[id]/result.csv/route.ts": { path: ({ jobId }) => `/manage/jobs/${jobId}/result.csv` },

  "app/manage/package-keys/page.tsx": { path: ({ person }) => `/manage/package-keys?q=${person.username}` },
  "app/manage/package-keys/[id]/status/page.tsx": { path: ({ key }) => `/manage/package-keys/${key.id}/status` },
  "app/manage/package-keys/[id]/delete/page.tsx": { path: ({ key }) => `/manage/package-keys/${key.id}/delete` },
  "app/manage/applications/[id]/delete/page.tsx": {
    path: ({ key }) => `/manage/applications/${key.applicationId}/delete`,
  },
  "app/manage/audit/page.tsx": at("/manage/audit"),
  "app/manage/audit/[id]/page.tsx": at("/manage/audit/1"),
  "app/manage/audit/export.csv/route.ts": at("/manage/audit/export.csv"),
  "app/manage/audit/export.jsonl/route.ts": at("/manage/audit/export.jsonl"),
  "app/manage/gates/page.tsx": at("/manage/gates"),
  "app/manage/packages/page.tsx": at("/manage/packages"),
  "app/manage/packages/new/page.tsx": at("/manage/packages/new"),
  "app/manage/packages/[id]/new-plan/page.tsx": { path: ({ packageId }) => `/manage/packages/${packageId}/new-plan` },
  "app/manage/packages/[id]/rename/page.tsx": { path: ({ packageId }) => `/manage/packages/${packageId}/rename` },
  "app/manage/plans/[id]/activity/page.tsx": { path: ({ key }) => `/manage/plans/${key.planId}/activity` },
  "app/manage/plans/[id]/change/page.tsx": { path: ({ key }) => `/manage/plans/${key.planId}/change` },
  "app/manage/settings/platform/page.tsx": at(PLATFORM),
  "app/manage/settings/platform/events/page.tsx": at(`${PLATFORM}/events`),
  "app/manage/settings/platform/single-sign-on/page.tsx": at(`${PLATFORM}/single-sign-on`),
  "app/manage/settings/platform/tokens/new/page.tsx": at(`${PLATFORM}/tokens/new`),
  "app/manage/settings/platform/tokens/[id]/revoke/page.tsx": {
    path: ({ tokenId }) => `${PLATFORM}/tokens/${tokenId}/revoke`,
  },
  "app/manage/settings/platform/receivers/new/page.tsx": at(`${PLATFORM}/receivers/new`),
  "app/manage/settings/platform/receivers/[id]/remove/page.tsx": {
    path: ({ receiverId }) => `${PLATFORM}/receivers/${receiverId}/remove`,
  },
};

/** The page at the same address, where one is drawn as a dialog over the page that led there; null beside all of them. */
export function pageBehind(file: string): string | null {
  const dialog = "app/manage/@dialog/";
  if (!file.startsWith(dialog)) return file;
  const below = file.slice(dialog.length);
  return below.startsWith("(.)") ? `app/manage/${below.slice(3)}` : null;
}

/** Where the pages that answer for an action are found. */
export function carriers(files: readonly string[]): Route[] {
  const behind = files.filter((file) => !file.startsWith("app/_not-found")).map(pageBehind);
  return [...new Set(behind)].filter((file) => file !== null).map(routeOf);
}

function routeOf(file: string): Route {
  const route = ROUTES[file];
  if (!route) throw new Error(`${file} is a page that wall-routes.ts does not know.`);
  return route;
}
