import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Pictures of every page are left here, a folder for each site, to be looked at. */
const PICTURES = join(process.cwd(), '.hookline-screenshots');

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

/** Looks at the pages of one site as its readers do: in light, in dark and on a phone. */
export class PageReview {
  private constructor(
    private readonly page: Page,
    private readonly url: string,
    private readonly folder: string,
  ) {}

  /** @param site names the folder of its pictures, which is emptied */
  static async of(site: string, page: Page, url: string): Promise<PageReview> {
    const folder = join(PICTURES, site);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await page.setViewportSize(WIDE);
    return new PageReview(page, url, folder);
  }

  /** Loads pages one after the other, and says what keeps somebody out, or is too wide. @param pages paths by their names */
  async faultsOf(pages: Readonly<Record<string, string>>): Promise<unknown[]> {
    const faults: unknown[] = [];
    for (const [name, path] of Object.entries(pages)) {
      await this.show('light', WIDE);
      await this.page.goto(this.url + path);
      await this.page.evaluate(axe.source);
      await this.picture(`${name}-light`);
      faults.push(...(await this.seriousFaults(name)));
      await this.show('dark', WIDE);
      await this.picture(`${name}-dark`);
      // All that a colour scheme changes.
      faults.push(...(await this.seriousFaults(`${name} in dark`, ['color-contrast'])));
      await this.show('light', PHONE);
      await this.picture(`${name}-light-phone`);
      if (await this.page.evaluate('document.documentElement.scrollWidth > innerWidth'))
        faults.push(`${name} is too wide`);
    }
    await this.show('light', WIDE);
    return faults;
  }

  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.folder, `${name}.png`), fullPage: true });
  }

  private async show(colorScheme: 'light' | 'dark', size: typeof WIDE): Promise<void> {
    // Without motion: a colour on its way from light to dark is neither, and has no contrast to be judged.
    await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await this.page.setViewportSize(size);
  }

  /** What axe-core finds that keeps somebody out. @param rules all, unless some are named */
  private async seriousFaults(name: string, rules?: readonly string[]): Promise<unknown[]> {
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
    const { violations } = await this.page.evaluate<{
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    }>(`axe.run(${JSON.stringify(options)})`);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({ name, id, html: nodes.map((node) => node.html).slice(0, 3) }));
  }
}
