import { defineConfig } from 'vitepress';
import { linksOutside } from './links-outside';
import { sidebar } from './sidebar';
import { slugOf } from './slug';

/** The documentation as a site: `npm run docs` to read it while writing, `npm run docs:build` for what is put on a server. */
export default defineConfig({
  title: 'Hookline',
  description: 'Payments, messages, calendars, contacts and webhooks for your product.',
  lang: 'en-GB',
  cleanUrls: true,
  // Beside the site, where nothing is committed.
  cacheDir: '../node_modules/.cache/vitepress',
  markdown: { config: linksOutside, anchor: { slugify: slugOf } },
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Concepts', link: '/concepts' },
      { text: 'Reference', link: '/reference/configuration', activeMatch: '^/reference/' },
    ],
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
});
