import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SecurityHeaders } from '../../platform/http/security-headers.js';
import { ASSETS, type Asset } from './assets.js';

const YEAR_SECONDS = 31_536_000;

/** Style and scripts of the console: everybody may read them, and browsers keep them. */
@Controller('console/assets')
@SecurityHeaders()
export class AssetsController {
  @Get('console.css')
  style(@Res() reply: FastifyReply): void {
    send(reply, ASSETS.style);
  }

  @Get('console.js')
  script(@Res() reply: FastifyReply): void {
    send(reply, ASSETS.script);
  }

  @Get('htmx.js')
  htmx(@Res() reply: FastifyReply): void {
    send(reply, ASSETS.htmx);
  }
}

function send(reply: FastifyReply, { contentType, content }: Asset): void {
  void reply
    .header('Content-Type', contentType)
    .header('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`)
    .send(content);
}
