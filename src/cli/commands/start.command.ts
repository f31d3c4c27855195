import { Command } from 'commander';
import { shutdownConfig } from '../../platform/context/shutdown.config.js';
import { greeting } from '../greeting.js';
import type { RunningService, Runtime } from '../runtime.js';

/** Kubernetes kills after 30 s, an impatient operator sooner; what has not finished by then is taken up after restart. */
const CLOSE_WITHIN_MS = 9_500;

/** What is left of it, at the least, when `SHUTDOWN_DELAY` is long, in ms. */
const AFTER_DELAY_MS = 6_500;

export function startCommand(runtime: Runtime): Command {
  return new Command('start')
    .description('Start the service, and in development all that it needs.')
    .option('--json', 'print only log lines, as JSON')
    .action(async (options: { json?: boolean }) => {
      const service = await runtime.startService({ environment: process.env });
      const stopped = stopOnSignal(service);
      if (service.developmentApiKey && !options.json) {
        process.stdout.write(greeting(service, service.developmentApiKey));
      }
      service.logger.info(
        { event: 'started', url: service.url, role: service.config.role },
        'Hookline is ready',
      );
      await stopped;
    });
}

/** Resolves when the service was told to stop and has stopped. A second signal changes nothing: npm repeats Ctrl-C. */
function stopOnSignal(service: RunningService): Promise<void> {
  const { delayMs } = shutdownConfig.read(process.env);
  return new Promise((resolve, reject) => {
    const stop = (signal: string) => {
      service.logger.info({ event: 'stopping', signal }, 'Finishing what is in flight');
      const impatience = setTimeout(
        () => {
          service.logger.error(
            { event: 'stopped_late' },
            'Not everything finished in time; it will be taken up again',
          );
          process.exit(1);
        },
        Math.max(CLOSE_WITHIN_MS, delayMs + AFTER_DELAY_MS),
      );
      service
        .close()
        .then(resolve, reject)
        .finally(() => clearTimeout(impatience));
    };
    let stopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (!stopping) stop(signal);
        stopping = true;
      });
    }
  });
}
