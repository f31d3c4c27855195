/** A field of an object, as much of it as the sandbox knows. */
export interface FieldDefinition {
  readonly name: string;
  readonly label: string;
  readonly type:
    'boolean' | 'datetime' | 'double' | 'email' | 'id' | 'phone' | 'picklist' | 'reference' | 'string';
  /** Characters. */
  readonly length?: number;
  readonly required?: boolean;
  readonly externalId?: boolean;
  readonly unique?: boolean;
  /** The values of a restricted picklist. */
  readonly values?: readonly string[];
  /** Given by Salesforce. */
  readonly readOnly?: boolean;
}

/** An object of an organisation. */
export interface ObjectDefinition {
  readonly name: string;
  /** What the ids of its records begin with. */
  readonly keyPrefix: string;
  readonly fields: readonly FieldDefinition[];
  /** Objects that it points to: the name of the relationship, and the field that holds the id. */
  readonly relationships: Readonly<Record<string, { readonly field: string; readonly object: string }>>;
}

const SYSTEM_FIELDS: readonly FieldDefinition[] = [
  { name: 'Id', label: 'Record ID', type: 'id', readOnly: true },
  { name: 'IsDeleted', label: 'Deleted', type: 'boolean', readOnly: true },
  { name: 'CreatedDate', label: 'Created Date', type: 'datetime', readOnly: true },
  { name: 'LastModifiedDate', label: 'Last Modified Date', type: 'datetime', readOnly: true },
  { name: 'SystemModstamp', label: 'System Modstamp', type: 'datetime', readOnly: true },
];

const text = (name: string, label: string, length: number): FieldDefinition => ({
  name,
  label,
  type: 'string',
  length,
});

/** The standard fields that matter here, and some custom ones of an organisation that sells things. */
const OBJECTS: readonly ObjectDefinition[] = [
  {
    name: 'Account',
    keyPrefix: '001',
    fields: [
      ...SYSTEM_FIELDS,
      { ...text('Name', 'Account Name', 255), required: true },
      text('Industry', 'Industry', 255),
    ],
    relationships: {},
  },
  {
    name: 'Contact',
    keyPrefix: '003',
    fields: [
      ...SYSTEM_FIELDS,
      text('FirstName', 'First Name', 40),
      { ...text('LastName', 'Last Name', 80), required: true },
      { ...text('Name', 'Full Name', 121), readOnly: true },
      { name: 'Email', label: 'Email', type: 'email', length: 80 },
      { name: 'Phone', label: 'Business Phone', type: 'phone', length: 40 },
      { name: 'MobilePhone', label: 'Mobile Phone', type: 'phone', length: 40 },
      text('Title', 'Title', 128),
      text('Department', 'Department', 80),
      { name: 'AccountId', label: 'Account ID', type: 'reference' },
      text('Company__c', 'Company', 255),
      { ...text('External_Id__c', 'External Id', 255), externalId: true, unique: true },
      { ...text('Legacy_Id__c', 'Legacy Id', 255), externalId: true },
      {
        name: 'Loyalty_Tier__c',
        label: 'Loyalty Tier',
        type: 'picklist',
        values: ['bronze', 'silver', 'gold'],
      },
      { name: 'Newsletter__c', label: 'Newsletter', type: 'boolean' },
      { name: 'Orders__c', label: 'Orders', type: 'double' },
    ],
    relationships: { Account: { field: 'AccountId', object: 'Account' } },
  },
];

/** An object by its name, in any case. */
export function objectOf(name: string): ObjectDefinition | undefined {
  return OBJECTS.find((each) => same(each.name, name));
}

/** A field by its name, in any case. */
export function fieldOf(object: ObjectDefinition, name: string): FieldDefinition | undefined {
  return object.fields.find((each) => same(each.name, name));
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm */
export function describe({ name, keyPrefix, fields }: ObjectDefinition): object {
  return {
    name,
    keyPrefix,
    custom: false,
    createable: true,
    updateable: true,
    queryable: true,
    fields: fields.map((field) => ({
      name: field.name,
      label: field.label,
      type: field.type,
      length: field.length ?? 0,
      custom: field.name.endsWith('__c'),
      nillable: !field.required && field.type !== 'boolean',
      createable: !field.readOnly,
      updateable: !field.readOnly,
      externalId: field.externalId ?? false,
      idLookup: field.name === 'Id' || field.type === 'email' || (field.externalId ?? false),
      unique: field.unique ?? false,
      picklistValues: (field.values ?? []).map((value) => ({ value, label: value, active: true })),
      restrictedPicklist: field.values !== undefined,
    })),
  };
}
