/** Signing in and out, and why somebody has to do it again. */
export const signIn = {
  title: "Sign in",
  username: "Username",
  password: "Password",
  submit: "Sign in",
  signingIn: "Signing in…",
  missing: { username: "Enter your username.", password: "Enter your password.", code: "Enter a code." },
  platform: {
    continueWith: (platform: string): string => `Continue with ${platform}`,
    orPassword: "or with a password",
  },
  signedOut: {
    everywhere: "You are signed out.",
    here: (platform: string): string => `You are signed out here, but may still be signed in with ${platform}.`,
    alsoThere: (platform: string): string => `Sign out of ${platform}, too`,
  },
  code: {
    title: "Enter a code",
    label: "Code",
    hint: "The six digits that your authenticator app shows.",
    wrong: "This code is wrong, or was used before. Wait for the next one of the app and enter that.",
    useRecovery: "Use a recovery code",
    recoveryTitle: "Enter a recovery code",
    recoveryLabel: "Recovery code",
    recoveryHint: "One of those that you kept when you set up the second factor. Each works once.",
    useApp: "Use a code of the app",
    submit: "Continue",
  },
  errors: {
    wrong: "The username or the password is wrong.",
    code_expired: "A code has to be entered within five minutes. Please sign in again.",
    unavailable: "Signing in is not possible at the moment. Try again in a minute.",
    other: "Signing in did not work. Try again.",
  },
  /** The name may be "single sign-on" as well. */
  platformErrors: {
    unknown_subject: (platform: string): string =>
      `You signed in with ${platform}, but you have no account here yet. Ask your API program administrator.`,
    platform_denied: (platform: string): string =>
      `Signing in with ${platform} was cancelled, or you are not allowed to sign in here with it.`,
    platform_expired: (platform: string): string =>
      `Signing in with ${platform} was not begun in this browser, or took longer than 15 minutes. Please try again.`,
    platform_unavailable: (platform: string): string =>
      `Signing in with ${platform} is not possible at the moment. Try again in a minute.`,
    platform_failed: (platform: string): string =>
      `Signing in with ${platform} did not work. If it happens again, tell your API program administrator.`,
    platform_stays: (platform: string): string =>
      `You are signed out here, but signing out of ${platform} is not possible at the moment.`,
  },
  /** Wherever a password or a code is asked for. */
  throttled: (minutes: number): string =>
    minutes > 90
      ? `Too many attempts. Try again in ${Math.ceil(minutes / 60)} hours, or use a recovery code.`
      : `Too many attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
  /** Why the session of this browser is no more. */
  closed: {
    ended: "Your session has ended. Please sign in again.",
    idle: "Your session has been idle for too long. Please sign in again.",
    expired: "Your session has lasted for 12 hours. Please sign in again.",
    signedOutElsewhere: "You were signed out from another browser. Please sign in again.",
    passwordChanged: "Your password was changed. Please sign in again.",
    endedByAdministrator: "An administrator ended your session. Please sign in again.",
    rolesGranted: "You were given other roles. Please sign in again.",
    secondFactorChanged: "Your second factor was changed. Please sign in again.",
  },
};
