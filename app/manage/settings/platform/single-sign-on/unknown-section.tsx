import type { ReactNode } from "react";
import type { UnknownSubject } from "@/access/sign-in/unknown-subjects";
import { Section } from "@/app/manage/settings/platform/section";
import { EmptyState } from "@/components/empty-state";
import { PersonText } from "@/components/person-text";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

/** Whom the provider knows and nobody here is: what an administrator compares with the external ids of the users. */
export function UnknownSection({ subjects, claim }: { subjects: readonly UnknownSubject[]; claim: string }): ReactNode {
  const { title, explanation, empty } = texts().singleSignOn.unknown;
  return (
    <Section title={title} explanation={explanation(<code>{claim}</code>)}>
      {subjects.length === 0 ? <EmptyState title={empty} /> : <UnknownTable subjects={subjects} />}
    </Section>
  );
}

function UnknownTable({ subjects }: { subjects: readonly UnknownSubject[] }): ReactNode {
  const { table, columns, noId, noAddress } = texts().singleSignOn.unknown;
  const head = (
    <>
      <Th>{columns.time}</Th>
      <Th>{columns.externalId}</Th>
      <Th>{columns.from}</Th>
    </>
  );
  return (
    <Table caption={table(subjects.length)} head={head}>
      {subjects.map(({ id, at, externalId, address }) => (
        <Row key={id}>
          <Td label={columns.time}>
            <Time at={at} seconds />
          </Td>
          <Td label={columns.externalId}>{externalId === "" ? noId : <PersonText>{externalId}</PersonText>}</Td>
          <Td label={columns.from}>{address || noAddress}</Td>
        </Row>
      ))}
    </Table>
  );
}
