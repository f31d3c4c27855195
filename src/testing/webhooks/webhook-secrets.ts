import { generateKeyPairSync } from 'node:crypto';

/** The halves of a key pair; the public one as the provider shows it. */
interface SigningKeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

let sendgrid: SigningKeyPair | undefined;
let paypal: string | undefined;

/** SendGrid's key of this process, in DER as base64: made when it is first wanted. */
export function sendgridKeyPair(): SigningKeyPair {
  return (sendgrid ??= newSendGridKeyPair());
}

/** The private key, in PEM, that PayPal's stand-in of this process signs with: made when it is first wanted. */
export function paypalPrivateKey(): string {
  return (paypal ??= generateKeyPairSync('rsa', { modulusLength: 2_048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString());
}

/**
 * Variables with which a service believes what {@link signedWebhook} signs, for every provider whose signature can be
 * checked without asking it. PayPal's cannot: it needs the stand-in of `startSandboxes`, whose `environment` has these, too.
 */
export function webhookSecrets(): Record<string, string> {
  return {
    STRIPE_WEBHOOK_SECRETS: 'whsec_of_the_tests',
    SLACK_SIGNING_SECRETS: '5ac4516e1964ec4e70f7e575ec4e7001',
    SENDGRID_WEBHOOK_PUBLIC_KEYS: sendgridKeyPair().publicKey,
    GOOGLE_CHANNEL_TOKENS: 'google-channel-token-of-the-tests',
    HUBSPOT_CLIENT_SECRET: 'hubspot-client-secret-of-the-tests',
    SALESFORCE_ORGANIZATION_IDS: '00DD0000000FH8lMAG',
    EXTERNAL_WEBHOOK_SECRETS: 'external-api-secret-of-the-tests',
  };
}

function newSendGridKeyPair(): SigningKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}
