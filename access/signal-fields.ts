/** What may stand in the form of a receiver of security events, by the same rules as in the fields of a profile. */
import { z } from "zod";
import { withoutKeys } from "./package-key-format";
import { isPrivateAddress } from "./platform-settings";
import { nameField } from "./profile";

const ENDPOINT_MAXIMUM = 2_000;
const AUTHORIZATION_MAXIMUM = 8_000;

const endpointRule = "Enter an address that begins with https://, or with http:// for a receiver on this machine.";
const authorizationRule = "Authorization must be one line of plain characters, such as Bearer and a token.";

const endpointField = z
  .string("Endpoint must be text.")
  .trim()
  .max(ENDPOINT_MAXIMUM, `Endpoint can have at most ${ENDPOINT_MAXIMUM} characters.`)
  .refine(isPrivateAddress, endpointRule)
  .refine((value) => withoutKeys(value) === value, "Endpoint can't have a package key in it.")
  // What browsers and programs make of it: without what they would drop, such as a line break in the middle.
  .transform((value) => (URL.canParse(value) ? new URL(value).href : value));

/** The whole value of the header; empty for none. */
const authorizationField = z
  .string("Authorization must be text.")
  .trim()
  .max(AUTHORIZATION_MAXIMUM, `Authorization can have at most ${AUTHORIZATION_MAXIMUM} characters.`)
  .regex(/^[\x20-\x7e]*$/, authorizationRule);

export const signalReceiverFields = z.object({
  label: nameField("Label", 100, "Enter a label, such as the name of the receiver."),
  endpoint: endpointField,
  audience: nameField("Audience", 300, "Enter the audience that the receiver expects."),
  authorization: authorizationField,
});

export type NewSignalReceiver = z.infer<typeof signalReceiverFields>;
