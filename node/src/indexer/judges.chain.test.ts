import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CUSTODIAN, EVALUATORS, JUDGE, PUBLISHER, reason } from "./testing/cast.ts";
import { CLEAN, tellGovernance, tellJudgedRound, WATCHER } from "./testing/judgeStory.ts";
import { emitterAddress, type ProtocolChain, startProtocolChain, word } from "./testing/protocolChain.ts";
import { type RunningIndexer, runIndexer } from "./testing/runningIndexer.ts";
import { tellWholeStory } from "./testing/story.ts";

let chain: ProtocolChain;
let indexer: RunningIndexer;

before(async () => {
  chain = await startProtocolChain();
  await tellWholeStory(chain);
  await tellJudgedRound(chain);
  await tellGovernance(chain);
  indexer = await runIndexer(chain, ":memory:");
  await indexer.caughtUp();
});

after(async () => {
  await indexer.close();
  await chain.anvil.close();
});

test("exclusions: why a seat was taken out, and what part of the exam was the examinee's", async () => {
  const { round } = await indexer.query<{ round: object }>(`{
    round(id: "3") { selfSetWeight selfSetTotalWeight seats(where: { state: EXCLUDED }) { id exclusions { role weight totalWeight } } }
  }`);
  assert.deepEqual(round, {
    selfSetWeight: "30",
    selfSetTotalWeight: "100",
    seats: [{ id: "3-0-1", exclusions: [{ role: reason("contributor"), weight: "6", totalWeight: "100" }] }],
  });
});

test("demands: answered with what the seat showed, expired, dropped", async () => {
  const { demands } = await indexer.query<{ demands: object[] }>(`{
    demands(orderBy: slot) { id state slot position bond demander outIds answerHash seat { seat } }
  }`);
  const asked = { position: 6, bond: "1", demander: WATCHER };
  assert.deepEqual(demands, [
    {
      ...asked,
      id: "3-0-0-4-6",
      state: "ANSWERED",
      slot: 4,
      outIds: "0x0000000100000002",
      answerHash: word(3),
      seat: { seat: 0 },
    },
    { ...asked, id: "3-0-2-5-6", state: "EXPIRED", slot: 5, outIds: null, answerHash: null, seat: { seat: 2 } },
    { ...asked, id: "3-0-3-6-6", state: "DROPPED", slot: 6, outIds: null, answerHash: null, seat: { seat: 3 } },
  ]);
});

test("audits: who ran whose trials again, and what was found", async () => {
  const { round } = await indexer.query<{ round: object }>(`{
    round(id: "3") {
      latestDraw { auditEpoch auditSeed }
      audits(orderBy: id) { id cid auditor { seat audited } audited { seat } challenge { id finding bond } }
    }
  }`);
  assert.deepEqual(round, {
    latestDraw: { auditEpoch: "7", auditSeed: word(0xa0d17) },
    audits: [
      {
        id: "3-0-2",
        cid: "bafy-audit",
        auditor: { seat: 2, audited: true },
        audited: { seat: 0 },
        challenge: null,
      },
      {
        id: "3-0-3",
        cid: "bafy-audit",
        auditor: { seat: 3, audited: true },
        audited: { seat: 2 },
        challenge: { id: "1", finding: true, bond: "0" },
      },
    ],
  });
});

test("challenges and their juries: who said what, who withheld its vote, how it ended", async () => {
  const { challenges } = await indexer.query<{ challenges: object[] }>(`{
    challenges(orderBy: challengeId) {
      id slot finding challenger end verdict seat { seat }
      juryCase { id client state wantedJurors jurorCount committedCount revealedCount window verdict votesFor
        challenge { id } jurors(orderBy: number) { number state answer margin evaluator { id } } }
    }
  }`);
  const client = emitterAddress("LeafChallenges");
  const juror = (number: number, answer: string | null) => ({
    number,
    state: answer === null ? "WITHHELD" : "REVEALED",
    answer,
    margin: answer === null ? null : "12",
    evaluator: { id: EVALUATORS[number] },
  });
  assert.deepEqual(challenges, [
    {
      id: "1",
      slot: 7,
      finding: true,
      challenger: EVALUATORS[4],
      end: "HUNG",
      verdict: word(0),
      seat: { seat: 2 },
      juryCase: {
        id: "1",
        client,
        state: "HUNG",
        wantedJurors: 7,
        jurorCount: 0,
        committedCount: 0,
        revealedCount: 0,
        window: "60",
        verdict: null,
        votesFor: 0,
        challenge: { id: "1" },
        jurors: [],
      },
    },
    {
      id: "2",
      slot: 8,
      finding: false,
      challenger: WATCHER,
      end: "CLEAN",
      verdict: CLEAN,
      seat: { seat: 0 },
      juryCase: {
        id: "2",
        client,
        state: "DECIDED",
        wantedJurors: 7,
        jurorCount: 3,
        committedCount: 3,
        revealedCount: 2,
        window: "60",
        verdict: CLEAN,
        votesFor: 2,
        challenge: { id: "2" },
        jurors: [juror(0, CLEAN), juror(1, CLEAN), juror(2, null)],
      },
    },
  ]);
});

