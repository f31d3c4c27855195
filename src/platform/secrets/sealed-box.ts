import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { platformConfig, type EncryptionKey, type PlatformConfig } from '../config/platform.config.js';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what must not be readable in the database: AES-256-GCM under the first of `ENCRYPTION_KEYS`, a random nonce,
 * and a context as associated data, so that a box copied to another row does not open.
 * Layout: version (1 byte), length of the key id (1), key id, nonce (12), tag (16), ciphertext.
 */
@Injectable()
export class SealedBox {
  constructor(@Inject(platformConfig.token) private readonly config: PlatformConfig) {}

  /** The id of the key that seals; `undefined` without one. */
  get sealingKeyId(): string | undefined {
    return this.config.encryptionKeys[0]?.id;
  }

  /**
   * How every box begins that is sealed by now: by it those are told in a query that an older key has sealed.
   * @throws Error when there is no key, naming the variable
   */
  get sealingPrefix(): Uint8Array<ArrayBuffer> {
    return prefixOf(this.sealingKey());
  }

  /** @throws Error when there is no key, naming the variable */
  seal(plaintext: string, context: string): Uint8Array<ArrayBuffer> {
    const sealing = this.sealingKey();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', sealing.key, nonce).setAAD(Buffer.from(context));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return new Uint8Array(Buffer.concat([prefixOf(sealing), nonce, cipher.getAuthTag(), ciphertext]));
  }

  /** @throws Error when the box was changed, belongs to another context, or its key is not among `ENCRYPTION_KEYS` */
  open(box: Uint8Array, context: string): string {
    const bytes = Buffer.from(box);
    const idEnd = 2 + (bytes[1] ?? 0);
    const id = bytes.subarray(2, idEnd).toString();
    const opening = this.config.encryptionKeys.find((candidate) => candidate.id === id);
    if (bytes[0] !== VERSION || !opening) {
      throw new Error(
        `A sealed value needs the key "${id}", which is not in ENCRYPTION_KEYS. Add it again to read the value.`,
      );
    }
    try {
      return unseal(bytes.subarray(idEnd), opening.key, context);
    } catch (error) {
      throw new Error('A sealed value was changed, or belongs to another row. It cannot be opened again.', {
        cause: error,
      });
    }
  }

  private sealingKey(): EncryptionKey {
    const [sealing] = this.config.encryptionKeys;
    if (sealing) return sealing;
    throw new Error('Nothing can be sealed without a key. Set ENCRYPTION_KEYS (id:base64, 32 bytes).');
  }
}

function prefixOf({ id }: EncryptionKey): Uint8Array<ArrayBuffer> {
  const name = Buffer.from(id);
  return new Uint8Array(Buffer.concat([Buffer.from([VERSION, name.length]), name]));
}

function unseal(bytes: Buffer, key: Buffer, context: string): string {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}
