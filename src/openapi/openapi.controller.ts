import { createHash } from 'node:crypto';
import { Controller, Get, Header, Headers, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readOpenApi } from '../platform/api-description/openapi-file.js';
import { platformConfig, type PlatformConfig } from '../platform/config/platform.config.js';
import { Answers } from '../platform/http/answers.js';
import { SecurityHeaders } from '../platform/http/security-headers.js';
import { getOpenApi } from './openapi.answers.js';

/** The description of the API, for machines. Open to everybody: it is in the public package. */
@Controller('openapi.json')
@SecurityHeaders()
export class OpenApiController {
  /** Read when it is first asked for. */
  private described: Promise<{ text: string; etag: string }> | undefined;

  constructor(@Inject(platformConfig.token) private readonly config: PlatformConfig) {}

  @Get()
  @Answers(getOpenApi)
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'public, no-cache')
  @Header('Access-Control-Allow-Origin', '*')
  async show(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { text, etag } = await (this.described ??= this.read());
    void reply.header('ETag', etag);
    if (known !== etag) return text;
    void reply.status(304);
    return undefined;
  }

  private async read() {
    const text = await readOpenApi(this.config.publicUrl);
    return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"` };
  }
}
