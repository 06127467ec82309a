// Verifies webhooks with the published library of Standard Webhooks. Reads JSON on standard input, [{secret, headers, body}], body as base64;
// writes for each either what the library made of the body, or why it refused.
const { Webhook } = require("standardwebhooks");

const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const verdicts = JSON.parse(Buffer.concat(chunks)).map(({ secret, headers, body }) => {
    try {
      return { verified: new Webhook(secret).verify(Buffer.from(body, "base64"), headers) };
    } catch (refusal) {
      return { refused: refusal.message };
    }
  });
  process.stdout.write(JSON.stringify(verdicts));
});
