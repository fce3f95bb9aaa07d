/** What every form has, whatever it is about. */
export const forms = {
  save: "Save",
  cancel: "Cancel",
  /** Where a form came back without what the page had put into it. */
  openAgain: "Open the page again.",
  reason: {
    label: "Reason (optional)",
    keptInAudit: "Kept in the audit.",
    keptInHistory: "Kept in the history of the user.",
  },
};
