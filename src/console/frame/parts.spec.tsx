import { describe, expect, it } from 'vitest';
import { ActionForm, BarChart, CopyField, Facts, Field, Pager, Rows, StatusBadge, Time } from './parts.js';
import type { ConsoleSession } from './session.js';

const admin: ConsoleSession = {
  id: 's1',
  adminId: 'a1',
  email: 'ada@example.com',
  role: 'admin',
  csrfToken: 'the-token',
  actor: { kind: 'admin', id: 'a1', name: 'ada@example.com' },
};
const viewer: ConsoleSession = { ...admin, role: 'viewer' };

const HOUR_MS = 3_600_000;

describe('StatusBadge', () => {
  it('has a sign beside its colour, which screen readers leave out', () => {
    const badge = String(<StatusBadge status="needs_reauth" />);
    expect(badge).toBe(
      '<span class="badge bad"><span aria-hidden="true">✕</span> <span>needs reauth</span></span>',
    );
    expect(String(<StatusBadge status="open" tone="calm" />)).toContain('class="badge calm"');
  });
});

describe('Time', () => {
  it.each([
    [3 * HOUR_MS, 'in 3 hr.'],
    [-25 * HOUR_MS, 'yesterday'],
    [-40 * 24 * HOUR_MS, 'last mo.'],
    [-3 * 365 * 24 * HOUR_MS, '3 yr. ago'],
  ])('says %s ms from now as %s', (ms, words) => {
    expect(String(<Time at={new Date(Date.now() + ms)} />)).toContain(`>${words}<`);
  });

  it('is exact for machines and on hovering, and a dash for no time', () => {
    const time = String(<Time at={new Date('2026-01-02T03:04:05.678Z')} />);
    expect(time).toContain('datetime="2026-01-02T03:04:05.678Z" title="2026-01-02 03:04:05 UTC"');
    expect(String(<Time at={null} />)).toContain('—');
  });
});

describe('Field', () => {
  it('ties hint and error to the control, and keeps what was typed', () => {
    const field = String(
      <Field name="name" label="Name & more" value={`"><script>`} hint="a hint" error="is wrong" required />,
    );
    expect(field).toContain('<label for="field-name">Name &amp; more</label>');
    expect(field).toContain('aria-describedby="field-name-hint field-name-error" aria-invalid="true"');
    expect(field).toContain('<p class="error" id="field-name-error">is wrong</p>');
    expect(field).toContain('value="&#34;><script>"');
  });

  it('gives typed entities back as they were typed', () => {
    expect(String(<Field name="a" label="A" value={'&lt;'} />)).toContain('value="&amp;lt;"');
    expect(String(<Field name="a" label="A" value={'</textarea>&lt;'} multiline />)).toContain(
      '&lt;/textarea>&amp;lt;</textarea>',
    );
    expect(String(<CopyField label="A" value={'a&lt;'} />)).toContain('data-copy="a&amp;lt;"');
  });

  it('does not give a password back', () => {
    expect(String(<Field name="p" label="P" type="password" value="secret" />)).not.toContain('secret');
  });

  it('chooses among options', () => {
    const options = [
      ['', 'any'],
      ['open', 'Open'],
    ] as const;
    const field = String(<Field name="state" label="State" value="open" options={options} />);
    expect(field).toContain('<option value="">any</option><option value="open" selected>Open</option>');
  });
});

describe('ActionForm', () => {
  it('carries the CSRF token, and is nothing at all for viewers', () => {
    const form = (session: ConsoleSession) =>
      String(
        <ActionForm session={session} action="/console/x">
          <button>Go</button>
        </ActionForm>,
      );
    expect(form(admin)).toContain('<form method="post" action="/console/x">');
    expect(form(admin)).toContain('name="csrf" value="the-token"');
    expect(form(viewer)).toBe('');
  });

  it('asks first, without script', () => {
    const form = String(
      <ActionForm session={admin} action="/console/x" label="Delete…" confirm="Delete <b>?">
        <button>Delete</button>
      </ActionForm>,
    );
    expect(form).toMatch(/^<details class="confirm"><summary class="button">Delete…<\/summary><form/);
    expect(form).toContain('<p>Delete &lt;b>?</p><button>Delete</button></form></details>');
  });
});

describe('Rows', () => {
  it('name their column in each cell, for the cards of a phone', () => {
    const rows = String(<Rows caption="Keys" headings={['Name', '']} rows={[[<b>a</b>, 'x']]} />);
    expect(rows).toContain(
      '<td role="cell" data-label="Name"><b>a</b></td><td role="cell" data-label="">x</td>',
    );
    expect(rows).toContain('<caption class="unseen">Keys</caption>');
  });
});

describe('Facts', () => {
  it('are names and values', () => {
    const facts = String(<Facts rows={[['A & B', <code>c</code>]]} />);
    expect(facts).toBe('<dl class="facts"><div><dt>A &amp; B</dt><dd><code>c</code></dd></div></dl>');
  });
});

describe('Pager', () => {
  it('leads to older and newest, and keeps the filter', () => {
    const pager = String(<Pager next="c2" after="c1" filter={{ provider: 'a&b', status: undefined }} />);
    expect(pager).toContain('href="?provider=a%26b" rel="first"');
    expect(pager).toContain('href="?provider=a%26b&after=c2" rel="next"');
    expect(String(<Pager next={undefined} />)).toBe('');
  });
});

describe('BarChart', () => {
  it('is said in words, too, and has no styles of its own', () => {
    const at = new Date('2026-01-02T03:00:00Z');
    const chart = String(
      <BarChart
        label="Events"
        bars={[
          { at, count: 3 },
          { at, count: 2, failed: 2 },
        ]}
      />,
    );
    expect(chart).toContain('role="img" aria-label="Events: 5, 2 of them failed"');
    expect(chart).toContain('<title>2026-01-02 03:00 UTC: 2, 2 of them failed</title>');
    expect(chart).not.toContain('style');
    expect(String(<BarChart label="None" bars={[]} />)).toContain('aria-label="None: 0"');
  });
});
