// A real OpenID Connect provider on this machine. Prints its address in a line; ends with its standard input.
// Who is there is told by PUT /test/people/NAME with their claims; anybody may sign in by their name with any password.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const people = new Map();
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: 'baton', client_secret: 'a secret of the test', redirect_uris: ['http://127.0.0.1/sign-in/oidc/back'] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'], groups: ['groups'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  pkce: { required: () => true },
  findAccount: (_, id) => people.has(id) ? { accountId: id, claims: () => ({ sub: id, ...people.get(id) }) } : undefined,
  cookies: { keys: ['of the test'] },
  features: { devInteractions: { enabled: true } },
});
// Baton's port is known only when it runs.
provider.Client.prototype.redirectUriAllowed = (uri) => new URL(uri).hostname === '127.0.0.1' && new URL(uri).pathname === '/sign-in/oidc/back';

const answer = provider.callback();
server.on('request', async (request, response) => {
  if (!request.url.startsWith('/test/people/')) return answer(request, response);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  people.set(decodeURIComponent(request.url.slice('/test/people/'.length)), JSON.parse(Buffer.concat(chunks)));
  response.writeHead(204).end();
});
process.stdin.on('end', () => process.exit(0)).resume();
console.log(issuer);
