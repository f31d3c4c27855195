import { Controller, Get, Header } from '@nestjs/common';
import { Answers } from '../platform/http/answers.js';
import { ERROR_CODES } from '../platform/http/error-codes.js';
import { SecurityHeaders } from '../platform/http/security-headers.js';
import { html, type Html } from '../platform/pages/html.js';
import { errorsPageRoute } from './errors-page.answers.js';
import { STYLE } from './errors-page.style.js';

/** Where the `documentation_url` of every error leads. */
@Controller('docs')
@SecurityHeaders()
export class ErrorsPageController {
  @Get('errors')
  @Answers(errorsPageRoute)
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  page(): string {
    return `<!doctype html>\n${PAGE.markup}`;
  }

  @Get('errors.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  style(): string {
    return STYLE;
  }
}

/** Our texts mark code by backquotes, as Markdown does. */
function withCode(text: string): Html[] {
  return text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : html`${part}`));
}

const SECTIONS = Object.entries(ERROR_CODES).map(
  ([code, { status, meaning, remedy }]) =>
    html`<section id="${code}">
      <h2><a href="#${code}">${code}</a> <small>${status}</small></h2>
      <p>${withCode(meaning)}</p>
      <p><strong>What to do:</strong> ${withCode(remedy)}</p>
    </section>`,
);

const PAGE = html`<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Errors · Hookline</title>
    <link rel="stylesheet" href="/docs/errors.css" />
  </head>
  <body>
    <main>
      <h1>Errors</h1>
      <p>
        Every error of the API has one of these codes. Quote its <code>correlation_id</code>, which is in the
        log, too.
      </p>
      ${SECTIONS}
    </main>
  </body>
</html>`;
