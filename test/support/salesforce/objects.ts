/** The objects of a made-up organization: names and types of fields as Salesforce's object reference has them. */
const head = 'Id:id SystemModstamp:datetime LastModifiedDate:datetime CreatedDate:datetime IsDeleted:boolean';
const owner = 'OwnerId:reference';
const address = (prefix: string) =>
  ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => `${prefix}${part}:string(80)`).join(' ');
const person = 'FirstName:string(40) LastName:string(80)! Name:string(121)- Title:string(128) Email:email(80)';
const refusals = 'HasOptedOutOfEmail:boolean HasOptedOutOfFax:boolean DoNotCall:boolean';
/** Fields that the organization made: our keys and log, and some of its own. */
const own = 'Kenning_Key__c:string(255)# Kenning_Log__c:textarea(32768) Bluesky__c:url(255) Mastodon__c:string(100)';

/** `!` is required, `-` is read-only, `#` an external id. */
const definitions: Readonly<Record<string, [prefix: string, fields: string]>> = {
  Account: [
    '001',
    `${head} MasterRecordId:reference- ${owner} Name:string(255)! Phone:phone(40) Website:url(255) Industry:picklist(255) Type:picklist(255) NumberOfEmployees:int AnnualRevenue:currency ${address('Billing')} ${own}`,
  ],
  Contact: [
    '003',
    `${head} MasterRecordId:reference- ${owner} AccountId:reference ${person} Department:string(80) Phone:phone(40) MobilePhone:phone(40) HomePhone:phone(40) OtherPhone:phone(40) Birthdate:date ${address('Mailing')} ${refusals} ${own} Level__c:double Active__c:boolean Location__c:string(40) Website__c:url(255)`,
  ],
  Lead: [
    '00Q',
    `${head} MasterRecordId:reference- ${owner} ${person} Company:string(255)! Status:picklist(255) LeadSource:picklist(255) Description:textarea(32000) Phone:phone(40) MobilePhone:phone(40) Website:url(255) ${address('')} IsConverted:boolean- ConvertedContactId:reference- ConvertedDate:date- ${refusals} ${own}`,
  ],
  Task: [
    '00T',
    `${head} ${owner} WhoId:reference WhatId:reference Subject:combobox(255) Description:textarea(32000) ActivityDate:date CompletedDateTime:datetime- Status:picklist(255)! Priority:picklist(255) IsClosed:boolean- TaskSubtype:picklist(40) CallType:picklist(40) CallDurationInSeconds:int CallObject:string(255) Kenning_Key__c:string(255)#`,
  ],
  Event: [
    '00U',
    `${head} ${owner} WhoId:reference WhatId:reference Subject:combobox(255) Description:textarea(32000) Location:string(255) StartDateTime:datetime EndDateTime:datetime IsChild:boolean- IsRecurrence:boolean-`,
  ],
  EmailMessage: [
    '02s',
    `${head} ParentId:reference ActivityId:reference RelatedToId:reference Subject:string(3000) TextBody:textarea(32000) HtmlBody:textarea(32000) FromAddress:email(1000) FromName:string(1000) ToAddress:string(4000) CcAddress:string(4000) BccAddress:string(4000) Incoming:boolean MessageDate:datetime Status:picklist(40) MessageIdentifier:string(765) ThreadIdentifier:string(765) ReplyToEmailMessageId:reference`,
  ],
  Note: ['002', `${head} ${owner} ParentId:reference! Title:string(80)! Body:textarea(32000) IsPrivate:boolean`],
  Opportunity: [
    '006',
    `${head} ${owner} Name:string(120)! AccountId:reference StageName:picklist(255)! Amount:currency CurrencyIsoCode:picklist(3) CloseDate:date! IsWon:boolean- IsClosed:boolean-`,
  ],
  OpportunityContactRole: ['00K', `${head} OpportunityId:reference! ContactId:reference! IsPrimary:boolean`],
  Case: [
    '500',
    `${head} MasterRecordId:reference- ${owner} CaseNumber:string(30)- Subject:string(255) Description:textarea(32000) Status:picklist(255) Priority:picklist(255) Origin:picklist(255) IsClosed:boolean- ClosedDate:datetime- ContactId:reference AccountId:reference Kenning_Key__c:string(255)#`,
  ],
  SocialPersona: [
    '0SP',
    `${head} ParentId:reference! Provider:picklist(40)! Name:string(255)! ExternalId:string(255) ProfileUrl:url(3000) RealName:string(255) Bio:textarea(4000) Followers:int`,
  ],
  SocialPost: [
    '0ST',
    `${head} ${owner} PersonaId:reference WhoId:reference ParentId:reference Name:string(255)! Headline:string(255) Content:textarea(10000) Posted:datetime PostUrl:url(3000) Provider:picklist(40) Handle:string(255) MessageType:picklist(40) ExternalPostId:string(255) IsOutbound:boolean`,
  ],
  User: ['005', `${head} Name:string(121)- Email:email(128)`],
};

