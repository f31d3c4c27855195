import { configuredSecrets, redactLine } from './redaction.js';

/** Takes secrets out of what others have said before it is kept: by their names, their look, and the configured ones. */
export class SecretRedaction {
  private readonly configured: RegExp | undefined;

  /** @param secrets the configured ones */
  constructor(secrets: readonly string[]) {
    this.configured = configuredSecrets(secrets);
  }

  redact(text: string): string {
    return redactLine(text, this.configured);
  }
}
