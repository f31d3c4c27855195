import { startService } from 'hookline';
import { ShopModule } from './shop.module.js';

const service = await startService({ imports: [ShopModule] }).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.stdout.write(`The shop is open at ${service.url}. Order something:

  curl -s ${service.url}/orders -H 'Content-Type: application/json' -d '{"item": "Teapot", "amount": 2500}'

Open its pay_url in a browser, pay, and you come back to the order. The API key for Hookline's own routes is in
${service.developmentApiKey?.file ?? 'your hands'}. Stop with Ctrl-C.
`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void service.close().then(() => process.exit(0)));
}
