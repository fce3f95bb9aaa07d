/** Single sign-on: the provider, what it is told, and whom it knows and nobody here is. */
import type { ReactNode } from "react";
import { number } from "./numbers";

export const singleSignOn = {
  title: "Single Sign-On",
  caption:
    "The platform's users sign in with it and only with it, by OpenID Connect. They are known by their external id, never by their email address.",
  provider: {
    title: "The provider",
    state: "State",
    setUp: "Set up",
    name: "Name",
    issuer: "Issuer",
    clientId: "Client id",
    claim: "Claim with the external id",
  },
  notSetUp: {
    title: "Single sign-on is not set up",
    advice: "The platform's users can't sign in. Set these in the environment of the console and start it again:",
    settings: {
      OIDC_ISSUER: "The provider's address, such as https://login.example.com.",
      OIDC_CLIENT_ID: "What the provider calls this console.",
      OIDC_CLIENT_SECRET: "The secret that the provider gave for it.",
      OIDC_NAME: "Optional: the sign-in page says “Continue with …”.",
      OIDC_CLAIM: "Optional: the claim that holds the external id of a user, “sub” unless it is set.",
    },
  },
  addresses: {
    title: "To paste there",
    explanation: "What the provider asks for when this console is registered with it.",
    redirect: "Redirect URI",
    signOut: "Sign-out redirect URI",
    initiate: "Initiate login URI",
  },
  unknown: {
    title: "Sign-ins that found no user",
    explanation: (claim: ReactNode): ReactNode => (
      <>
        The provider vouched for somebody, and no user of the platform has this external id. Compare it with the
        External id in the profile of the user who was meant: the claim {claim} and the externalId of SCIM have to be
        the same text.
      </>
    ),
    empty: "None yet",
    table: (count: number): string =>
      `The last ${count === 1 ? "sign-in" : `${number(count)} sign-ins`} that found no user. Times are in UTC.`,
    columns: { time: "Time", externalId: "External id", from: "From" },
    noId: "None",
    noAddress: "An unknown address",
  },
};
