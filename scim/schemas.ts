/** What /Schemas says (RFC 7643, section 7): the attributes that are kept, and no others. */
import { KEPT_TYPE } from "./attributes";
import { CORE, ENTERPRISE } from "./path";
import { locationOf } from "./respond";

type Attribute = {
  readonly name: string;
  readonly type: "string" | "boolean" | "complex" | "reference";
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly mutability: "readWrite" | "immutable" | "readOnly";
  readonly returned: "default";
  readonly subAttributes?: readonly Attribute[];
  readonly [more: string]: unknown;
};

function text(name: string, description: string): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
  };
}

function complex(name: string, description: string, subAttributes: readonly Attribute[]): Attribute {
  const { caseExact: _case, uniqueness: _uniqueness, ...common } = text(name, description);
  return { ...common, type: "complex", subAttributes };
}

function boolean(name: string, description: string): Attribute {
  const { caseExact: _case, uniqueness: _uniqueness, ...common } = text(name, description);
  return { ...common, type: "boolean" };
}

/** One of several is kept: the primary one, else the one for work, else the first. */
function multiple(name: string, what: string, parts: readonly Attribute[]): Attribute {
  const description = `${what} One is kept: the primary one, else the one for work, else the first.`;
  const type: Attribute = { ...text("type", "Always work."), canonicalValues: [KEPT_TYPE], mutability: "readOnly" };
  const primary: Attribute = { ...boolean("primary", "Always true."), mutability: "readOnly" };
  return { ...complex(name, description, [...parts, type, primary]), multiValued: true };
}

const core: readonly Attribute[] = [
  {
    ...text("userName", "What the user is called here. It never changes."),
    required: true,
    mutability: "immutable",
    uniqueness: "server",
  },
  text("displayName", "What people read. Without one it is made of the name."),
  complex("name", "The parts of the name.", [text("givenName", "First name."), text("familyName", "Last name.")]),
  boolean("active", "Whether the user is Enabled. false ends their sessions and stops their package keys."),
  multiple("emails", "The email address.", [text("value", "An address such as ada@example.com.")]),
  multiple("phoneNumbers", "The phone number.", [text("value", "A number.")]),
  { ...text("profileUrl", "The website."), type: "reference", referenceTypes: ["external"], caseExact: true },
  multiple("addresses", "The address.", [
    text("locality", "Town."),
    text("region", "Region."),
    text("postalCode", "Postal code."),
    text("country", "Country."),
  ]),
];

const enterprise: readonly Attribute[] = [
  text("employeeNumber", "The number by which the company knows the user."),
  text("organization", "The company."),
  text("department", "The department."),
  complex("manager", "The manager.", [
    text("value", "The id that the platform has for the manager."),
    text("displayName", "The name of the manager."),
  ]),
];

function schema(id: string, name: string, description: string, attributes: readonly Attribute[]): object {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id,
    name,
    description,
    attributes,
    meta: { resourceType: "Schema", location: locationOf(`/Schemas/${id}`) },
  };
}

export function schemaOf(id: string): object | null {
  switch (id.toLowerCase()) {
    case CORE.toLowerCase():
      return schema(CORE, "User", "A user of the API program", core);
    case ENTERPRISE.toLowerCase():
      return schema(ENTERPRISE, "EnterpriseUser", "What a company says of a user", enterprise);
    default:
      return null;
  }
}

export function allSchemas(): object[] {
  return [CORE, ENTERPRISE].flatMap((id) => schemaOf(id) ?? []);
}
