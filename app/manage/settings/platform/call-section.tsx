import { STATUS_CODES } from "node:http";
import type { ReactNode } from "react";
import { duration } from "@/access/gates";
import type { ListedCall } from "@/access/platform-calls";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { LinkChoice } from "@/components/link-choice";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { PLATFORM } from "./paths";
import { Section } from "./section";

const FAILED = `${PLATFORM}?calls=failed`;

type Props = { calls: readonly ListedCall[]; failedOnly: boolean; platform: string };

/** The last calls of the platform, so that nobody needs the server's log to get a connection working. */
export function CallSection({ calls, failedOnly, platform }: Props): ReactNode {
  return (
    <Section
      title="Last Calls"
      explanation="What the platform asked for lately, what the answer was, and why it failed where it did."
      action={
        <LinkChoice
          label="Which calls"
          hideLabel
          options={[
            { label: "All", href: PLATFORM, current: !failedOnly },
            { label: "Failed only", href: FAILED, current: failedOnly },
          ]}
        />
      }
    >
      {calls.length === 0 ? <NoCalls failedOnly={failedOnly} platform={platform} /> : <CallTable calls={calls} />}
    </Section>
  );
}

function NoCalls({ failedOnly, platform }: Omit<Props, "calls">): ReactNode {
  if (!failedOnly) {
    return (
      <EmptyState title="No call yet">
        Paste the base URL and a token into the provisioning settings of <PersonText>{platform}</PersonText> and test
        the connection there. Each call is shown here as soon as it was answered.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No call failed">
      <ButtonLink href={PLATFORM} className="mt-3">
        Show all calls
      </ButtonLink>
    </EmptyState>
  );
}

function CallTable({ calls }: { calls: readonly ListedCall[] }): ReactNode {
  const head = (
    <>
      <Th>Time</Th>
      <Th>Call</Th>
      <Th>Result</Th>
      <Th>Token</Th>
      <Th>Took</Th>
    </>
  );
  return (
    <Table caption={`The last ${calls.length === 1 ? "call" : `${calls.length} calls`}. Times are in UTC.`} head={head}>
      {calls.map((call) => (
        <CallRow key={`${call.id}`} call={call} />
      ))}
    </Table>
  );
}

function CallRow({ call }: { call: ListedCall }): ReactNode {
  const { at, method, path, status, detail, tokenLabel, address, milliseconds } = call;
  const word = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  return (
    <Row>
      <Td label="Time">
        <Time at={at} seconds />
      </Td>
      <Td label="Call">
        <span className="font-mono text-xs">
          <PersonText>{method}</PersonText> <PersonText>{path}</PersonText>
        </span>
      </Td>
      <Td label="Result">
        <StateTag state={{ kind: status < 400 ? "ENABLED" : "DISABLED", word }} />
        {detail !== null && (
          <span className="block max-w-[60ch]">
            <PersonText>{detail}</PersonText>
          </span>
        )}
      </Td>
      <Td label="Token">
        {tokenLabel === null ? "None that is in use" : <PersonText>{tokenLabel}</PersonText>}
        <span className="block text-xs text-muted">from {address || "an unknown address"}</span>
      </Td>
      <Td label="Took">
        <span className="whitespace-nowrap">{duration(milliseconds)}</span>
      </Td>
    </Row>
  );
}
