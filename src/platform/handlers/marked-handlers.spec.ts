import { afterEach, expect, it } from 'vitest';
import { Injectable, Scope, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { MarkedHandlers } from './marked-handlers.js';

interface News {
  type: 'good' | 'bad';
  text: string;
}

/** Methods are marked by what they are called here. */
@Injectable()
class NewsHandlers extends MarkedHandlers<News['type'], News> {
  protected readonly subject = 'the news';
  protected readonly context = 'news';

  protected typesOf(method: { name?: string }): News['type'][] {
    if (method.name === 'onBoth') return ['good', 'bad'];
    return method.name === 'onGood' ? ['good'] : [];
  }

  protected typeOf({ type }: News): News['type'] {
    return type;
  }
}

@Injectable()
class Reader {
  readonly read: string[] = [];

  onBoth({ text }: News): void {
    this.read.push(text);
  }

  async onGood({ text }: News): Promise<void> {
    if (text === 'unreadable') throw new Error('This cannot be read.');
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestScoped {
  onGood(): void {}
}

/** A class of the same name elsewhere. */
function namesake(): Provider {
  const Other = class {
    onGood(): void {}
  };
  Object.defineProperty(Other, 'name', { value: 'Reader' });
  return { provide: 'other', useClass: Other };
}

let module: TestingModule | undefined;
afterEach(() => module?.close());

async function start(...providers: Provider[]): Promise<NewsHandlers> {
  module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [NewsHandlers, Reader, ...providers],
  }).compile();
  await module.init();
  return module.get(NewsHandlers);
}

it('finds the methods that are marked, and calls them by name with news of their types', async () => {
  const handlers = await start({ provide: 'alias', useExisting: Reader });
  expect(handlers.namesFor('good').toSorted()).toEqual(['Reader.onBoth', 'Reader.onGood']);
  expect(handlers.namesFor('bad')).toEqual(['Reader.onBoth']);
  await handlers.run('Reader.onBoth', { type: 'bad', text: 'It rains.' });
  expect(module?.get(Reader).read).toEqual(['It rains.']);
});

it('hands on what a handler throws, and says when it has none of a name', async () => {
  const handlers = await start();
  await expect(handlers.run('Reader.onGood', { type: 'good', text: 'unreadable' })).rejects.toThrow(
    'This cannot be read.',
  );
  await expect(handlers.run('Reader.onGood', { type: 'bad', text: '' })).rejects.toThrow(
    'This version of the service has no handler Reader.onGood for bad.',
  );
});

it('refuses to start with a handler that no request would bring to life, and with two of one name', async () => {
  await expect(start(RequestScoped)).rejects.toThrow(
    'RequestScoped.onGood handles the news, which no request brings: its class must not be request-scoped.',
  );
  await expect(start(namesake())).rejects.toThrow('Two classes have a handler Reader.onGood: rename one');
});
