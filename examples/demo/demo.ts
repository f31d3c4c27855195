import { startService, type Environment, type Service } from 'hookline';
import { startSlackSandbox, type SlackSandbox } from '../../src/sandbox/slack/slack-sandbox.js';
import { DemoModule } from './demo.module.js';

/** The shop, with Hookline in it and every provider's sandbox beside it. */
export interface Demo {
  service: Service;
  /** At hand, so that it can be made to fail. */
  slack: SlackSandbox;
  /** May be called twice. */
  close(): Promise<void>;
}

/** @param environment all of it: with credentials of real accounts in it, those would be used */
export async function startDemo(environment: Environment): Promise<Demo> {
  const slack = await startSlackSandbox({ port: 0 });
  try {
    const service = await startService({
      // The other sandboxes start by themselves, since nothing else has credentials.
      environment: { ...environment, ...slack.environment, SANDBOX: 'auto' },
      imports: [DemoModule],
    });
    let closed: Promise<void> | undefined;
    return { service, slack, close: () => (closed ??= service.close().finally(() => slack.close())) };
  } catch (error) {
    await slack.close();
    throw error;
  }
}
