// A usual suite: node:test over fetch.
//
//     contract-tests prove --command 'node --test tests/proof/suites/real/fetch.test.mjs'

import assert from "node:assert/strict";
import { test } from "node:test";

const url = process.env.CONTRACT_TESTS_URL;
const key = process.env.CONTRACT_TESTS_API_KEY;
const poorKey = process.env.CONTRACT_TESTS_POOR_API_KEY;

async function call(path, { apiKey = key, body } = {}) {
  const headers = { authorization: `Bearer ${apiKey}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  const reply = await fetch(url + path, {
    method: body === undefined ? "GET" : "POST",
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: reply.status, headers: reply.headers, body: await reply.json() };
}

function generate(changes = {}, options = {}) {
  const body = { prompt: "a fox in the snow", modelId: "openai:gpt-image-2", ...changes };
  return call("/api/v1/images/generate", { ...options, body });
}

test("the account has a balance", async () => {
  const { status, body } = await call("/api/v1/account");
  assert.equal(status, 200);
  assert.equal(typeof body.creditBalance, "number");
  assert.match(body.email, /@/);
});

test("an image is generated, charged and listed", async () => {
  const before = (await call("/api/v1/account")).body.creditBalance;
  const { status, body } = await generate({ aspectRatio: "16:9" });
  assert.equal(status, 200);
  assert.equal(body.image.prompt, "a fox in the snow");
  assert.equal(body.image.aspectRatio, "16:9");
  assert.equal(body.credits.remaining, before - body.credits.charged);
  const list = (await call("/api/v1/images")).body;
  assert.equal(list.images[0].id, body.image.id);
});

test("an image can be fetched by its id", async () => {
  const made = (await generate()).body.image;
  const { status, body } = await call(`/api/v1/images/${made.id}`);
  assert.equal(status, 200);
  assert.equal(body.image.b64_json, made.b64_json);
});

test("pages have what was asked for", async () => {
  const { body } = await call("/api/v1/images?limit=5&offset=10");
  assert.equal(body.images.length, 5);
  assert.equal(body.limit, 5);
  assert.equal(body.offset, 10);
});

test("usage has a deduction", async () => {
  await generate();
  const { body } = await call("/api/v1/usage");
  assert.ok(body.transactions.length > 0);
  assert.equal(body.transactions[0].type, "deduction");
});

test("a wrong key is refused", async () => {
  const { status, body } = await call("/api/v1/account", { apiKey: "wrong" });
  assert.equal(status, 401);
  assert.ok(body.error.message);
});

test("an unknown model is refused", async () => {
  const { status } = await generate({ modelId: "nobody:nothing" });
  assert.equal(status, 400);
});

test("an unknown image is not found", async () => {
  const { status } = await call("/api/v1/images/00000000-0000-4000-8000-000000000000");
  assert.equal(status, 404);
});

test("who has no credits is told so", async () => {
  const { status } = await generate({}, { apiKey: poorKey });
  assert.equal(status, 400);
});
