import { Module } from '@nestjs/common';
import { ApiModule, startService } from 'hookline';
import { GitHub } from './github.js';

/** Prints the open issues of a repository of the real GitHub: `main.ts nestjs nest`. */

@Module({ imports: [ApiModule.for(GitHub)] })
class IssuesModule {}

const [owner = 'nestjs', name = 'nest'] = process.argv.slice(2);
const service = await startService({ imports: [IssuesModule] });
try {
  const github = service.app.get(GitHub, { strict: false });
  for await (const issue of github.issues.list({ owner, name }, { maxItems: 200 })) {
    const day = issue.createdAt.toISOString().slice(0, 10);
    process.stdout.write(`#${issue.number}  ${day}  ${issue.author?.login ?? 'nobody'}  ${issue.title}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await service.close();
}
