export const PLATFORM = "/manage/settings/platform";
export const SINGLE_SIGN_ON = `${PLATFORM}/single-sign-on`;
export const EVENTS = `${PLATFORM}/events`;
export const NEW_TOKEN = `${PLATFORM}/tokens/new`;
export const NEW_RECEIVER = `${PLATFORM}/receivers/new`;

/** Where it is asked whether a token shall be revoked. */
export function revocationPath(id: string): string {
  return `${PLATFORM}/tokens/${id}/revoke`;
}

/** Where it is asked whether a receiver shall be removed. */
export function removalPath(id: string): string {
  return `${PLATFORM}/receivers/${id}/remove`;
}
