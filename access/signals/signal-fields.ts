/** What may stand in the form of a receiver of security events, by the same rules as in the fields of a profile. */
import { z } from "zod";
import { withoutKeys } from "@/access/keys/package-key-format";
import { isPrivateAddress } from "@/access/platform/platform-settings";
import { refusedEndpoint } from "./receiver-address";
import { readSignalSettings } from "./signal-settings";
import { nameField, telling } from "@/access/users/profile";

const ENDPOINT_MAXIMUM = 2_000;
const AUTHORIZATION_MAXIMUM = 8_000;

const endpointField = z
  .string(telling(({ names, notText }) => notText(names.endpoint)))
  .trim()
  .max(
    ENDPOINT_MAXIMUM,
    telling(({ names, tooLong }) => tooLong(names.endpoint, ENDPOINT_MAXIMUM)),
  )
  .refine(
    isPrivateAddress,
    telling(({ noEndpoint }) => noEndpoint),
  )
  .refine(
    (value) => !isPrivateAddress(value) || refusedEndpoint(value, { allowsLoopback: true }) === null,
    telling(({ reservedEndpoint }) => reservedEndpoint),
  )
  .refine(
    (value) => !isPrivateAddress(value) || refusedEndpoint(value, readSignalSettings()) !== "loopback",
    telling(({ loopbackEndpoint }) => loopbackEndpoint),
  )
  .refine(
    (value) => withoutKeys(value) === value,
    telling(({ names, packageKey }) => packageKey(names.endpoint)),
  )
  // What browsers and programs make of it: without what they would drop, such as a line break in the middle.
  .transform((value) => (URL.canParse(value) ? new URL(value).href : value));

/** The whole value of the header; empty for none. */
const authorizationField = z
  .string(telling(({ names, notText }) => notText(names.authorization)))
  .trim()
  .max(
    AUTHORIZATION_MAXIMUM,
    telling(({ names, tooLong }) => tooLong(names.authorization, AUTHORIZATION_MAXIMUM)),
  )
  .regex(
    /^[\x20-\x7e]*$/,
    telling(({ noAuthorization }) => noAuthorization),
  );

export const signalReceiverFields = z.object({
  label: nameField("receiverLabel", 100),
  endpoint: endpointField,
  audience: nameField("audience", 300),
  authorization: authorizationField,
});

export type NewSignalReceiver = z.infer<typeof signalReceiverFields>;
