"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { PersonText } from "@/components/person-text";
import { Row, Td } from "@/components/table";
import { Time } from "@/components/time";
import { type Subject, SubjectText } from "./subject-text";

/** What a row shows, decided on the server. */
export type AuditRow = {
  readonly href: string;
  readonly at: Date;
  readonly title: string;
  readonly refused: boolean;
  readonly actor: string | null;
  readonly source: string;
  readonly subject: Subject;
  readonly changes: string;
  readonly reason: string | null;
  readonly address: string | null;
};

/** The rows of the list, drawn in the browser too, as those of the users are: docs/decisions.md tells why. */
export function AuditRows({ rows }: { rows: readonly AuditRow[] }): ReactNode {
  return rows.map((row) => <AuditRow key={row.href} row={row} />);
}

function AuditRow({ row }: { row: AuditRow }): ReactNode {
  return (
    <Row>
      <Td label="Time">
        <Time at={row.at} seconds />
      </Td>
      <Td label="What">
        <Link
          href={row.href}
          prefetch={false}
          className={`inline-block leading-6 font-medium hover:underline lg:w-max lg:max-w-48 ${row.refused ? "text-danger" : "text-accent"}`}
        >
          {row.title}
        </Link>
      </Td>
      <Td label="Actor">
        <span className="block lg:w-max lg:max-w-40">
          <PersonText>{row.actor}</PersonText>
        </span>
      </Td>
      <Td label="Source">
        <span className="whitespace-nowrap">{row.source}</span>
      </Td>
      <Td label="Subject">
        <SubjectText subject={row.subject} />
      </Td>
      <Td label="Before → after">
        <span className="line-clamp-2">
          <PersonText>{row.changes}</PersonText>
        </span>
      </Td>
      <Td label="Reason">
        <span className="line-clamp-2">
          <PersonText>{row.reason}</PersonText>
        </span>
      </Td>
      <Td label="Address">
        <span className="block lg:w-max lg:max-w-40">{row.address}</span>
      </Td>
    </Row>
  );
}
