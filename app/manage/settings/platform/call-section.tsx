import { STATUS_CODES } from "node:http";
import type { ReactNode } from "react";
import type { ListedCall } from "@/access/platform/platform-calls";
import { EmptyState } from "@/components/empty-state";
import { LinkChoice } from "@/components/link-choice";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { PLATFORM } from "./paths";
import { Section } from "./section";

const FAILED = `${PLATFORM}?calls=failed`;

type Props = { calls: readonly ListedCall[]; failedOnly: boolean; platform: string };

/** The last calls of the platform, so that nobody needs the server's log to get a connection working. */
export function CallSection({ calls, failedOnly, platform }: Props): ReactNode {
  const told = texts().platform.calls;
  return (
    <Section
      title={told.title}
      explanation={told.explanation}
      action={
        <LinkChoice
          label={told.which}
          hideLabel
          options={[
            { label: told.all, href: PLATFORM, current: !failedOnly },
            { label: told.failedOnly, href: FAILED, current: failedOnly },
          ]}
        />
      }
    >
      {calls.length === 0 ? <NoCalls failedOnly={failedOnly} platform={platform} /> : <CallTable calls={calls} />}
    </Section>
  );
}

function NoCalls({ failedOnly, platform }: Omit<Props, "calls">): ReactNode {
  const told = texts().platform.calls;
  if (!failedOnly) {
    return <EmptyState title={told.empty}>{told.emptyAdvice(<PersonText>{platform}</PersonText>)}</EmptyState>;
  }
  return <EmptyState title={told.noneFailed} wayOn={{ label: told.showAll, href: PLATFORM }} />;
}

function CallTable({ calls }: { calls: readonly ListedCall[] }): ReactNode {
  const { table, columns } = texts().platform.calls;
  const head = (
    <>
      <Th>{columns.time}</Th>
      <Th>{columns.call}</Th>
      <Th>{columns.result}</Th>
      <Th>{columns.token}</Th>
      <Th>{columns.took}</Th>
    </>
  );
  return (
    <Table caption={table(calls.length)} head={head}>
      {calls.map((call) => (
        <CallRow key={`${call.id}`} call={call} />
      ))}
    </Table>
  );
}

function CallRow({ call }: { call: ListedCall }): ReactNode {
  const { at, method, path, status, detail, tokenLabel, address, milliseconds } = call;
  const { platform, duration } = texts();
  const { columns, noToken, from, fromUnknown } = platform.calls;
  const word = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  return (
    <Row>
      <Td label={columns.time}>
        <Time at={at} seconds />
      </Td>
      <Td label={columns.call}>
        <span className="font-mono text-xs">
          <PersonText>{method}</PersonText> <PersonText>{path}</PersonText>
        </span>
      </Td>
      <Td label={columns.result}>
        {/* What the platform was answered, word for word. */}
        <span lang="en">
          <StateTag state={{ kind: status < 400 ? "ENABLED" : "DISABLED", word }} />
        </span>
        {detail !== null && (
          <span lang="en" className="block max-w-[60ch]">
            <PersonText>{detail}</PersonText>
          </span>
        )}
      </Td>
      <Td label={columns.token}>
        {tokenLabel === null ? noToken : <PersonText>{tokenLabel}</PersonText>}
        <span className="block text-xs text-muted">{address ? from(address) : fromUnknown}</span>
      </Td>
      <Td label={columns.took}>
        <span className="whitespace-nowrap">{duration(milliseconds)}</span>
      </Td>
    </Row>
  );
}
