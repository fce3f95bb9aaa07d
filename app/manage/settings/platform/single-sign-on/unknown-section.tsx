import type { ReactNode } from "react";
import type { UnknownSubject } from "@/access/unknown-subjects";
import { EmptyState } from "@/components/empty-state";
import { PersonText } from "@/components/person-text";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { Section } from "@/app/manage/settings/platform/section";

/** Whom the provider knows and nobody here is: what an administrator compares with the external ids of the users. */
export function UnknownSection({ subjects, claim }: { subjects: readonly UnknownSubject[]; claim: string }): ReactNode {
  return (
    <Section
      title="Sign-ins that found no user"
      explanation={
        <>
          The provider vouched for somebody, and no user of the platform has this external id. Compare it with the
          External id in the profile of the user who was meant: the claim <code>{claim}</code> and the externalId of
          SCIM have to be the same text.
        </>
      }
    >
      {subjects.length === 0 ? <EmptyState title="None yet" /> : <UnknownTable subjects={subjects} />}
    </Section>
  );
}

function UnknownTable({ subjects }: { subjects: readonly UnknownSubject[] }): ReactNode {
  const head = (
    <>
      <Th>Time</Th>
      <Th>External id</Th>
      <Th>From</Th>
    </>
  );
  const which = subjects.length === 1 ? "sign-in" : `${subjects.length} sign-ins`;
  return (
    <Table caption={`The last ${which} that found no user. Times are in UTC.`} head={head}>
      {subjects.map(({ id, at, externalId, address }) => (
        <Row key={id}>
          <Td label="Time">
            <Time at={at} seconds />
          </Td>
          <Td label="External id">{externalId === "" ? "None" : <PersonText>{externalId}</PersonText>}</Td>
          <Td label="From">{address || "An unknown address"}</Td>
        </Row>
      ))}
    </Table>
  );
}
