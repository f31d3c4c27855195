import type { WebhookSigner } from './webhook-signer.js';

const ORGANIZATIONS: readonly [string, string] = ['00DD0000000FH8lMAG', '00DD0000000FH8LMAG'];

export const salesforceSigner: WebhookSigner = {
  provider: 'salesforce',
  environment: { SALESFORCE_ORGANIZATION_IDS: ORGANIZATIONS[0] },
  secrets: ORGANIZATIONS,
  // There is no signature; SOAP needs its content type.
  signatureHeader: 'Content-Type',
  coversBody: false,
  coversTime: false,
  sign: ({ secret = ORGANIZATIONS[0], body = outboundMessage({ organizationId: secret }) } = {}) => ({
    headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' },
    body,
  }),
};

interface NotificationOptions {
  /** @default one of its own */
  id?: string;
  /** @default Contact */
  type?: string;
  /** @default 003D000000QV9n2IAD */
  recordId?: string;
  /** XML as it stands, after the record's id. @default an e-mail address */
  fields?: string;
}

/** A message as Salesforce sends it, with one notification or several. */
export function outboundMessage({
  organizationId = ORGANIZATIONS[0],
  notifications = [notificationXml()],
}: { organizationId?: string; notifications?: readonly string[] } = {}): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${organizationId}</OrganizationId>
   <ActionId>04kD0000000Q4cBIAS</ActionId>
   <SessionId>session-of-the-message</SessionId>
   <EnterpriseUrl>https://mydomain.my.salesforce.com/services/Soap/c/63.0/00DD0000000FH8l</EnterpriseUrl>
   <PartnerUrl>https://mydomain.my.salesforce.com/services/Soap/u/63.0/00DD0000000FH8l</PartnerUrl>
   ${notifications.join('\n   ')}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`,
  );
}

let sequence = 0;

export function notificationXml({
  id = nextId(),
  type = 'Contact',
  recordId = '003D000000QV9n2IAD',
  fields = '<sf:Email>somebody@example.com</sf:Email>',
}: NotificationOptions = {}): string {
  return `<Notification>
    <Id>${id}</Id>
    <sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
     <sf:Id>${recordId}</sf:Id>
     ${fields}
    </sObject>
   </Notification>`;
}

function nextId(): string {
  sequence += 1;
  return `04l${`${process.pid}x${sequence}`.padStart(12, '0').slice(-12)}IAQ`;
}
