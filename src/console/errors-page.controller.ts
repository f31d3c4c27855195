import { Controller, Get, Header } from '@nestjs/common';
import { ERROR_CODES } from '../platform/http/error-codes.js';

/** Where the `documentation_url` of every error leads. */
@Controller('docs')
export class ErrorsPageController {
  @Get('errors')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  )
  page(): string {
    return PAGE;
  }
}

/** The table is ours and holds no markup; its backquotes become code. */
const escape = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/`([^`]*)`/g, '<code>$1</code>');

const ROWS = Object.entries(ERROR_CODES)
  .map(
    ([code, { status, meaning, remedy }]) =>
      `<section id="${code}"><h2><a href="#${code}">${code}</a> <small>${status}</small></h2><p>${escape(meaning)}</p><p><strong>What to do:</strong> ${escape(remedy)}</p></section>`,
  )
  .join('\n');

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Errors · Hookline</title>
<style>
  :root { color-scheme: light dark; --ink: light-dark(#1c2733, #e6edf3); --soft: light-dark(#57606a, #9aa7b4); --line: light-dark(#d8dee4, #30363d); --page: light-dark(#fff, #0f1419); --link: light-dark(#0757b8, #79b8ff); }
  body { margin: 0 auto; max-width: 44rem; padding: 2rem 1rem 4rem; background: var(--page); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
  h1 { margin: 0; } h2 { font-size: 1.05rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
  a { color: var(--link); text-decoration: none; } a:hover, a:focus-visible { text-decoration: underline; }
  small { color: var(--soft); font-weight: normal; } p { margin: .25rem 0; } code { font-size: .9em; overflow-wrap: anywhere; }
  section { border-top: 1px solid var(--line); padding: 1rem 0; } section:target { border-left: 4px solid var(--link); padding-left: 1rem; }
</style>
</head>
<body>
<h1>Errors</h1>
<p>Every error of the API has one of these codes. Quote its <code>correlation_id</code>, which is in the log, too.</p>
${ROWS}
</body>
</html>
`;
