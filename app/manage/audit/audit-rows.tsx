"use client";

import { Link } from "@/components/link";
import type { ReactNode } from "react";
import { PersonText } from "@/components/person-text";
import { Row, Td } from "@/components/table";
import { Time } from "@/components/time";
import type { Catalogue } from "@/text/en";
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

type AuditColumns = Catalogue["audit"]["columns"];

/** The rows of the list, drawn in the browser too, as those of the users are: docs/decisions.md tells why. */
export function AuditRows({ columns, rows }: { columns: AuditColumns; rows: readonly AuditRow[] }): ReactNode {
  return rows.map((row) => <AuditRow key={row.href} columns={columns} row={row} />);
}

function AuditRow({ columns, row }: { columns: AuditColumns; row: AuditRow }): ReactNode {
  return (
    <Row>
      <Td label={columns.time}>
        <Time at={row.at} seconds />
      </Td>
      <Td label={columns.what}>
        <Link
          href={row.href}
          className={`inline-block py-0.75 font-medium hover:underline lg:w-max lg:max-w-48 ${row.refused ? "text-danger" : "text-accent"}`}
        >
          {row.title}
        </Link>
      </Td>
      <Td label={columns.actor}>
        {row.actor && (
          <span className="block lg:w-max lg:max-w-40">
            <PersonText>{row.actor}</PersonText>
          </span>
        )}
      </Td>
      <Td label={columns.source}>
        <span className="whitespace-nowrap">{row.source}</span>
      </Td>
      <Td label={columns.subject}>
        <SubjectText subject={row.subject} />
      </Td>
      <Td label={columns.change}>
        <PersonText cut="two lines">{row.changes}</PersonText>
      </Td>
      <Td label={columns.reason}>
        <PersonText cut="two lines">{row.reason}</PersonText>
      </Td>
      <Td label={columns.address}>
        <span className="block lg:w-max lg:max-w-40">{row.address}</span>
      </Td>
    </Row>
  );
}
