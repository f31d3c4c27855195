import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

/*
 * Node runs TypeScript, but looks for `./file.js` under exactly that name. Import this first where code of `src/` runs
 * uncompiled: in scripts, and in what the tests start as processes of their own.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOurs = /^\.\.?\/.*\.js$/.test(specifier) && !context.parentURL?.includes('/node_modules/');
    const typescript = specifier.replace(/\.js$/, '.ts');
    return nextResolve(
      isOurs && existsSync(new URL(typescript, context.parentURL)) ? typescript : specifier,
      context,
    );
  },
});