const picklists: Readonly<Record<string, string[]>> = {
  'Lead.Status': ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
  'Task.Status': ['Not Started', 'In Progress', 'Completed'],
  'Task.TaskSubtype': ['Task', 'Email', 'Call'],
  'Case.Status': ['New', 'Working', 'On Hold', 'Escalated', 'Closed'],
  'Case.Priority': ['High', 'Medium', 'Low'],
  'SocialPersona.Provider': ['Facebook', 'Twitter', 'LinkedIn', 'Other'],
  'SocialPost.Provider': ['Facebook', 'Twitter', 'LinkedIn', 'Other'],
};

export interface FakeField {
  name: string;
  type: string;
  length: number;
  required: boolean;
  readOnly: boolean;
  externalId: boolean;
  values: string[];
}

export interface FakeObject {
  name: string;
  prefix: string;
  fields: Map<string, FakeField>;
}

const readOnlyHead = new Set(head.split(' ').map((field) => field.slice(0, field.indexOf(':'))));

/** Fresh objects, which a test may change as an administrator does. */
export function fakeObjects(): Map<string, FakeObject> {
  const objects = new Map<string, FakeObject>();
  for (const [name, [prefix, text]] of Object.entries(definitions)) {
    const fields = text.split(' ').map((one): [string, FakeField] => {
      const [, field = '', type = '', length, sign] = /^(\w+):(\w+)(?:\((\d+)\))?([!#-])?$/.exec(one) ?? [];
      return [
        field,
        {
          name: field,
          type,
          length: Number(length ?? 0),
          required: sign === '!',
          readOnly: sign === '-' || readOnlyHead.has(field),
          externalId: sign === '#',
          values: picklists[`${name}.${field}`] ?? [],
        },
      ];
    });
    objects.set(name, { name, prefix, fields: new Map(fields) });
  }
  return objects;
}

/** An object as `describe` answers it, with all that the specification requires. */
export function describeOf({ name, prefix, fields }: FakeObject) {
  return {
    actionOverrides: [],
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: [],
    compactLayoutable: true,
    createable: true,
    custom: false,
    customSetting: false,
    deepCloneable: false,
    defaultImplementation: null,
    deletable: true,
    deprecatedAndHidden: false,
    extendedBy: null,
    extendsInterfaces: null,
    feedEnabled: true,
    fields: [...fields.values()].map(fieldOf),
    hasSubtypes: false,
    implementedBy: null,
    implementsInterfaces: null,
    isInterface: false,
    isSubtype: false,
    keyPrefix: prefix,
    label: name,
    labelPlural: `${name}s`,
    layoutable: true,
    listviewable: null,
    lookupLayoutable: null,
    mergeable: ['Account', 'Contact', 'Lead', 'Case'].includes(name),
    mruEnabled: true,
    name,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    queryable: true,
    recordTypeInfos: [],
    replicateable: true,
    retrieveable: true,
    searchLayoutable: true,
    searchable: true,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [],
    triggerable: true,
    undeletable: true,
    updateable: true,
    urls: urlsOf(name),
  };
}

function urlsOf(name: string): Record<string, string> {
  const own = `/services/data/v67.0/sobjects/${name}`;
  const parts = ['compactLayouts', 'approvalLayouts', 'listviews', 'describe', 'quickActions', 'layouts'];
  return {
    sobject: own,
    rowTemplate: `${own}/{ID}`,
    uiDetailTemplate: '/{ID}',
    uiEditTemplate: '/{ID}/e',
    uiNewRecord: '/e',
    ...Object.fromEntries(parts.map((part) => [part, `${own}/describe/${part}`])),
  };
}

function fieldOf({ name, type, length, required, readOnly, externalId, values }: FakeField) {
  return {
    aggregatable: true,
    aiPredictionField: false,
    autoNumber: false,
    byteLength: length * 3,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: externalId,
    compoundFieldName: null,
    controllerName: null,
    createable: !readOnly,
    custom: name.endsWith('__c'),
    defaultValue: type === 'boolean' ? false : null,
    defaultValueFormula: null,
    defaultedOnCreate: type === 'boolean' || name === 'OwnerId' || name === 'Status',
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId,
    extraTypeInfo: type === 'textarea' ? 'plaintextarea' : null,
    filterable: type !== 'textarea',
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: true,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: externalId || name === 'Id',
    inlineHelpText: null,
    label: name
      .replace(/__c$/, '')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll('_', ' '),
    length,
    mask: null,
    maskType: null,
    name,
    nameField: name === 'Name',
    namePointing: false,
    nillable: !required,
    permissionable: !required,
    picklistValues: values.map((value) => ({ active: true, defaultValue: false, label: value, validFor: null, value })),
    polymorphicForeignKey: false,
    precision: 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: [],
    relationshipName: null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: name === 'Provider',
    scale: 0,
    searchPrefilterable: false,
    soapType: 'xsd:string',
    sortable: true,
    type,
    unique: externalId,
    updateable: !readOnly && name !== 'TaskSubtype',
    writeRequiresMasterRead: false,
  };
}
