"use client";

import { usePathname } from "next/navigation";
import { createContext, useContext, useState, type ReactNode } from "react";
import type { FormState } from "./form-state";

const NOTHING: FormState = {};
const TypedAgainContext = createContext<FormState>(NOTHING);

// With what forms begin: nothing, or what was typed in a page of another build of the console.
export function useTypedAgain(): FormState {
  return useContext(TypedAgainContext);
}

type TypedAgainProps = { values: NonNullable<FormState["values"]>; notice: ReactNode; children: ReactNode };

// Gives forms what was typed, on the page where it was and on no other.
export function TypedAgain({ values, notice, children }: TypedAgainProps): ReactNode {
  const pathname = usePathname();
  const [typed] = useState({ values, pathname });
  const isHere = typed.pathname === pathname;
  return (
    <TypedAgainContext value={isHere ? typed : NOTHING}>
      {isHere && notice}
      {children}
    </TypedAgainContext>
  );
}
