import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { WebhookSigner } from './webhook-signer.js';

const GITHUB_SECRETS = ['github-secret-of-the-tests', 'github-secret-of-somebody-else'] as const;
const CLERK_SECRETS = [
  `whsec_${Buffer.alloc(24, 'ours').toString('base64')}`,
  `whsec_${Buffer.alloc(24, 'theirs').toString('base64')}`,
] as const;

/** Declares both sources: one variable names them all. */
const ENVIRONMENT = {
  WEBHOOK_SOURCES: 'github:hmac,clerk:standard-webhooks',
  GITHUB_WEBHOOK_SECRETS: GITHUB_SECRETS[0],
  GITHUB_WEBHOOK_SIGNATURE_HEADER: 'X-Hub-Signature-256',
  GITHUB_WEBHOOK_SIGNATURE_PREFIX: 'sha256=',
  GITHUB_WEBHOOK_ID: 'header:X-GitHub-Delivery',
  GITHUB_WEBHOOK_TYPE: 'header:X-GitHub-Event',
  CLERK_WEBHOOK_SECRETS: CLERK_SECRETS[0],
};

/** A generic HMAC source, as GitHub signs. The delivery's id follows from the body, so that a repeat has it again. */
export const githubSigner: WebhookSigner = {
  provider: 'github',
  environment: ENVIRONMENT,
  secrets: GITHUB_SECRETS,
  signatureHeader: 'X-Hub-Signature-256',
  coversBody: true,
  coversTime: false,
  sign({ secret = GITHUB_SECRETS[0], body = githubPush() } = {}) {
    return {
      headers: {
        'Content-Type': 'application/json',
        'X-GitHub-Event': 'push',
        'X-GitHub-Delivery': digest(body),
        'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
      body,
    };
  },
};

/** A generic Standard Webhooks source, as Clerk signs: by Svix, with Svix's names of the headers. */
export const clerkSigner: WebhookSigner = {
  provider: 'clerk',
  environment: ENVIRONMENT,
  secrets: CLERK_SECRETS,
  signatureHeader: 'svix-signature',
  coversBody: true,
  coversTime: true,
  sign({ secret = CLERK_SECRETS[0], at = new Date(), body = clerkUserCreated() } = {}) {
    const id = `msg_${digest(body)}`;
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    return {
      headers: {
        'Content-Type': 'application/json',
        'svix-id': id,
        'svix-timestamp': timestamp,
        'svix-signature': `v1,${signature}`,
      },
      body,
    };
  },
};

function githubPush(): Buffer {
  return Buffer.from(JSON.stringify({ ref: 'refs/heads/main', after: randomUUID(), commits: [] }));
}

function clerkUserCreated(): Buffer {
  const data = { object: 'user', id: `user_${randomUUID()}` };
  return Buffer.from(JSON.stringify({ object: 'event', type: 'user.created', data }));
}

function digest(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 32);
}
