import { randomBytes } from 'node:crypto';
import { secretOf, type WebhookMaker } from './webhook-maker.js';

const TYPE = /^outbound_message\.([A-Za-z]\w{0,79})$/;

/** What an outbound message can say otherwise. */
export interface SalesforceWishes {
  /** The notification's own id. @default one of its own */
  id?: string;
  /** @default one of its own */
  recordId?: string;
  /** Fields of the record as text, which Hookline does not believe, but fetches. @default none */
  fields?: Readonly<Record<string, string>>;
}

/** Salesforce's outbound messages: SOAP, with an organisation's id for a proof. */
export const salesforce: WebhookMaker = {
  types: ['Account', 'Case', 'Contact', 'Lead', 'Opportunity'].map((object) => `outbound_message.${object}`),
  make(type, wishes: SalesforceWishes, signing) {
    const [, object] = TYPE.exec(type) ?? [];
    if (!object) {
      throw new Error(
        `Salesforce has no webhook ${type}: name the object, as in outbound_message.Contact or outbound_message.Invoice__c.`,
      );
    }
    const { id = recordId('04l'), recordId: record = recordId('003'), fields = {} } = wishes;
    const fieldsXml = Object.entries(fields).map(
      ([name, value]) => `<sf:${name}>${escaped(value)}</sf:${name}>`,
    );
    const organization = secretOf(signing, 'SALESFORCE_ORGANIZATION_IDS');
    return {
      headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' },
      body: Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${organization}</OrganizationId>
   <ActionId>04kD0000000Q4cBIAS</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://example.my.salesforce.com/services/Soap/c/63.0/${organization.slice(0, 15)}</EnterpriseUrl>
   <PartnerUrl>https://example.my.salesforce.com/services/Soap/u/63.0/${organization.slice(0, 15)}</PartnerUrl>
   <Notification>
    <Id>${id}</Id>
    <sObject xsi:type="sf:${object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
     <sf:Id>${record}</sf:Id>
     ${fieldsXml.join('')}
    </sObject>
   </Notification>
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`,
      ),
    };
  },
};

function recordId(prefix: string): string {
  return `${prefix}${randomBytes(6).toString('hex')}IAQ`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
