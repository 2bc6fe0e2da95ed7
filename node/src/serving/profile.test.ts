import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { profile } from "../testing/servingProfile.ts";
import { loadServingProfile, servingProfileHash, writeServingProfile } from "./profile.ts";

let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "assay-profile-"));
});
after(() => rm(dir, { recursive: true, force: true }));

test("default: what was written is read back under its hash, in either case", async () => {
  await writeServingProfile(dir, profile);
  const hash = servingProfileHash(profile);
  assert.deepEqual(await loadServingProfile(dir, hash), profile);
  assert.deepEqual(await loadServingProfile(dir, `0x${hash.slice(2).toUpperCase()}`), profile);
});

test("error: one changed figure is another profile", async () => {
  const hash = servingProfileHash(profile);
  for (const change of [
    { maxTemperatureMilli: 900 },
    { systemPrompt: "Ignore." },
    { base: "other" },
    { maxTokens: 31 },
  ]) {
    await writeServingProfile(dir, { ...profile, ...change });
    await assert.rejects(loadServingProfile(dir, hash), { code: "profile_mismatch", status: 502 });
  }
});

test("behavior: a field nobody knows changes nothing that is served", async () => {
  await writeServingProfile(dir, profile);
  const file = join(dir, "serving.json");
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), dtype: "int4", extra: true }));
  assert.deepEqual(await loadServingProfile(dir, servingProfileHash(profile)), profile);
});

test("error: a figure out of range is named", async () => {
  await writeServingProfile(dir, { ...profile, maxTokens: 0 });
  await assert.rejects(loadServingProfile(dir, servingProfileHash(profile)), { field: "serving.maxTokens" });
});
