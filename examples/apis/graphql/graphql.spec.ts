import { afterEach, expect, it } from 'vitest';
import { NotFoundError, OutcomeUnknownError } from 'hookline';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type FaultServer,
  type FaultServerOptions,
} from '../../../test/support/fault-server.js';
import { Contentful } from './contentful.js';
import { GitHub } from './github.js';
import { contentfulAnswers, githubAnswers } from './stand-ins.js';

let server: FaultServer;
const variables = { GITHUB_TOKEN: 'ghp_example', CONTENTFUL_TOKEN: 'example' };

async function openGitHub(answer: FaultServerOptions['answer'] = githubAnswers) {
  server = await startFaultServer({ answer });
  return openApi(GitHub, server.url, { variables });
}
afterEach(() => server.close());

it('knows who calls', async () => {
  const { client, close } = await openGitHub();
  await expect(client.viewer()).resolves.toEqual({ viewer: { login: 'octocat' } });
  expect(server.requests[0]).toMatchObject({
    path: '/graphql',
    headers: { authorization: 'Bearer ghp_example', 'user-agent': 'hookline-example' },
  });
  await close();
});

it('gives the repositories that there are, and says which are not', async () => {
  const { client, close } = await openGitHub();
  const { data, errors } = await client.repositories.get({ ids: ['R_1', 'R_2'] });
  expect(data.nodes).toEqual([{ id: 'R_1', nameWithOwner: 'octocat/hello-world', stargazerCount: 3 }, null]);
  expect(errors).toEqual([
    {
      message: "Could not resolve to a node with the global id of 'R_2'",
      path: ['nodes', 1],
      code: 'NOT_FOUND',
    },
  ]);
  await close();
});

it('walks over all open issues', async () => {
  const { client, close } = await openGitHub();
  const found: string[] = [];
  for await (const issue of client.issues.list({ owner: 'octocat', name: 'hello-world', first: 2 })) {
    found.push(`${issue.number} ${issue.createdAt.getUTCDate()} ${issue.author?.login ?? 'nobody'}`);
  }
  expect(found).toEqual(['1 1 octocat', '2 2 octocat', '3 3 octocat', '4 4 octocat', '5 5 nobody']);
  expect(server.requests).toHaveLength(3);
  const elsewhere = client.issues.list({ owner: 'octocat', name: 'nowhere' }).pages();
  await expect(elsewhere.next()).rejects.toThrow(NotFoundError);
  await close();
});

it('comments on an issue, and never twice', async () => {
  const { client, close } = await openGitHub((request, attempt) =>
    attempt === 1 ? githubAnswers(request) : faults.resetAfter(),
  );
  const comment = { subjectId: 'I_1', body: 'Thank you' };
  const { addComment } = await client.issues.comment(comment);
  expect(addComment.commentEdge.node.id).toBe('IC_1');
  await expect(client.issues.comment(comment)).rejects.toThrow(OutcomeUnknownError);
  expect(server.requests).toHaveLength(2);
  await close();
});

it('sends Contentful the document once, and then its hash', async () => {
  server = await startFaultServer({ answer: contentfulAnswers });
  const { client, close } = await openApi(Contentful, server.url, { variables });
  const { assetCollection } = await client.assets({ limit: 1 });
  expect(assetCollection.items).toEqual([{ title: 'Nyan Cat', url: 'https://images.ctfassets.net/cat.png' }]);
  await client.assets({ limit: 2 });
  const sent = server.requests.map(({ body }): object => JSON.parse(body.toString()));
  expect(sent.map((body) => 'query' in body)).toEqual([false, true, false]);
  await close();
});
