import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readOpenApi } from '../platform/api-description/openapi-file.js';
import { platformConfig, type PlatformConfig } from '../platform/config/platform.config.js';
import { Answers } from '../platform/http/answers.js';
import { SecurityHeaders } from '../platform/http/security-headers.js';
import { Page } from '../platform/pages/page-headers.js';
import { docsRoutes } from './openapi.answers.js';
import { describedApi, slugOf, type DescribedApi } from './pages/described.js';
import { DOCS_STYLE } from './pages/docs.style.js';
import { GroupPage, IndexPage } from './pages/docs-pages.js';

/** The description of the API, for people. */
@Controller('docs')
@SecurityHeaders()
export class DocsController {
  /** Read when it is first asked for. */
  private described: Promise<DescribedApi> | undefined;

  constructor(@Inject(platformConfig.token) private readonly config: PlatformConfig) {}

  @Get()
  @Answers(docsRoutes.index)
  @Page()
  async index() {
    return IndexPage({ api: await this.read() });
  }

  @Get('api/:group')
  @Answers(docsRoutes.group)
  @Page()
  async group(@Param('group') group: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const api = await this.read();
    const tag = api.tags.find(({ name }) => slugOf(name) === group);
    if (tag) return GroupPage({ api, name: tag.name });
    void reply.status(404);
    return IndexPage({ api });
  }

  @Get('api.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  style(): string {
    return DOCS_STYLE;
  }

  private read(): Promise<DescribedApi> {
    this.described ??= readOpenApi(this.config.publicUrl).then((text) =>
      describedApi.parse(JSON.parse(text)),
    );
    return this.described;
  }
}
