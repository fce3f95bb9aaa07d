/**
 * What of access/ asks for no Actor, and why nobody changes a user of the other side by it: by function, or by file where
 * none of its functions writes users.
 */
export const BESIDE_ACTORS: Readonly<Record<string, readonly string[]>> = {
  "makes an Actor of a session or a token": [
    "actor.Actor.ofSession",
    "actor.Actor.ofSessionSettingUp",
    "actor.Actor.ofPlatformToken",
  ],
  "carries out what somebody with an Actor has ordered, and asks the rules again in their name": [
    "due-schedules.*",
    "job-batches.*",
  ],
  "reads, for those who make an Actor": [
    "sessions.findOpenSession",
    "second-factor-codes.findConfirmed",
    "platform-tokens.findLiveToken",
  ],
  "signs somebody in or out, which tests/wall/single-sign-on.test.ts is about": [
    "sign-in.signIn",
    "sign-in.signInByPlatform",
    "code-sign-in.signInByCode",
    "unfinished-sign-ins.findUnfinishedSignIn",
    "sessions.endSessionOfToken",
    "next-auth.*",
    "single-sign-on.*",
  ],
  "is about the request under way and its cookies": [
    "browser.*",
    "next-auth-answer.*",
    "next-auth-requests.*",
    "platform-sign-out.*",
    "require-actor.*",
  ],
  "counts wrong passwords and codes": ["account-lock.selectLockedUsers", "attempts.*"],
  "notes a proxy that the console was not told of": ["unknown-proxy.*"],
  "hashes passwords, and says which are easy to guess": ["passwords.*", "easy-passwords.*", "profile.notEasyToGuess"],
  "reads the audit and its files for those who ask with an Actor, and writes the files": [
    "audit-archive-file.*",
    "audit-kinds.*",
    "audit-snapshot.*",
    "audit-verification.verifyAt",
    "backup-reader.*",
    "backup-tables.*",
    "doctor-check.*",
    "doctor-role.findRolePowers",
  ],
  "lets others talk to the database": [
    "change.aboutFor",
    "database.*",
    "database-hosts.*",
    "list-page.*",
    "package-key-search.*",
    "readiness.*",
    "run-change.*",
    "search-sample.*",
    "user-search.*",
  ],
  "reads a text": ["decode-text.decodeText", "read-csv.openTable", "username-list.*"],
  "asks the provider of single sign-on about itself": ["provider-discovery.*"],
  "notes what was called": ["platform-calls.notePlatformCall"],
  "delivers and signs events that are written already": ["signal-deliveries.*", "signing-keys.*"],
};
