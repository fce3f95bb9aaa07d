/** The pages of one user beside the settings: profile, applications, package keys, sessions, history. */
import type { ReactNode } from "react";
import { amounts } from "./amounts";

export const userPages = {
  profile: {
    pageTitle: "Profile",
    title: (name: string): string => `Profile\u00A0: ${name}`,
  },
  status: { pageTitle: "Account status", trail: "Account Status" },
  deletion: { pageTitle: "Delete user", trail: "Delete" },
  applications: {
    pageTitle: "Applications",
    title: (name: string): string => `Applications\u00A0: ${name}`,
    about: "What this user calls the API with. Each application has package keys of its own.",
    caption: "Applications. Times are in UTC.",
    none: { title: "No applications yet", advice: "Create the first one with New Application." },
  },
  newApplication: {
    title: "New Application",
    caption: (username: ReactNode): ReactNode => <>An application of {username}. It gets its keys afterwards.</>,
    name: "Name",
    hint: "Such as the product or the server that calls the API.",
    submit: "Create application",
    creating: "Creating…",
  },
  keys: {
    pageTitle: "Package Keys",
    title: (name: string): string => `Package Keys\u00A0: ${name}`,
    about: "A key works while its user and the key itself are enabled and its plan is active.",
    caption: "Package keys. Times are in UTC.",
    none: { title: "No package keys yet", advice: "Create the first one with New Package Key." },
  },
  newKey: {
    title: "New Package Key",
    caption: (username: ReactNode): ReactNode => (
      <>A key of {username}, made here and enabled from the start. It is shown once.</>
    ),
  },
  sessions: {
    pageTitle: "Sessions",
    title: (name: string): string => `Sessions\u00A0: ${name}`,
    caption: "Open sessions, the latest used first. Times are in UTC.",
    none: "No open sessions",
    signedInNowhere: (name: ReactNode): ReactNode => <>{name} is signed in nowhere at this moment.</>,
    /** What it means to end one, for who may. */
    ended: "A session that is ended works no more from the next click on.",
    canSignInAgain: "The user can sign in again; disable the user to keep them out.",
    platformDecides: (platform: ReactNode): ReactNode => <>Whether the user can sign in again, {platform} decides.</>,
    own: (accountPage: (text: string) => ReactNode): ReactNode => (
      <>You end your own sessions on {accountPage("your account page")}.</>
    ),
    whereSignedIn: "Where this user is signed in.",
    end: "End session",
    /** Begins with what is seen of the button. */
    endOne: (session: string): string => `End session: ${session}`,
    ending: "Ending…",
    endAll: "End all sessions",
  },
  endSessions: {
    pageTitle: "End all sessions",
    trail: "End all",
    question: (username: string): string => `End all sessions of ${username}?`,
    noneOpen: (name: ReactNode): ReactNode => <>{name} has no open session now.</>,
    whatHappens: (count: number, name: ReactNode): ReactNode => (
      <>
        This ends <strong>{amounts.openSessions(count)}</strong> of {name}.
      </>
    ),
    submit: (count: number): string => `End ${amounts.sessions(count)}`,
  },
  history: {
    pageTitle: "History",
    title: (name: string): string => `History\u00A0: ${name}`,
    caption: "Changes of status, roles, profile, applications and package keys, and sign-ins.",
    none: "Nothing has happened yet",
    older: "Older entries",
  },
};
