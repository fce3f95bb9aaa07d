/** The own account: its profile, password, language, keys and sessions. */
import type { ReactNode } from "react";

export const account = {
  title: "Your account",
  profile: {
    title: "Profile",
    edit: "Edit profile",
    trail: "Profile",
    managedBy: (managedBy: ReactNode): ReactNode => (
      <>{managedBy}: your profile and your password can only be changed there.</>
    ),
  },
  password: {
    title: "Change password",
    trail: "Password",
    caption: "Your other sessions are signed out.",
    present: "Present password",
    password: "New password",
    hint: (least: number): string => `At least ${least} characters. A few words that only you put together are good.`,
    again: "New password again",
    submit: "Change password",
    missing: "Enter your present password.",
    wrong: "This is not your present password.",
    differs: "The two new passwords differ.",
  },
  language: {
    title: "Language",
    label: "Language of these pages",
    hint: "Kept in this browser.",
    asked: "As the browser asks",
    unknown: "Choose a language from the list.",
  },
  applications: {
    title: "Your applications",
    none: "You have no application.",
    caption: "Your applications. Times are in UTC.",
  },
  keys: {
    title: "Your package keys",
    none: "You have no package key.",
    caption: "Your package keys. Times are in UTC.",
  },
  sessions: {
    title: "Your sessions",
    caption: "Where you are signed in. Times are in UTC.",
    signOut: "Sign out",
    /** Begins with what is seen of the button. */
    signOutThis: "Sign out this browser",
    signOutOf: (session: string): string => `Sign out ${session}`,
    signOutOthers: "Sign out all others",
    signingOut: "Signing out…",
    unknown: "This session is unknown.",
  },
};
