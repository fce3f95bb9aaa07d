/** The own second factor; and taking away that of somebody else, who has lost it. */
import type { ReactNode } from "react";

export const secondFactor = {
  title: "Second factor",
  password: "Your password",
  missing: {
    password: "Enter your password.",
    code: "Enter the code that the app shows.",
    proof: "Enter a code of your present app, or a recovery code.",
    enrolmentCode: "Enter the enrolment code.",
  },
  wrongPassword: "This is not your password.",
  /** The code that a change takes besides the password. */
  proof: {
    code: {
      label: "Code of your present app",
      hint: "The six digits that the app in use shows now, or a recovery code, which then works no more.",
    },
    "enrolment-code": {
      label: "Enrolment code",
      hint: "An administrator gives it to you. It works once, for you alone.",
    },
  },
  wrongProof: "This code is wrong, was used before, or has expired.",
  off: {
    explanation:
      "Off. With a second factor signing in takes your password and a code of an authenticator app on your phone.",
    setUp: "Set up second factor",
    settingUp: "Setting up…",
  },
  on: {
    status: "Status",
    isOn: "On",
    since: "On since",
    codesLeft: "Recovery codes left",
    another: "Use another app",
  },
  setUp: {
    title: "Set up second factor",
    caption: "A code of your phone beside your password.",
    required: "Your role requires a second factor. Set it up to go on: you need an authenticator app on your phone.",
    needed: "You need an authenticator app on your phone.",
    enrolmentCode:
      "You also need an enrolment code, which an administrator creates for you in your User Access Settings. On the server itself: npm run users -- enrolment-code, followed by your username.",
    scan: "Scan this picture with an authenticator app on your phone, or type the secret into it.",
    picture: "QR code of the secret",
    secret: "Secret",
    code: "Code",
    codeHint: "The six digits that the app shows now.",
    whatHappens: "Your other sessions are signed out, and you get recovery codes.",
    submit: "Turn on second factor",
    turningOn: "Turning on…",
    alreadyOn: "Your second factor is on.",
    back: "Back to your account",
  },
  codes: {
    title: "New recovery codes",
    caption: "You get ten new ones. Those that you have work no more.",
    submit: "Make new recovery codes",
    first: "The second factor is on. These are your recovery codes.",
    renewed: "These are your new recovery codes. The ones before them work no more.",
    label: "Recovery codes",
    keep: "Each signs you in once, in place of a code of the app. Keep them now where you find them without your phone: they are not stored as they are and will not be shown again.",
  },
  turnOff: {
    title: "Turn off second factor",
    caption:
      "Your password alone signs you in then. Your other sessions are signed out, and your recovery codes work no more.",
    submit: "Turn off second factor",
  },
  ofUser: {
    title: "Second factor",
    explanation:
      "A code of an authenticator app beside the password. The user sets it up on their own account page. Remove it where the phone and the recovery codes are lost: the password alone signs the user in then.",
    off: "Off",
    onSince: (time: ReactNode): ReactNode => <>On since {time}</>,
    /** With whose it is, as a link among others says it. */
    remove: (username: ReactNode, hidden: (text: ReactNode) => ReactNode): ReactNode => (
      <>Remove second factor{hidden(<> of {username}</>)}</>
    ),
  },
  enrolment: {
    needed:
      "A role of this user requires a second factor. To set up the first one, the user needs an enrolment code besides the password. A new code replaces the one before.",
    submit: "Create enrolment code",
    creating: "Creating…",
    byAdministrators: "Another administrator creates it.",
    created: (username: string): string => `This is the enrolment code of ${username}.`,
    label: "Enrolment code",
    keep: (hours: number): string =>
      `It works once, within ${hours} hours. Give it to the user in person or by a call, not by e-mail. It is not stored as it is and will not be shown again.`,
  },
  removal: {
    title: "Remove second factor",
    question: (username: string): string => `Remove the second factor of ${username}?`,
    whatHappens: (name: ReactNode): ReactNode => (
      <>
        Make sure that it is {name} who asks. Their sessions end, their recovery codes work no more, and their password
        alone signs them in until they set up a second factor again. Where a role requires one, they need an enrolment
        code for that.
      </>
    ),
    submit: "Remove second factor",
    removing: "Removing…",
  },
};
