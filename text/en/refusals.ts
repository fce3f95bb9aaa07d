/** What the server answers before a page is asked. */

export const refusals = {
  signedOut: {
    title: "You are signed out",
    advice:
      "What you sent was not read, because nobody is signed in with this browser any more. Sign in in another tab. Then go back here by one page, where your browser still has what you typed, and send it again.",
    link: "Sign in",
  },
  busy: {
    title: "Too much is being sent at this moment",
    advice: "Nothing was changed. Wait a few seconds, go back by one page and send it again.",
    link: "Open the page again",
  },
  tooManyChanges: {
    title: "Other changes of yours are still being made",
    advice: "Nothing was changed by this one. Wait a second, go back by one page and send it again.",
    link: "Open the page again",
  },
  download: {
    title: "Download from here",
    advice:
      "A link of another site led here. A download is on record under your name, so it begins only when you ask for it on this page.",
    link: "Download the file",
  },
  malformed: {
    title: "This form can't be read",
    advice:
      "It came incomplete, or was changed on its way. Nothing was changed. Go back by one page and send it again.",
    link: "Open the page again",
  },
};