test("fraud proofs: the earlier announcement is paid, the later one keeps what it proved", async () => {
  const { fraudAnnouncements } = await indexer.query<{ fraudAnnouncements: object[] }>(`{
    fraudAnnouncements(orderBy: number) { number prover state ground bounty seat { id } round { id } }
  }`);
  const proven = { bounty: "6", seat: { id: "3-0-3" }, round: { id: "3" } };
  assert.deepEqual(fraudAnnouncements, [
    { ...proven, number: "1", prover: WATCHER, state: "PAID", ground: "SUM" },
    { ...proven, number: "2", prover: JUDGE, state: "OVERTAKEN", ground: "BIT" },
  ]);
});

test("credits of judges: by contract and account, apart from those of rounds", async () => {
  const { judgeCredits } = await indexer.query<{ judgeCredits: object[] }>(`{
    judgeCredits(orderBy: added) { judge account amount added withdrawn }
  }`);
  const of = (contract: "Availability" | "Jury" | "LeafChallenges", account: unknown, added: string, taken = "0") => ({
    judge: emitterAddress(contract),
    account,
    amount: (BigInt(added) - BigInt(taken)).toString(),
    added,
    withdrawn: taken,
  });
  assert.deepEqual(judgeCredits, [
    of("Availability", EVALUATORS[1], "1"),
    of("Availability", WATCHER, "2", "2"),
    of("Jury", EVALUATORS[0], "5"),
    of("LeafChallenges", EVALUATORS[1], "10"),
  ]);
});

test("the feed: lines of a case name the round and the seat it is about", async () => {
  const { activities } = await indexer.query<{ activities: object[] }>(`{
    activities(where: { juryCase: "2" }, orderBy: sequence) { kind passed round { id } seat { seat } }
  }`);
  const about = { round: { id: "3" }, seat: { seat: 0 } };
  const line = (kind: string, passed: boolean | null = null) => ({ kind, passed, ...about });
  assert.deepEqual(activities, [
    { kind: "CASE_OPENED", passed: null, round: null, seat: null },
    line("CHALLENGE_OPENED"),
    line("JURORS_DRAWN"),
    ...Array(3).fill(line("VOTE_COMMITTED")),
    ...Array(2).fill(line("VOTE_REVEALED")),
    line("CASE_CLOSED", true),
    line("CHALLENGE_SETTLED", true),
  ]);
});

test("round credits: each is found by its transaction", async () => {
  const { roundCredits } = await indexer.query<{ roundCredits: { account: string; amount: string; txHash: string }[] }>(
    `{ roundCredits(orderBy: block) { account amount txHash } }`,
  );
  assert.deepEqual(
    roundCredits.map(({ account, amount }) => [account, amount]),
    [
      [CUSTODIAN, "6"],
      [PUBLISHER, "18"],
      [CUSTODIAN, "6"],
    ],
  );
  const refund = roundCredits[1];
  const found = await indexer.query<{ roundCredits: object[] }>(
    `query Of($tx: Bytes!) { roundCredits(where: { txHash_in: [$tx] }) { account amount txHash } }`,
    { tx: refund?.txHash },
  );
  assert.deepEqual(found.roundCredits, [refund]);
});

test("parameters: who added each set and row, who may pause, and until when", async () => {
  const { protocol, paramSets, gates } = await indexer.query<Record<string, unknown>>(`{
    protocol(id: "assay") { guardian pausedUntil }
    paramSets { id addedBy }
    gates(orderBy: attempt) { id minPasses addedBy }
  }`);
  assert.deepEqual(protocol, { guardian: PUBLISHER, pausedUntil: "4000000000" });
  const [sender] = await chain.anvil.client.getAddresses();
  const addedBy = sender?.toLowerCase();
  assert.deepEqual(paramSets, [{ id: "1", addedBy }]);
  assert.deepEqual(gates, [
    { id: "24-1", minPasses: 23, addedBy },
    { id: "24-2", minPasses: 24, addedBy },
  ]);
});
