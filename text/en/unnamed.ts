/** What stands where the operator has named nothing. */
export const unnamed = {
  /** "Managed by the platform". */
  platform: "the platform",
  /** "Continue with single sign-on". */
  provider: "single sign-on",
};
