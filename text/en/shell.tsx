/** The frame of the signed-in pages, and the pages of what isn't there. */
import type { ReactNode } from "react";

export const shell = {
  areas: {
    overview: "Overview",
    users: "Users",
    "package-keys": "Package Keys",
    packages: "Packages",
    jobs: "Jobs",
    audit: "Audit",
    gates: "Gates",
    platform: "Platform",
  },
  description: "Enable and disable the users of an API program, at once and provably.",
  signOut: "Sign out",
  breadcrumb: "Breadcrumb",
  withoutAdministrator: (command: ReactNode): ReactNode => (
    <>No enabled administrator is left. {command} on the server lets somebody in again.</>
  ),
  startPage: "Go to the start page",
  notFound: {
    title: "Page not found",
    heading: "There is no such page",
    advice: "The address may be mistyped, the user deleted, or your role does not reach this page.",
  },
  upgraded: {
    title: "The console was upgraded while this page was open",
    advice:
      "Nothing was changed. What you typed is in the form again, but for passwords, codes, keys and files. Look it over and send it again.",
    typed: "What you typed",
  },
  failureAdvice:
    "Load the page again in a minute. Whoever was changing something should look whether it is done before trying again. If this happens again, give your operator this reference.",
};
