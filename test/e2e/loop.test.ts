/** The whole loop by clicking: datanet, training, chat, stake, admission, payment, reward. No step needs a terminal. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { exampleData } from "../../scripts/demo/data.ts";
import { localAccount } from "../../scripts/stack/chain.ts";
import {
  accessibilityFaults,
  actAs,
  asDarkPhone,
  openWindow,
  picture,
  sidewaysOverflow,
  type Window,
} from "../support/browser.ts";
import { startStack, type TestStack, temporaryHome } from "../support/stack.ts";
import { assertTabsShare } from "../support/tabs.ts";

const STEP_MS = 60_000;
const TRAIN_MS = 8 * 60_000;
const ROUND_MS = 10 * 60_000;

let home: Awaited<ReturnType<typeof temporaryHome>>;
let stack: TestStack;
let window: Window;
let csv: string;
let runPath = "";
let modelPath = "";
let roundPath = "";

before(async () => {
  home = await temporaryHome();
  stack = await startStack(home.dir);
  await exampleData(stack.python, stack.home);
  csv = join(home.dir, "state", "example.csv");
  window = await openWindow(stack.webUrl);
  window.page.setDefaultTimeout(STEP_MS);
});

after(async () => {
  await window?.browser.close();
  await stack?.stop();
  await home?.remove();
});

const indexed = (): Promise<void> => window.page.getByRole("status", { name: "Transaction indexed" }).first().waitFor();

async function assertAccessible(name: string): Promise<void> {
  await picture(window.page, name);
  assert.deepEqual(await accessibilityFaults(window.page), [], name);
}

test("home shows an empty protocol and where to begin", async () => {
  const { page } = window;
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.getByRole("region", { name: "Next step" }).getByRole("link", { name: "Create datanet" }).waitFor();
  await assertAccessible("1-home");
});

test("a curator creates a datanet", async () => {
  const { page } = window;
  await actAs(page, "curator");
  await page.getByRole("link", { name: "Datanets", exact: true }).click();
  await page.getByRole("link", { name: "Create datanet" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("Support desk");
  await page.getByRole("textbox", { name: "Domain" }).fill("customer support");
  await page.getByRole("textbox", { name: "Description" }).fill("Messages to a made-up shop, by intent.");
  await page.getByRole("button", { name: "Create datanet" }).click();
  await page.waitForURL(/\/datanets\/1\/import/);
});

test("a bad file is refused in a sentence and nothing is kept", async () => {
  const { page } = window;
  const empty = join(home.dir, "empty.csv");
  writeFileSync(empty, "");
  await page.locator("input[type=file]").setInputFiles(empty);
  await page.getByRole("alert").first().waitFor();
  assert.match((await page.getByRole("alert").first().textContent()) ?? "", /empty/i);
});

test("a contributor uploads rows and signs; the curator publishes; the exam is sealed", async () => {
  const { page } = window;
  await actAs(page, "ada");
  const rows = join(home.dir, "rows.csv");
  // The contributor column names people, not addresses, so it is left out: Ada signs for all rows.
  const [header = "", ...lines] = readFileSync(csv, "utf8").split("\n");
  assert.match(header, /text,label,contributor,group/);
  writeFileSync(rows, [header, ...lines].join("\n"));
  await page.locator("input[type=file]").setInputFiles(rows);
  await page.getByRole("grid", { name: "Preview" }).waitFor();
  await clearContributorColumn();
  await page.getByRole("textbox", { name: "Origin" }).fill("The project's generator");
  await page.getByRole("textbox", { name: "Why it helps" }).fill("Eight intents in many wordings");
  await assertAccessible("2-import");
  await page.getByRole("button", { name: "Sign contribution" }).click();
  await page.getByRole("grid", { name: "Waiting contributions" }).getByRole("row").nth(1).waitFor();
  await actAs(page, "curator");
  await page.getByRole("button", { name: "Publish version" }).click();
  await page.getByRole("link", { name: "Train on it" }).waitFor();
  await assertAccessible("3-sealed");
});

async function clearContributorColumn(): Promise<void> {
  const { page } = window;
  const select = page.getByRole("button", { name: /Contributor column/ });
  if (/none|nobody|—|not/i.test((await select.textContent()) ?? "")) return;
  await select.click();
  await page.getByRole("option").first().click();
}

test("settings that can't train are refused at their field, before anything is sent", async () => {
  const { page } = window;
  await actAs(page, "publisher");
  await page.getByRole("link", { name: "Train on it" }).click();
  const rate = page.getByRole("textbox", { name: "Learning rate" });
  for (const bad of ["0", "", "abc", "-1"]) {
    await rate.fill(bad);
    await page
      .getByText(/^Learning rate must be a number above 0/)
      .first()
      .waitFor();
    assert.equal(await page.getByRole("button", { name: "Start training" }).isDisabled(), true, bad);
  }
  await assertAccessible("4-studio-refusal");
  await rate.fill("1e-3");
  await page
    .getByText(/^Learning rate must be/)
    .first()
    .waitFor({ state: "detached" });
});

test("the publisher trains on it and watches the loss", { timeout: TRAIN_MS }, async () => {
  const { page } = window;
  await page.getByRole("radio", { name: /tiny/i }).check({ force: true });
  await assertAccessible("4-studio");
  await page.getByRole("button", { name: "Start training" }).click();
  await page.waitForURL(/\/runs\//);
  runPath = new URL(page.url()).pathname;
  await page.getByRole("img", { name: /^Loss by step/ }).waitFor();
  await page.getByRole("button", { name: "Register model" }).waitFor({ timeout: TRAIN_MS });
  await assertAccessible("5-run");
});

test("the publisher rehearses in private and sees the gates before any stake", { timeout: TRAIN_MS }, async () => {
  const { page } = window;
  await page.getByRole("button", { name: "Rehearse", exact: true }).click();
  await page.getByRole("region", { name: "Predicted gates" }).waitFor({ timeout: TRAIN_MS });
  await page.getByText(/^Would (fail|pass)/).waitFor();
  await page.getByText("1 rehearsal, 0 discarded runs").waitFor();
  await page.getByRole("button", { name: "Rehearse again" }).waitFor();
  await assertAccessible("5-rehearsal");
});

test("base and tuned model answer side by side", async () => {
  const { page } = window;
  await page.getByRole("link", { name: "Chat" }).last().click();
  await page.waitForURL(/\/chat/);
  await page.getByRole("textbox", { name: "Message" }).fill("The parcel never came");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  for (const side of ["Tuned model answers", "Base model answers"]) {
    // A finished answer tells its seconds.
    await page.getByRole("region", { name: side }).getByRole("article").filter({ hasText: /\d s$/ }).first().waitFor();
  }
  await page.getByRole("button", { name: "Edit into what it should be" }).click();
  await page.getByRole("textbox", { name: "What it should be" }).fill("delivery_late");
  await page.getByRole("button", { name: "Keep as a row" }).click();
  await page.getByText("Kept as a new row").waitFor();
  await assertAccessible("6-chat");
});

test("the publisher registers, stakes and opens a round; evaluators decide it", { timeout: ROUND_MS }, async () => {
  const { page } = window;
  await page.goto(runPath);
  await page.getByRole("button", { name: "Register model" }).click();
  await page.getByRole("link", { name: "Open the model" }).click();
  await page.waitForURL(/\/models\//);
  modelPath = new URL(page.url()).pathname;
  await page.getByRole("button", { name: /^Stake \d/ }).click();
  await indexed();
  await page.getByRole("button", { name: "Open round" }).click();
  await page.waitForURL(/\/rounds\//);
  roundPath = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Verify seat 0" }).waitFor({ timeout: ROUND_MS });
  await page.getByRole("region", { name: "Result" }).waitFor({ timeout: ROUND_MS });
  await page.getByRole("button", { name: "Verify seat 0" }).click();
  await page.getByText("root matches").first().waitFor();
  await page.getByRole("button", { name: "Draw again here" }).click();
  await page.getByText(/all \d seats drawn again, the same$/).waitFor();
  await assertAccessible("7-round");
  await page.getByRole("tab", { name: "Questions" }).click();
  await page
    .getByRole("region", { name: "Challenge a trial" })
    .getByText(/The round is over|window for challenges/)
    .waitFor();
  await page.getByRole("tab", { name: "Money" }).click();
  await page.getByRole("grid", { name: "Money by seat" }).waitFor();
  await page.getByRole("grid", { name: "Tips and refunds" }).getByText("Tip for closing").waitFor();
  await assertAccessible("7-money");
});

test("the model page shows every gate and the evidence", async () => {
  const { page } = window;
  await page.goto(modelPath);
  await page.getByRole("group", { name: "Hallmark" }).waitFor();
  await page.getByRole("tab", { name: "Evidence" }).click();
  const item = page.getByRole("article", { name: /^Item \d+$/ }).first();
  await item.getByText("Prompts, exactly as asked").click();
  assert.match(
    (await item.getByRole("link", { name: "Fix this" }).getAttribute("href")) ?? "",
    /^\/studio\?fix=\d+&items=\d+:\d+$/,
  );
  await assertAccessible("8-model");
});

test("thresholds can be moved to see who falls out", async () => {
  const { page } = window;
  await page.goto("/thresholds");
  const gate = page.getByRole("slider", { name: /Gate/ });
  await gate.focus();
  await page.keyboard.press("Home");
  await page
    .getByRole("grid", { name: "Who falls out and who comes in" })
    .or(page.getByText("the same models stand"))
    .waitFor();
  await page.getByRole("button", { name: "Back to what is in force" }).click();
  await page.getByText("the same models stand").waitFor();
  await assertAccessible("8-thresholds");
});

test("an application pays for an answer by voucher", async () => {
  const { page } = window;
  const model = modelPath.split("/").at(-1);
  await actAs(page, "app");
  await page.goto(`/chat?tab=paid&model=assay/model-${model}`);
  await page.getByRole("textbox", { name: "Amount to deposit" }).fill("10");
  await page.getByRole("button", { name: "Deposit" }).click();
  await indexed();
  const sandbox = page.getByRole("checkbox", { name: /Use the sandbox/ });
  if (await sandbox.isVisible()) await sandbox.check({ force: true });
  await page.getByRole("textbox", { name: "Message" }).fill("The parcel never came");
  await page.getByRole("button", { name: /^Pay .+ and ask$/ }).click();
  await page.getByLabel("Paid answer").last().waitFor();
  assert.notEqual(((await page.getByLabel("Paid answer").last().textContent()) ?? "").trim(), "");
  await assertAccessible("9-paid");
});

test("the contributor claims what the answer earned", { timeout: ROUND_MS }, async () => {
  const { page } = window;
  await actAs(page, "ada");
  await page.goto("/rewards");
  const claim = page.getByRole("button", { name: "Claim rewards" });
  await claim.and(page.locator(":not([disabled])")).waitFor({ timeout: ROUND_MS });
  await assertAccessible("10-rewards");
  await claim.click();
  await indexed();
});

test("every page fits a phone, in the dark too", async () => {
  const { page } = window;
  await asDarkPhone(page);
  const model = modelPath.split("/").at(-1);
  const pages = {
    home: "/",
    datanets: "/datanets",
    "new datanet": "/datanets/new",
    datanet: "/datanets/1",
    rows: "/datanets/1?tab=rows",
    contributors: "/datanets/1?tab=contributors",
    versions: "/datanets/1?tab=versions",
    exams: "/datanets/1?tab=exams",
    "models of it": "/datanets/1?tab=models",
    import: "/datanets/1/import",
    studio: "/studio",
    runs: "/runs",
    models: "/models",
    rounds: "/rounds",
    stake: "/stake",
    nodes: "/nodes",
    address: `/address/${localAccount("publisher").address}`,
    nothing: "/nowhere",
    fix: `/studio?run=${runPath.split("/").at(-1)}`,
    run: runPath,
    chat: `/chat?tab=paid&model=assay/model-${model}`,
    model: modelPath,
    degradation: `${modelPath}?tab=degradation`,
    reputation: `${modelPath}?tab=reputation`,
    round: roundPath,
    questions: `${roundPath}?tab=judging`,
    money: `${roundPath}?tab=money`,
    thresholds: "/thresholds",
    rewards: "/rewards",
  };
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page
      .getByRole("status", { name: /^Loading|^Reading/ })
      .first()
      .waitFor({ state: "detached" });
    assert.deepEqual(await sidewaysOverflow(page), [], name);
    await assertAccessible(`phone-${name}`);
  }
});

test("seven tabs share one stream, none of them asks for anything while nothing happens, and the first may go", () =>
  assertTabsShare(stack.webUrl, ["/", "/stake", "/rewards", modelPath, roundPath, runPath, "/chat?tab=paid"]));

test("no page logged an error", () => {
  assert.deepEqual(window.complaints, []);
});
